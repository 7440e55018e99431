"""The clocks of introductions, and what happens when they run out."""
