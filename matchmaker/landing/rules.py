"""Rules of the room `landing`."""
