"""What is searched: for each kind of row its text, who may read it, and where it leads."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import LazyString

from matchmaker.foundation.permissions import Actor
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Reader:
    """Who searches: staff, or a member with the organisation it speaks for."""

    actor: Actor
    organisation: Organisation | None
    language: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a find is called and where it is read."""

    title: str
    url: str


AnyColumns = sa.Select[*tuple[Any, ...]]
Texts = Callable[[Collection[int]], Mapping[int, str]]
Readable = Callable[[Reader], sa.Select[int] | None]
Headings = Callable[[Reader, Collection[int]], Mapping[int, Heading]]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of row that can be found.

    `rows`: id and time of the last change of every row; `texts`: what they say; `readable`: ids that a reader may
    open, None when such readers are shown none of this kind; `headings`: title and address of finds.
    """

    kind: str
    label: LazyString
    rows: Callable[[], AnyColumns]
    texts: Texts
    readable: Readable
    headings: Headings


_SOURCES: list[Source] = []


def add_source(source: Source) -> None:
    """Let rows of this kind be found; results come in the order in which sources were added."""
    if source.kind not in {one.kind for one in _SOURCES}:
        _SOURCES.append(source)


def sources() -> Sequence[Source]:
    """All kinds."""
    return tuple(_SOURCES)


def joined(parts: Collection[str | None]) -> str:
    """The parts of a text that there are, each on a line of its own."""
    return "\n".join(part for part in parts if part)
