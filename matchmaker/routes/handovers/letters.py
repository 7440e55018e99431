"""Mails of hand-overs: to whoever is to confirm, and back to the owner of the project."""

from collections.abc import Callable

from matchmaker.accounts.models import User
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.opportunities.presenting import organisation_title
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.queries import brokers_of, members_of
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for
from matchmaker.routes.models import Handover

MEMBER_KINDS = ("handover_offered", "handover_answered")
STAFF_KINDS = ("handover_waiting",)
CLUSTER = "SIHEUNG"
"""Where the assets stand: their brokers confirm for operators that have nobody here."""


def offered(row: Handover) -> None:
    """Ask the receiver's people to confirm; where nobody speaks for it, the brokers in whose care it is."""
    receiver = row.receiver or (row.asset.operator if row.asset is not None else None)
    people = _people(receiver) if receiver is not None else []
    for person in people:
        language = _two(person.locale)
        tier = tier_for(receiver, row.giver)
        tell = str if tier >= Tier.NAMED else redactor_of(row.giver)
        _post("handover_offered", row, person, tell=tell, giver=organisation_title(row.giver, tier, language))
    if not people:
        for person in db.session.scalars(brokers_of(receiver.cluster if receiver is not None else CLUSTER)):
            _post("handover_waiting", row, person, giver=row.giver.name(_two(person.locale)))


def answered(row: Handover) -> None:
    """Tell the owner's people what became of it."""
    for person in _people(row.giver):
        _post("handover_answered", row, person, receiver=_receiver(row, _two(person.locale)))


def _receiver(row: Handover, language: str) -> str:
    if row.receiver is not None:
        return organisation_title(row.receiver, tier_for(row.giver, row.receiver), language)
    return row.asset.name(language) if row.asset is not None else ""


def _people(organisation: Organisation) -> list[User]:
    return [one.user for one in db.session.scalars(members_of(organisation.id))]


def _post(kind: str, row: Handover, person: User, *, tell: Callable[[str], str] = str, **facts: object) -> None:
    title = tell(row.opportunity.title(_two(person.locale)))
    outbox.post(
        kind, to=person.email, locale=person.locale, name=person.full_name, handover=row, title=title, parts=(), **facts
    )


def _two(language: str) -> str:
    return "ko" if language == "ko" else "en"
