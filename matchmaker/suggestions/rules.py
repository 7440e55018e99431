"""What people may say about a suggestion, and how it is said."""

import math
from enum import StrEnum


class Basis(StrEnum):
    """What a suggestion rests on: offers and needs in both directions, in one, or alike profiles only."""

    TWO_WAY = "two_way"
    ONE_WAY = "one_way"
    SIMILARITY = "similarity"


class Direction(StrEnum):
    """Who gives: the reader (what I offer meets their need), the candidate, both, or nobody says."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"
    NONE = "none"


class Mark(StrEnum):
    """What a member did with a suggestion; it outlives every rebuild."""

    SAVED = "saved"
    DISMISSED = "dismissed"


class Grade(StrEnum):
    """A staff judgement of a pair."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


MIRRORED = {
    Direction.FORWARD: Direction.BACKWARD,
    Direction.BACKWARD: Direction.FORWARD,
    Direction.BOTH: Direction.BOTH,
    Direction.NONE: Direction.NONE,
}
"""The same direction seen from the other side."""

NOTABLE_SHARE = 0.25
"""A direction that carries less than this share of the shared words is not announced as one."""


def direction_of(forward: float, backward: float, *, has_need: bool) -> Direction:
    """Direction of a pair from the shared weight of its two directions; NONE when no need is stated."""
    total = forward + backward
    if not has_need or total <= 0:
        return Direction.NONE
    if min(forward, backward) >= NOTABLE_SHARE * total:
        return Direction.BOTH
    return Direction.FORWARD if forward >= backward else Direction.BACKWARD


WEAK = 33.0
"""Below so many points a suggestion is called a weak hint."""


def points(score: float) -> float:
    """The score as people read it, 0 to 100: 100 x the root of the engine's score.

    The engine's score is a weighted sum of cosines of short texts, good pairs lie near 0.2; the root keeps the order,
    0 and 1, and spreads the part of the scale that is used.
    """
    return 100.0 * math.sqrt(max(0.0, score))


def score_of(shown: float) -> float:
    """The engine's score behind `points`."""
    return (max(0.0, min(100.0, shown)) / 100.0) ** 2
