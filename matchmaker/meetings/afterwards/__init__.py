"""Whether a meeting takes place: people say that they will come, and afterwards how it went."""
