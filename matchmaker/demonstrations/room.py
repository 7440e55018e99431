"""What the room `demonstrations` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.demonstrations import (  # noqa: F401 - pages and jobs register themselves
    certificate_views,
    jobs,
    plan_views,
    views,
)
from matchmaker.demonstrations.blueprint import bp, staff_bp
from matchmaker.demonstrations.letters import KIND
from matchmaker.demonstrations.measuring import AREA, kept_keys
from matchmaker.demonstrations.panels import panel, todos, trust_section
from matchmaker.demonstrations.wording import WORDING
from matchmaker.foundation.files import sweep_area
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.organisations.sections import Place, add_section


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(staff_bp)
    app.register_blueprint(certificate_views.bp)
    add_wording(WORDING)
    add_topic("demonstrations", _l("Joint demonstrations"), {KIND}, order=55)
    add_navigation("demonstrations.index", _l("Joint demonstrations"), Permission.DEMONSTRATION_OWN, order=50,
                   in_cluster=True)  # fmt: skip
    add_navigation("demonstrations_staff.index", _l("Joint demonstrations"), Permission.DEMONSTRATION_BROKER,
                   order=50, in_cluster=True)  # fmt: skip
    add_panel(panel)
    add_todos(todos)
    for place in Place:
        add_section(place, "demonstrations/_trust.html", trust_section, order=5)
    sweep_area(AREA, kept_keys)
