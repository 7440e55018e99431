"""What the room `calls` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.calls import (  # noqa: F401 - tables, jobs and pages register themselves
    actions,
    answer_views,
    jobs,
    models,
    moving_views,
    staff_views,
    views,
)
from matchmaker.calls.blueprint import bp, staff_bp
from matchmaker.calls.wording import WORDING
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_todos

MAILS = ("call_answered", "call_decided", "call_passed_on", "call_invitation", "call_ended")


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(staff_bp)
    add_wording(WORDING)
    add_topic("calls", _l("Calls of anchor companies"), MAILS, order=70)
    add_navigation("calls.index", _l("Calls"), Permission.CALL_OWN, order=40, in_cluster=True)
    add_navigation("calls_staff.index", _l("Calls"), Permission.CALL_BROKER, order=40, in_cluster=True)
    add_todos(actions.todos)
