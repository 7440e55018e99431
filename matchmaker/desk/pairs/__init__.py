"""The whole story of a pair."""
