"""What the room `manufacturing` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.manufacturing import views
from matchmaker.manufacturing.wording import WORDING


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views.staff_bp)
    add_wording(WORDING)
    add_navigation("manufacturing.index", _l("For manufacturers"), Permission.MANUFACTURING_OWN, order=30,
                   in_cluster=True)  # fmt: skip
    add_navigation("manufacturing_staff.makers", _l("Manufacturers"), Permission.MANUFACTURING_ANY, order=30,
                   in_cluster=True)  # fmt: skip
