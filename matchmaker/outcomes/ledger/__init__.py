"""The commitment ledger: what was promised, by whom, until when, and what became of it."""
