"""Handing a project to whoever serves its next stage: who to whom, with what, and whether it was received."""
