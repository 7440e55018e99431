"""Suggestions: index builds, stored pairs with their reasons, browsing, marks and judgements."""
