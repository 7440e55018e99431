"""What the room `outcomes` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.files import sweep_area
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.organisations.sections import Place, add_section
from matchmaker.outcomes import (  # noqa: F401 - tables, jobs and pages register themselves
    actions,
    evidence_views,
    jobs,
    member_views,
    models,
    staff_views,
    views,
)
from matchmaker.outcomes.blueprint import bp, staff_bp
from matchmaker.outcomes.evidence import AREA, kept_keys
from matchmaker.outcomes.ledger import list_views  # noqa: F401
from matchmaker.outcomes.wording import WORDING

OUTCOME_MAILS = ("outcome_claimed", "outcome_decided", "outcome_closed")
OBLIGATION_MAILS = ("obligation_promised", "obligation_proposed", "obligation_settled", "obligation_reminder")


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(staff_bp)
    add_wording(WORDING)
    add_topic("outcomes", _l("Outcomes of introductions"), OUTCOME_MAILS, order=50)
    add_topic("obligations", _l("Obligations: reminders and what became of them"), OBLIGATION_MAILS, order=60)
    add_navigation("outcomes.index", _l("Outcomes"), Permission.OUTCOME_OWN, order=45, beside="outcomes.obligations")
    add_navigation(
        "outcomes_staff.index", _l("Outcomes"), Permission.OUTCOME_BROKER, order=45,
        beside="outcomes_staff.obligations_in_care",
    )  # fmt: skip
    sweep_area(AREA, kept_keys)
    add_panel(actions.panel)
    add_section(Place.STAFF, "outcomes/_of_organisation.html", actions.of_organisation, order=60)
    add_todos(actions.todos)
