"""What the room `gateway` gives to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
