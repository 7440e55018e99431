"""Clocks of two places: when people are free, which times suit them all, and how a time reads on each clock."""
