"""Rules of the room `calls`."""
