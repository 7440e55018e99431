"""Rules of the room `consortia`."""
