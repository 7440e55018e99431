"""Stored suggestions of candidates that are on few other lists: their mark, and how a refresh keeps them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.matching import MatchIndex
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.pairs import Pair

_SLICE = 500


Stored = Mapping[int, Mapping[int, int]]
"""Row ids by viewer and candidate."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Pairs to store for some viewers: all, those of them with the mark, and those that lose it."""

    wanted: frozenset[Pair]
    promised: frozenset[Pair]
    unmarked: frozenset[Pair]


def marked(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a suggestion with the mark."""
    return {**values, "is_promised": True}


def stored(viewers: Collection[int]) -> frozenset[Pair]:
    """Pairs of the viewers given that are stored with the mark."""
    columns = sa.select(Suggestion.organisation_id, Suggestion.candidate_id)
    promised = columns.where(Suggestion.is_promised.is_(True))
    found: set[Pair] = set()
    ordered = sorted(viewers)
    for start in range(0, len(ordered), _SLICE):
        part = promised.where(Suggestion.organisation_id.in_(ordered[start : start + _SLICE]))
        found.update((row.organisation_id, row.candidate_id) for row in db.session.execute(part))
    return frozenset(found)


def planned(
    index: MatchIndex, best: Mapping[int, Sequence[int]], stored_before: Stored, given: Collection[Pair], *, limit: int
) -> Plan:
    """What to store where `best` are the candidates by viewer: those of the pairs `given` keep their promised places.

    For them others stay away, as before: of the places that may move, first those not stored before. A candidate that
    is among the best by now needs no promise any more.
    """
    natural = {(viewer, candidate) for viewer, found in best.items() for candidate in found}
    untouched = min(index.settings.untouched_places, limit)
    held: dict[int, list[int]] = {viewer: [] for viewer in best}
    for viewer, candidate in sorted(set(given) - natural):
        if index.has(str(candidate)) and len(held[viewer]) < limit - untouched:
            held[viewer].append(candidate)
    wanted = {(viewer, candidate) for viewer, found in held.items() for candidate in found}
    promised = frozenset(wanted)
    for viewer, found in best.items():
        tail = sorted(found[untouched:limit], key=lambda candidate: candidate not in stored_before[viewer])
        stay = tail[: limit - untouched - len(held[viewer])]
        wanted.update((viewer, candidate) for candidate in (*found[:untouched], *stay, *found[limit:]))
    return Plan(frozenset(wanted), promised, frozenset(natural.intersection(given)))


def remarked(index: MatchIndex, values: Iterable[dict[str, Any]], plan: Plan) -> Iterator[dict[str, Any]]:
    """New values of suggestions, the promised ones with the mark; one that fell below the floor goes."""
    for row in values:
        if (row["organisation_id"], row["candidate_id"]) not in plan.promised:
            yield row
        elif row["score"] >= index.settings.exposure_floor:
            yield marked(row)
