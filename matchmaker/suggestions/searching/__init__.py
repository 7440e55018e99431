"""Free-text search over the match index: for members what the other side offers and needs, for staff everything."""
