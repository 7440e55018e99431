"""Introductions: from an expression of interest over the broker to both sides' yes."""
