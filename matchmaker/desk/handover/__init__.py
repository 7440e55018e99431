"""Handing a colleague's work over."""
