"""Codes such as `PD-L1`, `CD19` and `ISO 13485`: one term each, however they are joined."""

from collections.abc import Iterator, Sequence

from matchmaker.matching.language.tokens import Piece, Script

_JOINTS = frozenset(("", *"-‐‑/."))
_MAX_PIECES = 6
_SCRIPTS = (Script.WORD, Script.NUMBER)


def codes(sentence: Sequence[Piece], text: str) -> Iterator[tuple[int, int]]:
    """First and behind last piece of runs with a figure or a single letter joined to more without a space."""
    first = 0
    for place in range(1, len(sentence) + 1):
        if place < len(sentence) and _is_joined(sentence[place - 1], sentence[place], text):
            continue
        run = sentence[first:place]
        if 1 < len(run) <= _MAX_PIECES and any(map(_is_telling, run)):
            yield first, place
        first = place


def is_numbered_name(left: Piece, right: Piece, gap: str) -> bool:
    """`ISO 13485` and `pH 7.4`: a name in capitals and its figure, written apart."""
    is_apart = gap == " " and left.script is Script.WORD and right.script is Script.NUMBER
    return is_apart and any(map(str.isupper, left.surface[1:]))


def _is_telling(piece: Piece) -> bool:
    return piece.script is Script.NUMBER or len(piece.surface) == 1


def _is_joined(left: Piece, right: Piece, text: str) -> bool:
    is_near = right.start - left.end < 2 and text[left.end : right.start] in _JOINTS
    return is_near and left.script in _SCRIPTS and right.script in _SCRIPTS
