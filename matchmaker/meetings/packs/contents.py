"""A meeting pack put together: the same content for the page and the PDF."""

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.introductions.models import Introduction
from matchmaker.matching import Verdict
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.packs import sides
from matchmaker.meetings.packs.bilingual import Bilingual, Said, both, shortened
from matchmaker.meetings.packs.labels import ROLES
from matchmaker.meetings.packs.questions import Checked, questions
from matchmaker.meetings.packs.terms import shared_terms
from matchmaker.meetings.people import zones_of
from matchmaker.meetings.rules import MOST_PEOPLE
from matchmaker.meetings.times.reading import read
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import days
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tier_for
from matchmaker.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class SidePart:
    """One side: its name, its words, and what it may ask."""

    name: Bilingual
    said: tuple[Said, ...]
    questions: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row of the table: whose, what, and how the other side meets it."""

    by: Bilingual
    sentence: Bilingual
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes; `role` is empty for those who speak for a side."""

    name: str
    organisation: Bilingual
    role: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything in a pack, in both languages."""

    title: str
    names: Bilingual
    times: tuple[Bilingual, ...]
    place: str
    video: str
    owner: str
    people: tuple[Person, ...]
    sides: tuple[SidePart, SidePart]
    terms: tuple[Bilingual, ...]
    requirements: tuple[Requirement, ...]


def pack_of(meeting: Meeting, reader: Organisation | None) -> Pack:
    """The pack for the members of `reader`, the other side named by the tier reached; None: for staff and helpers.

    Needs the introduction's sides with their texts and codes (`queries.whole`).
    """
    introduction, today = meeting.introduction, days.today()
    firm, partner = introduction.from_organisation, introduction.to_organisation
    ours = sides.listing_of(firm, introduction.from_opportunity)
    theirs = sides.listing_of(partner, introduction.to_opportunity)
    our_checks, their_checks = sides.checks(ours, theirs, today), sides.checks(theirs, ours, today)
    us = sides.stance(firm, introduction.from_opportunity, ours, our_checks)
    them = sides.stance(partner, introduction.to_opportunity, theirs, their_checks)
    names = {one.id: name_of(one, reader) for one in (firm, partner)}
    first, second = names[firm.id], names[partner.id]
    return Pack(
        title=shortened(meeting.title, 200), names=Bilingual(f"{first.ko} – {second.ko}", f"{first.en} – {second.en}"),
        times=_times(meeting), place=meeting.place, video=meeting.video_link,
        owner=meeting.owner.full_name if meeting.owner else "", people=tuple(_people(meeting, names)),
        sides=(
            _side(first, firm, introduction.from_opportunity, (one.words for one in questions(us, them))),
            _side(second, partner, introduction.to_opportunity, (one.words for one in questions(them, us))),
        ),
        terms=_terms(introduction, sides.texts_of(ours), sides.texts_of(theirs)),
        requirements=(*_rows(first, our_checks), *_rows(second, their_checks)),
    )  # fmt: skip


def name_of(organisation: Organisation, reader: Organisation | None) -> Bilingual:
    """What `reader` may call an organisation."""
    if reader is None or reader.id == organisation.id:
        return Bilingual(organisation.name("ko"), organisation.name("en"))
    tier = tier_for(reader, organisation)
    return both(lambda language: present(organisation, tier, language).title)


def _side(
    name: Bilingual, organisation: Organisation, opportunity: Opportunity | None, asked: Iterable[Bilingual]
) -> SidePart:
    return SidePart(name, sides.one_liner(organisation, opportunity), tuple(asked))


def _times(meeting: Meeting) -> tuple[Bilingual, ...]:
    if meeting.starts_at is None or meeting.ends_at is None:
        return ()
    start, end, zones = meeting.starts_at, meeting.ends_at, list(dict.fromkeys(zones_of(meeting.introduction, meeting)))

    def clock(place: int) -> Bilingual:
        return both(lambda _language: str(read(start, end, zones).clocks[place]))

    return tuple(clock(place) for place in range(len(zones)))


def _people(meeting: Meeting, names: dict[int, Bilingual]) -> list[Person]:
    listed = sorted(
        meeting.participants, key=lambda one: (one.organisation_id is None, one.organisation_id or 0, one.id)
    )
    return [_person(one, names) for one in listed[:MOST_PEOPLE]]


def _person(one: MeetingParticipant, names: dict[int, Bilingual]) -> Person:
    return Person(one.full_name, names.get(one.organisation_id or 0, Bilingual("", "")), ROLES[one.role])


def _terms(introduction: Introduction, ours: list[str], theirs: list[str]) -> tuple[Bilingual, ...]:
    return shared_terms(ours, theirs, vocabulary().glossary, first=sides.concepts_of(introduction))


def _rows(by: Bilingual, checked: Iterable[Checked]) -> list[Requirement]:
    return [Requirement(by, one.sentence, one.verdict) for one in checked]
