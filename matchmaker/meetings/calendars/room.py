"""What calendars give to the application."""

from flask import Flask

from matchmaker.meetings.calendars import models, views  # noqa: F401 - the table registers itself


def init_app(app: Flask) -> None:
    """Open the pages of calendars."""
    app.register_blueprint(views.bp)
