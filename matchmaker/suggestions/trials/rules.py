"""What a blind comparison may be, what may be said in it, and what that is worth."""

from collections.abc import Iterable
from enum import StrEnum

from matchmaker.foundation.permissions import LEADERS, Actor

ORGANISATIONS_MIN, ORGANISATIONS_MAX, ORGANISATIONS_USUAL = 5, 100, 20
LENGTHS = (5, 10)
"""How many suggestions of each organisation are judged."""

LEARNED = "learned"
"""The setting that is no variant of the engine: its best partners in the order of the re-ranker in use."""


class TrialState(StrEnum):
    """PREPARING: waits for its lists; NOTHING: both settings gave the same lists, so there is nothing to judge."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    NOTHING = "nothing"


class Team(StrEnum):
    """Which of the two settings contributed a suggestion."""

    A = "a"
    B = "b"


class Verdict(StrEnum):
    """What a judge says of a pair."""

    SUITS = "suits"
    PARTLY = "partly"
    NOT = "not"
    UNSURE = "unsure"


GAIN = {Verdict.SUITS: 2, Verdict.PARTLY: 1, Verdict.NOT: 0}
"""Grade of a verdict; who cannot tell gives none."""


def mean_gain(verdicts: Iterable[Verdict]) -> float | None:
    """The mean grade of a pair over its judges, in [0, 2]; None when nobody could tell."""
    gains = [GAIN[verdict] for verdict in verdicts if verdict in GAIN]
    return sum(gains) / len(gains) if gains else None


def may_close(staff: Actor, *, is_judged: bool) -> bool:
    """Whoever judges ends a comparison of which every pair `is_judged`; managers end it at any time."""
    return is_judged or staff.role in LEADERS
