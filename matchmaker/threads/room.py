"""What the room `threads` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation import files
from matchmaker.foundation.database import db
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.threads import jobs, queries, staff_views, views  # noqa: F401 - jobs register themselves
from matchmaker.threads.panels import panel, todos
from matchmaker.threads.service import AREA
from matchmaker.threads.wording import WORDING


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(staff_views.bp)
    add_wording(WORDING)
    add_topic("messages", _l("Messages"), {"thread_message", "thread_note"}, order=35)
    add_panel(panel)
    add_todos(todos)
    files.sweep_area(AREA, lambda: db.session.scalars(queries.kept_files()))
