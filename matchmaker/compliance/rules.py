"""Rules of the room `compliance`."""
