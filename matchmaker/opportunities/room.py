"""What the room `opportunities` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.opportunities import desk_views, jobs, models, views  # noqa: F401 - tables and jobs register themselves
from matchmaker.opportunities.organisation_sections import all_here, published_here
from matchmaker.opportunities.wording import WORDING
from matchmaker.organisations.sections import Place, add_section


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(desk_views.bp)
    add_wording(WORDING)
    add_topic(
        "opportunities", _l("Your offers and needs"),
        {"opportunity_decided", "opportunity_expired", "opportunity_expiring"}, order=20,
        permission=Permission.OPPORTUNITY_OWN,
    )  # fmt: skip
    add_topic(
        "opportunities_staff", _l("Offers and needs to be vetted"), {"opportunity_submitted"}, order=21,
        permission=Permission.OPPORTUNITY_VET,
    )  # fmt: skip
    add_navigation("opportunities.index", _l("Offers and needs"), Permission.OPPORTUNITY_OWN, order=25)
    add_navigation("opportunity_desk.index", _l("Offers and needs"), Permission.OPPORTUNITY_VET, order=61)
    add_navigation("opportunity_desk.vetting", _l("Offer and need vetting"), Permission.OPPORTUNITY_VET, order=63)
    add_section(Place.PROFILE, "opportunities/_of_organisation.html", published_here, order=10)
    add_section(Place.STAFF, "opportunities/_of_organisation_staff.html", all_here, order=10)
