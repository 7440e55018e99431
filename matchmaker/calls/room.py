"""What the room `calls` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.calls import actions, models  # noqa: F401 - tables register themselves
from matchmaker.calls.answers import deciding_views  # noqa: F401 - pages register themselves
from matchmaker.calls.answers import views as answer_views  # noqa: F401
from matchmaker.calls.blueprint import bp, staff_bp
from matchmaker.calls.passings import jobs  # noqa: F401 - jobs register themselves
from matchmaker.calls.passings import views as passing_views  # noqa: F401
from matchmaker.calls.postings import moving_views, views  # noqa: F401
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
