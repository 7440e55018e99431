"""Rules of the room `gateway`."""
