"""Introductions that staff propose."""
