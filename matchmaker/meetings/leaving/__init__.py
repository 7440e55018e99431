"""Somebody leaves the service: what becomes of the meetings to which they were to come, or to which they saw."""
