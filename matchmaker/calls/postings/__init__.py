"""Calls as anchors write, open, move along and close them."""
