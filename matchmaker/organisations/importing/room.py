"""What the import gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.organisations.importing import views, wording
from matchmaker.organisations.importing.cli import import_cli


def init_app(app: Flask) -> None:
    """Open the import."""
    app.register_blueprint(views.bp)
    app.cli.add_command(import_cli)
    add_wording(wording.WORDING)
    add_navigation("importing.index", _l("Import"), Permission.ORGANISATION_IMPORT, order=70)
