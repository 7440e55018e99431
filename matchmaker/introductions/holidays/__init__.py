"""Public holidays that staff enter because the calendars do not know them yet."""
