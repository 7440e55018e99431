"""Rules of the room `demonstrations`."""
