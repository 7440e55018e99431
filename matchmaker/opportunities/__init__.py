"""Typed offers and needs: written, vetted, published, expired."""
