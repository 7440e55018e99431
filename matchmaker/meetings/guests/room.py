"""What people from outside find of meetings."""

from flask import Flask

from matchmaker.meetings.guests import views


def init_app(app: Flask) -> None:
    """Open the page behind the links of their mails."""
    app.register_blueprint(views.bp)
