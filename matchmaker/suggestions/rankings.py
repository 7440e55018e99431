"""The engine's ranking behind each stored list, kept a little longer than what is shown: what a refresh goes by.

Weights of terms stand still between two full builds, so a pair gets another score only when one of its two sides
changes. The ranking of an organisation that did not change is therefore the one that is kept, with the changed
candidates taken out and put in anew. Whoever is not kept comes behind its end; only where so many left that the end
is among the places that are shown, the engine has to rank again.
"""

from array import array
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.suggestions import models

_SPARE = 10
"""Places kept beyond those that are shown; so many candidates may leave a list before it is ranked again."""
_SLICE = 500
_AT_ONCE = 10_000

_PAIR, _WHOLE = models.RankedPair.__table__, models.Ranking.__table__

Place = tuple[int, float]
"""A candidate and its score."""


def reach(limit: int) -> int:
    """How many places to ask the engine for where `limit` are shown."""
    return limit + _SPARE


def _order(place: Place) -> tuple[float, str]:
    """Best first, ties by id as the engine sorts it, which is text."""
    return -place[1], str(place[0])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates of one organisation in the order of the engine, as far as `last`, whose score is `floor`.

    Whoever is not among `places` comes behind that. A `floor` of 0: `places` are all there are.
    """

    places: tuple[Place, ...]
    floor: float
    last: int

    @classmethod
    def of(cls, ranked: Iterable[Place], *, asked: int) -> "Ranking":
        """The ranking where the engine gave `ranked` when it was asked for `asked` places."""
        places = tuple(ranked)
        return cls(places, 0.0, 0).cut(asked) if len(places) >= asked else cls(places, 0.0, 0)

    def cut(self, most: int) -> "Ranking":
        """Its first `most` places."""
        if len(self.places) < most:
            return self
        places = self.places[:most]
        return Ranking(places, places[-1][1], places[-1][0])

    def takes(self, place: Place) -> bool:
        """Whether `place` does not come behind the end."""
        return _order(place) <= _order((self.last, self.floor))

    def changed(self, left: Collection[int], entered: Iterable[Place], *, most: int) -> "Ranking":
        """The ranking without the candidates `left`, and with `entered` in their places; cut if it gets too long."""
        places = [place for place in self.places if place[0] not in left]
        for place in filter(self.takes, entered):
            insort(places, place, key=_order)
        found = replace(self, places=tuple(places))
        return found.cut(most) if len(places) > most else found

    def best(self, dismissed: Collection[int], limit: int) -> list[int] | None:
        """The first `limit` candidates without those `dismissed`; None where the ranking must be asked for anew."""
        found = [candidate for candidate, _score in self.places if candidate not in dismissed][:limit]
        return found if len(found) == limit or self.floor == 0.0 else None


def is_kept() -> bool:
    """Whether there are any rankings at all."""
    return db.session.scalar(sa.select(models.Ranking.organisation_id).limit(1)) is not None


def floors(among: Collection[int], below: float) -> dict[int, float]:
    """The score of the last place that is kept, by organisation: of those `among`, and of all where it is `below`.

    0 where the whole ranking is kept.
    """
    connection = db.session.connection()
    columns = sa.select(_WHOLE.c.organisation_id, _WHOLE.c.floor)
    found = dict(connection.execute(columns.where(_WHOLE.c.floor < below)).all())
    for part in _slices(sorted(among)):
        found.update(connection.execute(columns.where(_WHOLE.c.organisation_id.in_(part))).all())
    return found


def holding(candidates: Collection[int]) -> set[int]:
    """Organisations in whose ranking one of `candidates` is kept."""
    column = models.RankedPair.organisation_id
    found: set[int] = set()
    for part in _slices(sorted(candidates)):
        found.update(db.session.scalars(sa.select(column).where(models.RankedPair.candidate_id.in_(part))))
    return found


def stored(organisations: Collection[int]) -> dict[int, Ranking]:
    """The rankings that are kept of the organisations given."""
    ends: dict[int, Place] = {}
    places: dict[int, list[Place]] = {}
    connection = db.session.connection()
    for part in _slices(sorted(organisations)):
        whole = sa.select(_WHOLE.c.organisation_id, _WHOLE.c.last, _WHOLE.c.floor)
        for one, last, floor in connection.execute(whole.where(_WHOLE.c.organisation_id.in_(part))):
            ends[one], places[one] = (last, floor), []
        kept = sa.select(_PAIR.c.organisation_id, _PAIR.c.candidate_id, _PAIR.c.score)
        best_first = kept.where(_PAIR.c.organisation_id.in_(part)).order_by(_PAIR.c.score.desc())
        for one, candidate, score in connection.execute(best_first):
            places.setdefault(one, []).append((candidate, score))
    return {one: Ranking(_with_ties_by_id(places[one]), floor, last) for one, (last, floor) in ends.items()}


def _with_ties_by_id(places: list[Place]) -> tuple[Place, ...]:
    """`places`, which come best first; sorting them in full would take longer than reading them."""
    has_ties = any(one[1] == other[1] for one, other in pairwise(places))
    return tuple(sorted(places, key=_order) if has_ties else places)


def store(before: Mapping[int, Ranking], after: Mapping[int, Ranking]) -> None:
    """Keep `after` where `before` is what is kept by now; only what differs is written."""
    pair, whole = models.RankedPair, models.Ranking
    nothing = Ranking((), 0.0, 0)
    old = {one: frozenset(before.get(one, nothing).places) for one in after}
    gone = [(one, place) for one, found in after.items() for place in old[one].difference(found.places)]
    new = [(one, place) for one, found in after.items() for place in found.places if place not in old[one]]
    moved = {one: found for one, found in after.items() if one not in before or _end(before[one]) != _end(found)}
    is_pair = sa.and_(pair.organisation_id == sa.bindparam("one"), pair.candidate_id == sa.bindparam("other"))
    _execute(sa.delete(pair).where(is_pair), [{"one": one, "other": other} for one, (other, _score) in gone])
    _execute(sa.insert(pair), [_pair_row(one, place) for one, place in new])
    _execute(sa.delete(whole).where(whole.organisation_id == sa.bindparam("one")), [{"one": one} for one in moved])
    _execute(sa.insert(whole), [_row(one, found) for one, found in moved.items()])


def forget(organisations: Collection[int]) -> None:
    """Keep nothing of, and about, the organisations given."""
    pair, whole = models.RankedPair, models.Ranking
    for part in _slices(sorted(organisations)):
        db.session.execute(sa.delete(pair).where(pair.organisation_id.in_(part)))
        db.session.execute(sa.delete(pair).where(pair.candidate_id.in_(part)))
        db.session.execute(sa.delete(whole).where(whole.organisation_id.in_(part)))


class Gathered:
    """The rankings of a full build, 24 bytes for each place."""

    def __init__(self, limit: int) -> None:
        self.asked = reach(limit)
        self._ends: dict[int, Place] = {}
        self._viewers, self._candidates, self._scores = array("q"), array("q"), array("d")

    def add(self, organisation: int, ranked: Sequence[Place]) -> None:
        """Note what the engine gave when it was asked for `asked` places."""
        found = Ranking.of(ranked, asked=self.asked)
        self._ends[organisation] = found.last, found.floor
        for candidate, score in found.places:
            self._viewers.append(organisation)
            self._candidates.append(candidate)
            self._scores.append(score)

    def replace(self) -> None:
        """Keep these rankings and no others."""
        pair, whole = models.RankedPair, models.Ranking
        db.session.execute(sa.delete(pair))
        db.session.execute(sa.delete(whole))
        _execute(sa.insert(whole), [_row(one, Ranking((), end[1], end[0])) for one, end in self._ends.items()])
        for part in self._parts():
            _execute(sa.insert(pair), part)

    def _parts(self) -> Iterator[list[dict[str, Any]]]:
        columns = (self._viewers, self._candidates, self._scores)
        for start in range(0, len(self._viewers), _AT_ONCE):
            rows = zip(*(column[start : start + _AT_ONCE] for column in columns), strict=True)
            yield [_pair_row(one, (candidate, score)) for one, candidate, score in rows]


def _end(ranking: Ranking) -> Place:
    return ranking.last, ranking.floor


def _row(organisation: int, ranking: Ranking) -> dict[str, Any]:
    return {"organisation_id": organisation, "floor": ranking.floor, "last": ranking.last}


def _pair_row(organisation: int, place: Place) -> dict[str, Any]:
    return {"organisation_id": organisation, "candidate_id": place[0], "score": place[1]}


def _execute(statement: sa.Executable, values: list[dict[str, Any]]) -> None:
    if values:
        db.session.connection().execute(statement, values)


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE))
