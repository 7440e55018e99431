"""What the room `consortia` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.assets.records.uses import add_use
from matchmaker.consortia import models, views  # noqa: F401 - tables register themselves
from matchmaker.consortia.actions import team_for
from matchmaker.consortia.models import ConsortiumMember
from matchmaker.consortia.wording import SIDE_LABEL, WORDING
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.opportunities.actions import add_owner_action


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals["SIDE_LABEL"] = SIDE_LABEL
    add_wording(WORDING)
    add_navigation("consortia.index", _l("Consortia"), Permission.CONSORTIUM_BROKER, order=66)
    add_owner_action(team_for)
    add_use(ConsortiumMember.asset_id)
