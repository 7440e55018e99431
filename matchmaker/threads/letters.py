"""Mails of messages: to all other readers of the lane, each in their language; never to anybody else."""

from collections.abc import Iterator
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.queries import brokers_of, members_of
from matchmaker.organisations.visibility import tier_for
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.queries import staff_who_wrote
from matchmaker.threads.rules import Lane, Reader, excerpt
from matchmaker.threads.standing import lanes_open_to


def tell(message: ThreadMessage) -> None:
    """Write to everybody who reads the lane, but for the author."""
    introduction = message.introduction
    for side in _sides(introduction, message.lane):
        for membership in db.session.scalars(members_of(side.id)):
            reader = Reader(membership.user.as_actor(), side.id)
            if _is_reader(membership.user, reader, message):
                _to_member(message, membership.user, side)
    for person in _staff(introduction, message.lane):
        if _is_reader(person, Reader(person.as_actor()), message):
            _to_staff(message, person)


def _is_reader(user: User, reader: Reader, message: ThreadMessage) -> bool:
    """The last word on who is written to, whatever list they stand on: the lanes that are open to them."""
    may_read = message.lane in lanes_open_to(message.introduction, reader)
    return user.is_active and user.id != message.author_id and may_read


def _sides(introduction: Introduction, lane: Lane) -> list[Organisation]:
    """Sides whose members read the lane."""
    sides = {
        Lane.REQUESTER: [introduction.from_organisation],
        Lane.COUNTERPART: [introduction.to_organisation],
        Lane.ALL: [introduction.from_organisation, introduction.to_organisation],
    }
    return sides.get(lane, [])


def _staff(introduction: Introduction, lane: Lane) -> list[User]:
    """The broker in charge (while nobody is: all who could be), co-brokers of the sides, and who wrote here before."""
    found = {person.id: person for person in _brokers(introduction, lane)}
    found |= {person.id: person for person in db.session.scalars(staff_who_wrote(introduction.id, lane))}
    return list(found.values())


def _brokers(introduction: Introduction, lane: Lane) -> Iterator[User]:
    in_charge = introduction.broker if introduction.broker is not None and introduction.broker.is_active else None
    if in_charge is not None:
        yield in_charge
    sides = _sides(introduction, lane) or [introduction.from_organisation, introduction.to_organisation]
    for side in sides:
        for person in db.session.scalars(brokers_of(side.cluster)):
            if in_charge is None or person.role is Role.CO_BROKER:
                yield person


def _to_member(message: ThreadMessage, person: User, own: Organisation) -> None:
    """The other side is named by the tier reached."""
    other, language = message.introduction.other_side(own.id), _two(person.locale)
    counterpart = present(other, tier_for(own, other), language).title
    who = own.name(language) if message.author_side_id == own.id else counterpart
    outbox.post(
        "thread_message", to=person.email, locale=person.locale, name=person.full_name, about=counterpart,
        organisation="" if message.by_staff else who, for_staff=False, **_facts(message),
    )  # fmt: skip


def _to_staff(message: ThreadMessage, person: User) -> None:
    language, row = _two(person.locale), message.introduction
    sides = {side.id: side.name(language) for side in (row.from_organisation, row.to_organisation)}
    kind = "thread_note" if message.lane is Lane.NOTES else "thread_message"
    outbox.post(
        kind, to=person.email, locale=person.locale, name=person.full_name,
        about=f"{sides[row.from_id]} – {sides[row.to_id]}", organisation=sides.get(message.author_side_id or 0, ""),
        for_staff=True, **_facts(message),
    )  # fmt: skip


def _facts(message: ThreadMessage) -> dict[str, Any]:
    """The beginning of the text, the number of files, never a file."""
    return {
        "author": message.author.full_name if message.author else "", "excerpt": excerpt(message.body),
        "files": len(message.attachments), "introduction_id": message.introduction_id, "lane": message.lane.value,
        "message_id": message.id,
    }  # fmt: skip


def _two(language: str) -> str:
    return "ko" if language == "ko" else "en"
