"""The broker's desk: everything that waits, on one screen, and the whole story of each pair."""
