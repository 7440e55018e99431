"""What the two rows of each pair share: terms with the words of both sides, and codes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from matchmaker.matching.channels import SHARED, Channel
from matchmaker.matching.contents import Contents
from matchmaker.matching.explanation import Direction
from matchmaker.matching.pairing import Common, Couples, aligned
from matchmaker.matching.settings import Settings


class Shared(NamedTuple):
    """A term that two texts share: the product of its weights, and the words of both sides for it."""

    key: str
    value: float
    mine: str
    theirs: str


class Line(NamedTuple):
    """A code that two rows share, and what it counts before the codes of a pair are weighed as a whole."""

    code: str
    way: Direction
    value: float


def shared_terms(
    mine: Contents, theirs: Contents, couples: Couples, roles: tuple[str, str], *, only: np.ndarray
) -> list[list[Shared]]:
    """The terms that the texts of two roles share, a list for each pair; an empty one where `only` is false.

    Both contents have the same terms, as far as both have any: either goes on from the other.
    """
    places = np.flatnonzero(only)
    asked = couples[places]
    common = Common.of(mine.matrices[roles[0]], theirs.matrices[roles[1]], asked)
    owners = np.repeat(np.arange(len(asked)), np.diff(common.starts))
    told = list(
        map(
            Shared,
            mine.space.terms_at(common.terms),
            common.values.tolist(),
            mine.said(asked.rows[owners], common.terms),
            theirs.said(asked.columns[owners], common.terms),
        )
    )
    found: list[list[Shared]] = [[] for _ in range(len(couples))]
    for place, (first, last) in zip(places.tolist(), pairwise(common.starts.tolist()), strict=True):
        found[place] = told[first:last]
    return found


def shared_codes(
    mine: Sequence[Channel], theirs: Sequence[Channel], couples: Couples, settings: Settings
) -> list[list[Line]]:
    """The codes that each pair shares, as `score` counts them."""
    found: list[list[Line]] = [[] for _ in range(len(couples))]
    for one, other in aligned(mine, theirs):
        weight = settings.code_weights[one.name]
        forward = Common.of(one.supply, other.demand, couples)
        if one.name in SHARED:
            for lines, values in zip(found, forward, strict=True):
                lines.extend(_lines(one, values, Direction.BOTH, weight))
            continue
        backward = Common.of(one.demand, other.supply, couples)
        for lines, ahead, back in zip(found, forward, backward, strict=True):
            is_ahead = min(_sum(ahead), 1.0) >= min(_sum(back), 1.0)
            share = settings.stronger_share if is_ahead else 1.0 - settings.stronger_share
            lines.extend(_lines(one, ahead, Direction.FORWARD, weight * share))
            lines.extend(_lines(one, back, Direction.BACKWARD, weight * (1.0 - share)))
    return found


def _lines(channel: Channel, values: Sequence[tuple[int, float]], way: Direction, weight: float) -> list[Line]:
    """The shared codes of one direction, scaled down so that they count 1 at most, times `weight`."""
    if not values:
        return []
    total = max(_sum(values), 1.0)
    return [Line(channel.codes[column], way, value / total * weight) for column, value in values]


def _sum(values: Sequence[tuple[int, float]]) -> float:
    return sum(value for _, value in values)
