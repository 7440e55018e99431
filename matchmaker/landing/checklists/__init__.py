"""Soft landing as tasks with owners, days and an order."""
