"""What the room `introductions` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.accounts.closing import on_close
from matchmaker.accounts.models import User
from matchmaker.assets.requests.todos import waiting
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_essential, add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.foundation.working_days import set_provider
from matchmaker.introductions import (  # noqa: F401 - tables and pages register themselves
    actions,
    decisions,
    models,
    views,
)
from matchmaker.introductions.answers import views as answer_views  # noqa: F401 - pages register themselves
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.contacts import views as contact_views  # noqa: F401 - pages register themselves
from matchmaker.introductions.deadlines import jobs  # noqa: F401 - jobs register themselves
from matchmaker.introductions.deadlines.lapsing import release_of
from matchmaker.introductions.holidays import service as holidays
from matchmaker.introductions.holidays import views as holiday_views
from matchmaker.introductions.home import handovers
from matchmaker.introductions.home import views as home_views  # noqa: F401 - pages register themselves
from matchmaker.introductions.home.mending import todos
from matchmaker.introductions.letters import MEMBER_KINDS, STAFF_KINDS
from matchmaker.introductions.offices import views as office_views  # noqa: F401 - pages register themselves
from matchmaker.introductions.panels import Todo, add_todos
from matchmaker.introductions.proposals import views as proposal_views
from matchmaker.introductions.questions import views as question_views  # noqa: F401 - pages register themselves
from matchmaker.introductions.review import views as review_views
from matchmaker.introductions.wording import WORDING
from matchmaker.opportunities.actions import add_opportunity_action
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions.actions import add_pair_action


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(proposal_views.bp)
    app.register_blueprint(review_views.bp)
    app.register_blueprint(holiday_views.bp)
    add_wording(WORDING)
    add_navigation("introductions.home", _l("Home"), None, order=0)
    add_navigation("introductions.index", _l("Introductions"), Permission.INTRODUCTION_OWN, order=35)
    add_navigation("introductions_staff.index", _l("Introductions"), Permission.INTRODUCTION_BROKER, order=35)
    add_topic("introductions", _l("Introductions"), MEMBER_KINDS, order=10)
    add_topic(
        "introductions_staff", _l("Introductions to be brokered"), STAFF_KINDS, order=11,
        permission=Permission.INTRODUCTION_BROKER,
    )  # fmt: skip
    add_essential(["introduction_invitation"])
    set_provider(holidays.entered)
    add_todos(todos)
    add_todos(facility_todos)
    add_todos(handovers.todos)
    add_pair_action(actions.interest_in_candidate)
    add_pair_action(actions.proposal, for_staff=True)
    add_opportunity_action(actions.interest_in_opportunity)
    if release_of not in on_close:
        on_close.append(release_of)


def facility_todos(user: User, organisation: Organisation | None) -> list[Todo]:
    """Requests for facilities in which it is the person's turn; their room lies upstream of the home pages."""
    return [Todo(one.text, one.url, one.is_late) for one in waiting(user, organisation)]
