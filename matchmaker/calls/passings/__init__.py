"""Calls as they reach the members of other clusters: passed on, pointed to, seen to."""
