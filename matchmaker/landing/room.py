"""What the room `landing` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.assets.records.uses import add_use
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.landing import actions
from matchmaker.landing.blueprint import EVERY
from matchmaker.landing.checklists import views as checklist_views  # noqa: F401 - tables and pages register themselves
from matchmaker.landing.spaces import staff_views, views  # noqa: F401
from matchmaker.landing.spaces.models import SpaceUnit
from matchmaker.landing.talent import post_views  # noqa: F401
from matchmaker.landing.talent import views as talent_views  # noqa: F401
from matchmaker.landing.talent.models import TrainingSession
from matchmaker.landing.wording import WORDING


def init_app(app: Flask) -> None:
    """Open the room."""
    for one in EVERY:
        app.register_blueprint(one.bp)
        app.register_blueprint(one.staff_bp)
    add_wording(WORDING)
    add_topic("landing", _l("Space and talent: what becomes of demands and posts"),
              ("space_demand", "talent_post", "training_called_off"), order=80)  # fmt: skip
    for room, label, order, page in (
        ("spaces", _l("Spaces"), 60, "index"), ("checklists", _l("Soft landing"), 65, "index"),
        ("talent", _l("Talent and training"), 70, "index"),
    ):  # fmt: skip
        add_navigation(f"{room}.{page}", label, Permission.LANDING_OWN, order=order, in_cluster=True)
        add_navigation(f"{room}_staff.{page}", label, Permission.LANDING_BROKER, order=order, in_cluster=True)
    add_panel(actions.panel)
    add_todos(actions.todos)
    add_use(SpaceUnit.asset_id)
    add_use(TrainingSession.asset_id)
