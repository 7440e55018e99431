"""Mails of outcomes and obligations: to the sides, which name each other by tier, and to the brokers."""

from collections.abc import Iterable

from matchmaker.introductions import letters
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes.sight import sides_of


def to_sides(kind: str, introduction: Introduction, *, path: str, but_not: int | None = None, **facts: object) -> None:
    """Write mail `kind` to the members of both sides but those of organisation `but_not`; `path` is the page."""
    _to(kind, introduction, (side for side in sides_of(introduction) if side.id != but_not), path=path, **facts)


def to_side(kind: str, introduction: Introduction, side: Organisation, *, path: str, **facts: object) -> None:
    """Write mail `kind` to the members of one side."""
    _to(kind, introduction, (side,), path=path, **facts)


def _to(kind: str, introduction: Introduction, sides: Iterable[Organisation], **facts: object) -> None:
    for side in sides:
        letters.to_members(kind, introduction, side, for_staff=False, side=side, **facts)


def to_brokers(kind: str, introduction: Introduction, *, path: str, **facts: object) -> None:
    """Write mail `kind` to the broker in charge, or to all in whose care a side is."""
    letters.to_brokers(kind, introduction, for_staff=True, side=None, path=f"/staff{path}", **facts)
