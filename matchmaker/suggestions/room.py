"""What the room `suggestions` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.matching.cli import match_cli
from matchmaker.suggestions import (  # noqa: F401 - commands and jobs register themselves
    cli,
    context,
    coverage_cli,
    exposure_cli,
    jobs,
    staff_views,
    train_cli,
    views,
)
from matchmaker.suggestions.searching import room as searching
from matchmaker.suggestions.trials import room as trials
from matchmaker.suggestions.wording import WORDING


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(staff_views.bp)
    app.cli.add_command(match_cli)
    context.init_app(app)
    add_wording(WORDING)
    add_navigation("suggestions.index", _l("Suggestions"), Permission.SUGGESTION_OWN, order=30)
    add_navigation("staff_suggestions.index", _l("Suggestions"), Permission.SUGGESTION_ANY, order=30)
    searching.init_app(app)
    trials.init_app(app)
