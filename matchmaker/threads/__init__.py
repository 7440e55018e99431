"""Threads: what both sides and the broker write to each other about an introduction."""
