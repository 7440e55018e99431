"""Candidates for the list of failures: queries that went wrong, with what misled the engine. Never for publication."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from matchmaker.matching.evaluation import (
    HEADLINE,
    Collection,
    EngineMethod,
    Judged,
    Ranking,
    Reader,
    judge,
    text_of,
)

_EACH = 10
_TERMS = 8
_TEXT = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """A query whose best judged document stands far down, against the document that stands first."""

    collection: str
    query: str
    text: str
    place: int | None
    wanted: str
    first: str
    terms_with_wanted: Sequence[str]
    terms_with_first: Sequence[str]

    def to_dict(self) -> dict[str, object]:
        """Fit for JSON."""
        return asdict(self)


def failures(reader: Reader, collection: Collection) -> list[Failure]:
    """The queries with the lowest nDCG@10; among equal ones those with the surest wrong document."""
    rankings: list[Ranking] = []
    method = EngineMethod(reader, reader.engine.channels[0])
    judged = judge(method, collection, sink=rankings.append)
    return [_failure(reader, collection, rankings[place]) for place in _worst(judged, rankings)]


def _worst(judged: Judged, rankings: Sequence[Ranking]) -> Iterator[int]:
    sureness = np.array([ranking.scores[0] if ranking.scores else 0.0 for ranking in rankings])
    order = np.lexsort((-sureness, judged.values[HEADLINE]))
    return (int(place) for place in order[:_EACH])


def _failure(reader: Reader, collection: Collection, ranking: Ranking) -> Failure:
    grades = collection.grades[ranking.query]
    places = {document: place for place, document in enumerate(ranking.documents, start=1)}
    wanted = min(grades, key=lambda document: (places.get(document, len(places) + 1), -grades[document]))
    first = ranking.documents[0] if ranking.documents else ""
    return Failure(
        collection=collection.name,
        query=ranking.query,
        text=text_of(collection.queries[ranking.query])[:_TEXT],
        place=places.get(wanted),
        wanted=text_of(collection.documents.get(wanted, ()))[:_TEXT],
        first=text_of(collection.documents.get(first, ()))[:_TEXT],
        terms_with_wanted=_shared(reader, collection, ranking.query, wanted),
        terms_with_first=_shared(reader, collection, ranking.query, first),
    )


def _shared(reader: Reader, collection: Collection, query: str, document: str) -> list[str]:
    analysed = reader.read(collection).analysed
    mine = analysed.queries[list(collection.queries).index(query)]
    names = list(collection.documents)
    theirs = analysed.documents[names.index(document)] if document in collection.documents else {}
    return sorted(mine.keys() & theirs.keys(), key=lambda term: (-mine[term] * theirs[term], term))[:_TERMS]
