"""Meetings: from both sides' free time to a talk that took place and was rated."""
