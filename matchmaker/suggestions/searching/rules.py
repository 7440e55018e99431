"""What may be searched for, and how much is shown; pure."""

from enum import StrEnum

LONGEST = 200
"""Characters of a search; more would be a text to publish, not to search for."""

SHOWN = 10
SHOWN_MOST = 50
"""Results on the page, and when more are asked for."""

_FIRST_WIDE = "\u1100"
"""From here on one character may be a word: Hangul, kana, Chinese characters."""
_SHORTEST = 2


class Problem(StrEnum):
    """Why nothing was searched for."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_READY = "not_ready"
    TOO_FAST = "too_fast"


def problem_of(text: str) -> Problem | None:
    """What is wrong with a search, None when it can be asked."""
    if not text:
        return Problem.EMPTY
    if len(text) > LONGEST:
        return Problem.TOO_LONG
    letters = [char for char in text if char.isalnum()]
    if len(letters) >= _SHORTEST or any(char >= _FIRST_WIDE for char in letters):
        return None
    return Problem.TOO_SHORT
