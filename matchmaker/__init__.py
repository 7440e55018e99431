"""Two-way partner gateway of the Siheung bio cluster."""

__version__ = "0.1.0"
