"""The vision, its goals, and what each year brought."""
