"""Mails of introductions: each to everybody it concerns, in their language, naming nobody they may not know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import AGENCY_OFFICE
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ContactView, present
from matchmaker.organisations.queries import brokers_of, members_of
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for

MEMBER_KINDS = tuple(
    f"introduction_{name}"
    for name in ("declined", "expired", "forwarded", "introduced", "lapses_soon", "need_info", "proposed", "question",
                 "refused", "reminder", "reply", "sent_on", "withdrawn", "withdrawn_for_you")
)  # fmt: skip
"""Mails to members, as named by their templates."""
STAFF_KINDS = tuple(
    f"introduction_{name}"
    for name in ("approval_wanted", "lapses_soon_staff", "office_refused", "overdue", "question_staff", "reply_staff",
                 "submitted", "taken_back")
)  # fmt: skip
"""Mails to brokers."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a mail goes to."""

    name: str
    email: str
    language: str


def readers_of(organisation: Organisation) -> list[Reader]:
    """Everybody who speaks for the organisation."""
    people = (row.user for row in db.session.scalars(members_of(organisation.id)))
    return [Reader(user.full_name, user.email, user.locale) for user in people]


def to_members(kind: str, introduction: Introduction, organisation: Organisation, **facts: object) -> None:
    """Write mail `kind` to everybody who speaks for `organisation`; the other side is named by the tier reached."""
    write(kind, introduction, organisation, readers_of(organisation), **facts)


def write(
    kind: str, introduction: Introduction, organisation: Organisation, readers: Sequence[Reader], **facts: object
) -> None:
    """Write mail `kind` of `organisation`'s side to `readers`."""
    other = introduction.other_side(organisation.id)
    tier = tier_for(organisation, other)
    for reader in readers:
        counterpart = present(other, tier, _two(reader.language))
        outbox.post(
            kind, to=reader.email, locale=reader.language, name=reader.name, introduction=introduction,
            own_name=organisation.name(_two(reader.language)), counterpart=counterpart.title, parts=(), **facts,
        )  # fmt: skip


def to_brokers(kind: str, introduction: Introduction, **facts: object) -> None:
    """Write mail `kind` to the broker in charge; while nobody is, to all brokers in whose care a side is."""
    to_staff(kind, introduction, _in_charge(introduction), **facts)


def to_offices(kind: str, introduction: Introduction, offices: Collection[str], **facts: object) -> None:
    """Write mail `kind` to `offices`: for the agency the broker in charge or all, for a cluster its co-brokers."""
    people = [] if AGENCY_OFFICE not in offices else _of_agency(introduction)
    people += db.session.scalars(queries.co_brokers_of([office for office in offices if office != AGENCY_OFFICE]))
    to_staff(kind, introduction, people, **facts)


def _of_agency(introduction: Introduction) -> list[User]:
    return [person for person in _in_charge(introduction) if person.cluster is None]


def to_staff(kind: str, introduction: Introduction, people: Sequence[User], **facts: object) -> None:
    """Write mail `kind` to members of staff, who may read both names."""
    for person in people:
        language = _two(person.locale)
        outbox.post(
            kind, to=person.email, locale=person.locale, name=person.full_name, introduction=introduction,
            requester=introduction.from_organisation.name(language),
            counterpart=introduction.to_organisation.name(language), parts=(), **facts,
        )  # fmt: skip


def _in_charge(introduction: Introduction) -> list[User]:
    broker = db.session.get(User, introduction.broker_id) if introduction.broker_id else None
    if broker is not None and broker.is_active:
        return [broker]
    sides = (introduction.from_organisation, introduction.to_organisation)
    found = {person.id: person for side in sides for person in db.session.scalars(brokers_of(side.cluster))}
    return list(found.values())


def tell_contacts(introduction: Introduction, organisation: Organisation) -> None:
    """Mail to `organisation` whom it can reach on the other side; where nobody speaks for it, to its first contact."""
    contacts = contacts_of(introduction.other_side(organisation.id))
    first = [one for one in contacts_of(organisation)[:1] if one.email]
    readers = readers_of(organisation) or [Reader(one.name, one.email, one.language) for one in first]
    write("introduction_introduced", introduction, organisation, readers, contacts=contacts)


def contacts_of(organisation: Organisation) -> tuple[ContactView, ...]:
    """Whom to reach at `organisation`: its contacts, or else the people who speak for it."""
    given = present(organisation, Tier.CONTACTS, "en").contacts
    if given:
        return given
    return tuple(
        ContactView(reader.name, "", reader.email, "", reader.language, index == 0)
        for index, reader in enumerate(readers_of(organisation))
    )


def _two(language: str) -> str:
    return "ko" if language == "ko" else "en"
