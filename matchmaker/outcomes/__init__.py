"""Outcomes: what came of an introduction, with evidence, and what was promised."""
