"""What the room `gateway` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.clusters.loading import add_loader
from matchmaker.foundation.i18n import keep_language_in_address
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.gateway import loading, models  # noqa: F401 - tables register themselves
from matchmaker.gateway.face import sitemap
from matchmaker.gateway.face import views as face
from matchmaker.gateway.face.assets import structured_data
from matchmaker.gateway.face.front import front_page
from matchmaker.gateway.funnels import views as funnels
from matchmaker.gateway.goals import views as goals
from matchmaker.gateway.relations import views as relations
from matchmaker.gateway.reports import views as reports
from matchmaker.gateway.showcase import staff_views as showcase_staff
from matchmaker.gateway.showcase import views as showcase
from matchmaker.gateway.wording import STEP_NAMES, WORDING
from matchmaker.introductions.home.front import set_front_page


def init_app(app: Flask) -> None:
    """Open the room."""
    for module in (face, sitemap, showcase, showcase_staff, goals, relations, reports, funnels):
        app.register_blueprint(module.bp)
    add_wording(WORDING)
    set_front_page(front_page)
    add_loader(loading.load)
    app.add_template_global(structured_data)
    app.jinja_env.globals["step_names"] = STEP_NAMES
    keep_language_in_address(*sitemap.PLAIN, "gateway_face.partner", "assets.show", "showcase.show")
    _add_entries()


def _add_entries() -> None:
    for endpoint, label, order in (
        ("gateway_face.cluster", _l("Cluster"), 5), ("showcase.index", _l("Showcase"), 6),
        ("gateway_goals.progress", _l("Goals and progress"), 7),
    ):  # fmt: skip
        add_navigation(endpoint, label, None, order=order, in_cluster=True, in_line_for_visitors=True)
    add_navigation("gateway_funnels.index", _l("Two funnels"), Permission.GATEWAY_REPORT, order=80, in_cluster=True)
    add_navigation("gateway_goals.index", _l("Goals"), Permission.GOAL_MANAGE, order=85, in_cluster=True)
    add_navigation(
        "showcase_staff.index", _l("Sentences of the showcase"), Permission.OPPORTUNITY_VET, order=82, in_cluster=True
    )
