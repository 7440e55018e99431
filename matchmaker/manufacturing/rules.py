"""Rules of the room `manufacturing`."""
