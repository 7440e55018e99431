"""What one may call those who meet, in a mail or on a page: by the tier that the reader's side has reached."""

from collections.abc import Collection, Mapping

from matchmaker.introductions.models import Introduction
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By, sides_of
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for, tiers_for


def pair_for(introduction: Introduction, organisation_id: int | None, language: str, tier: Tier | None = None) -> str:
    """Who meets, as one may say it to a reader: the other side by the tier reached, or both for helpers."""
    two = "ko" if language == "ko" else "en"
    for _side, organisation in sides_of(introduction):
        if organisation.id == organisation_id:
            other = introduction.other_side(organisation.id)
            return present(other, tier_for(organisation, other) if tier is None else tier, two).title
    return " – ".join(organisation.name(two) for _side, organisation in sides_of(introduction))


def pairs_for(meetings: Collection[Meeting], reader: Organisation | None, language: str) -> dict[int, str]:
    """`pair_for` of many meetings by their ids, in one query; `reader` None: staff."""
    tiers = tiers_of(meetings, reader)
    reader_id = reader.id if reader else None
    return {one.id: pair_for(one.introduction, reader_id, language, tiers.get(one.id)) for one in meetings}


def tiers_of(meetings: Collection[Meeting], reader: Organisation | None) -> Mapping[int, Tier]:
    """How much `reader` sees of the other side, by the ids of meetings, in one query; nothing for staff."""
    if reader is None:
        return {}
    others = {one.id: one.introduction.other_side(reader.id) for one in meetings}
    tiers = tiers_for(reader, others.values())
    return {meeting_id: tiers[other.id] for meeting_id, other in others.items()}


def actor_name(by: By, introduction: Introduction, organisation_id: int | None, language: str) -> str:
    """Who acted, as one may say it to a reader; empty for the agency."""
    if by.side is None:
        return ""
    if organisation_id == introduction.other_side(by.side.id).id:
        return pair_for(introduction, organisation_id, language)
    return by.side.name("ko" if language == "ko" else "en")


def side_name(organisation: Organisation | None, introduction: Introduction, reader: Organisation | None,
              language: str) -> str:  # fmt: skip
    """What a reader (None: staff) may call the organisation of somebody who takes part; empty for none."""
    if organisation is None:
        return ""
    two = "ko" if language == "ko" else "en"
    if reader is None or organisation.id == reader.id:
        return organisation.name(two)
    return pair_for(introduction, reader.id, language)
