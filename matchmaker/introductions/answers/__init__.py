"""The counterpart's yes or no."""
