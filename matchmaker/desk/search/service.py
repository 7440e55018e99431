"""Searching: the finds of each kind, the newest first, with the words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.desk.search import queries
from matchmaker.desk.search.sources import Reader, Source, sources
from matchmaker.desk.search.terms import Question, question
from matchmaker.foundation.database import db
from matchmaker.suggestions.searching.marking import Marker, Part
from matchmaker.vocabulary import vocabulary

SHOWN = 5
"""Finds of each kind; with the kind chosen, `SHOWN_OF_KIND`."""
SHOWN_OF_KIND = 50
_BEFORE, _AFTER = 60, 180
"""Characters of an excerpt before and after the first word that was found."""


@dataclass(frozen=True, slots=True)
class Find:
    """Something found: where it leads, and the piece of text that says it."""

    title: str
    url: str
    excerpt: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Group:
    """The finds of one kind, and how many there are in all."""

    kind: str
    label: str
    finds: Sequence[Find]
    total: int


def search(text: str, reader: Reader, *, kind: str = "") -> list[Group]:
    """What `reader` may read that says every word of `text`, by kind; nothing for a text that says nothing."""
    asked = question(text)
    if not asked.words:
        return []
    marker = Marker.of(asked.surfaces, vocabulary().glossary)
    count = SHOWN_OF_KIND if kind else SHOWN
    saying = frozenset(db.session.scalars(queries.kinds_that_say(asked)))
    asked_for = [source for source in sources() if source.kind in saying and kind in {"", source.kind}]
    groups = (_group(source, asked, marker, reader, count) for source in asked_for)
    return [group for group in groups if group is not None]


def _group(source: Source, asked: Question, marker: Marker, reader: Reader, count: int) -> Group | None:
    readable = source.readable(reader)
    if readable is None:
        return None
    rows = db.session.execute(queries.found(source.kind, asked, readable, count=count)).all()
    if not rows:
        return None
    headings = source.headings(reader, [row[0] for row in rows])
    finds = [
        Find(headings[one].title, headings[one].url, excerpt(marker, body))
        for one, body, _total in rows
        if one in headings
    ]
    return Group(source.kind, str(source.label), finds, rows[0][2])


def excerpt(marker: Marker, body: str) -> Sequence[Part]:
    """The piece of `body` around the first word that was found, the words in it marked."""
    spans = marker.spans(body)
    begin = max(0, (spans[0][0] if spans else 0) - _BEFORE)
    end = min(len(body), (spans[0][0] if spans else 0) + _AFTER)
    cut = [Part("… ", False)] if begin else []
    rest: Iterable[Part] = [Part(" …", False)] if end < len(body) else []
    return (*cut, *marker.parts(body[begin:end]), *rest)
