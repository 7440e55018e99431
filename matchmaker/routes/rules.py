"""Rules of the room `routes`."""
