"""What the demo gives to the application."""

from flask import Flask

from matchmaker.demo.cli import demo_cli


def init_app(app: Flask) -> None:
    """Add the commands that load the demo cluster."""
    app.cli.add_command(demo_cli)
