"""What the room `routes` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.assets.records.uses import add_use
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.opportunities.actions import add_owner_action
from matchmaker.routes import models, views  # noqa: F401 - tables and pages register themselves
from matchmaker.routes.actions import route_of
from matchmaker.routes.blueprint import bp, staff_bp
from matchmaker.routes.handovers import views as handover_views  # noqa: F401 - pages register themselves
from matchmaker.routes.handovers.letters import MEMBER_KINDS, STAFF_KINDS
from matchmaker.routes.models import Handover
from matchmaker.routes.triads import jobs  # noqa: F401 - jobs register themselves
from matchmaker.routes.triads import views as triad_views  # noqa: F401 - pages register themselves
from matchmaker.routes.triads.presenting import box_of_pair
from matchmaker.routes.wording import POSITION_LABEL, WORDING
from matchmaker.suggestions.boxes import add_pair_box


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(staff_bp)
    add_wording(WORDING)
    app.jinja_env.globals["POSITION_LABEL"] = POSITION_LABEL
    add_navigation("routes.index", _l("Routes"), Permission.ROUTE_OWN, order=10, in_cluster=True)
    add_navigation("routes_staff.in_care", _l("Routes"), Permission.ROUTE_ANY, order=10, in_cluster=True)
    add_navigation("routes.triads", _l("Triads"), Permission.ROUTE_OWN, order=20, in_cluster=True)
    add_navigation("routes_staff.triads", _l("Triads"), Permission.ROUTE_ANY, order=20, in_cluster=True)
    add_topic("routes", _l("Hand-overs of projects"), MEMBER_KINDS, order=16)
    add_topic("routes_staff", _l("Hand-overs to be confirmed"), STAFF_KINDS, order=17, permission=Permission.ROUTE_ANY)
    add_pair_box(box_of_pair)
    add_owner_action(route_of)
    add_use(Handover.asset_id)
