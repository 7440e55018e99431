"""Anonymous teasers of published offers and needs."""
