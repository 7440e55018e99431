"""Mails of calls; who the anchor is stands in none to somebody who may not know."""

from matchmaker.calls.models import Call, CallAnswer, CallPassing
from matchmaker.calls.presenting import title_of
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.organisations import queries as organisations
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.service import mail_members


def answered(call: Call) -> None:
    """Tell the anchor that an answer came in or was changed."""
    mail_members(call.organisation, "call_answered", call=call, path=f"/calls/{call.id}")


def decided(answer: CallAnswer) -> None:
    """Tell a supplier what became of its answer."""
    call = answer.call
    is_named = not call.is_anonymous or visibility.tier_for(answer.organisation, call.organisation) >= Tier.NAMED
    words = answer.decision_words if is_named else redactor_of(call.organisation)(answer.decision_words)
    mail_members(
        answer.organisation, "call_decided", call=call, answer=answer, words=words, title=title_of(call),
        path=f"/calls/{call.id}",
    )  # fmt: skip


def passed_on(passing: CallPassing) -> None:
    """Tell the brokers of a partner cluster that a call came in."""
    call = passing.call
    for person in db.session.scalars(organisations.brokers_of(passing.cluster)):
        outbox.post("call_passed_on", to=person.email, locale=person.locale, name=person.full_name, call=call,
                    title=title_of(call), cluster=passing.cluster, path=f"/staff/calls/{call.id}")  # fmt: skip


def invited(call: Call, organisation: Organisation) -> None:
    """Point an organisation to a call."""
    mail_members(organisation, "call_invitation", call=call, title=title_of(call), path=f"/calls/{call.id}")


def ended(call: Call) -> None:
    """Tell the agency's brokers who won, or that nobody did."""
    for person in db.session.scalars(organisations.brokers_of(call.organisation.cluster)):
        outbox.post("call_ended", to=person.email, locale=person.locale, name=person.full_name, call=call,
                    title=title_of(call), path=f"/staff/calls/{call.id}")  # fmt: skip
