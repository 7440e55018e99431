"""Pages for everybody, and what search engines read of them."""
