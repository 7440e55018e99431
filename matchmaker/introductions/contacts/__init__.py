"""People to talk to at organisations that nobody represents here."""
