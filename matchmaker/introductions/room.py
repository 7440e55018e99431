"""What the room `introductions` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.accounts.closing import on_close
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_essential, add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.foundation.working_days import set_provider
from matchmaker.introductions import (  # noqa: F401 - tables, jobs and pages register themselves
    actions,
    decisions,
    home_views,
    jobs,
    models,
    office_views,
    proposing_views,
    question_views,
    staff_views,
    views,
)
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.holidays import service as holidays
from matchmaker.introductions.holidays import views as holiday_views
from matchmaker.introductions.lapsing import release_of
from matchmaker.introductions.letters import MEMBER_KINDS, STAFF_KINDS
from matchmaker.introductions.mending import todos
from matchmaker.introductions.panels import add_todos
from matchmaker.introductions.wording import WORDING
from matchmaker.opportunities.actions import add_opportunity_action
from matchmaker.suggestions.actions import add_pair_action


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.register_blueprint(proposing_views.bp)
    app.register_blueprint(staff_views.bp)
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
    add_pair_action(actions.interest_in_candidate)
    add_pair_action(actions.proposal, for_staff=True)
    add_opportunity_action(actions.interest_in_opportunity)
    if release_of not in on_close:
        on_close.append(release_of)
