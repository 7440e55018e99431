"""What free-text search gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.suggestions.searching import views


def init_app(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views.staff_bp)
    add_navigation("search.index", _l("Search"), Permission.SUGGESTION_OWN, order=32)
    add_navigation("staff_search.index_for_staff", _l("Search"), Permission.SUGGESTION_ANY, order=65)
