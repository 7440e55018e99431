"""Rules of the room `clusters`."""
