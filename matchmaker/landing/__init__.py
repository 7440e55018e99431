"""The way in: spaces, soft landing, and people: posts, secondments and training seats."""
