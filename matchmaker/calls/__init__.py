"""Needs that an anchor company calls out, the answers to them, and what becomes of them."""
