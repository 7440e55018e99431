"""Bookable hours of assets: which there are, which are taken, and how well they are used."""
