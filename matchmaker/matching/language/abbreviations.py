"""Short forms a text defines in brackets: `chimeric antigen receptor (CAR)`, `세포·유전자치료제(CGT)`.

For letters of one script the rule of A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation
definitions in biomedical text, Pacific Symposium on Biocomputing 8 (2003), 451-462: every letter of the short form is
found in the long one, from right to left, the first at the beginning of a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker.matching.language.concepts import Match
from matchmaker.matching.language.reading import Sentence
from matchmaker.matching.language.tokens import Piece, Script

_BRACKET = re.compile(r"\(([^()\n]{2,40})\)")
_SHORT_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&/.\-]{1,9}")
_SHORT_HANGUL = re.compile(r"(?:이하 ?)?['\"‘“]?([가-힣]{2,6})['\"’”]?")
_JOINT = re.compile(r"[ ·・\-/&]?")
_MAX_LONG = 200
_MAX_PIECES = 12
_SPOKEN = frozenset({Script.WORD, Script.HAN, Script.KATAKANA})


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, its place in the text, and the pieces of its long form from `first` up to, not including, `last`.

    `is_spelt` says that its letters were found in the long form; a rule by position alone is less sure.
    """

    short: str
    at: int
    first: int
    last: int
    is_spelt: bool


def definitions(sentence: Sentence, matches: Sequence[Match]) -> Iterator[Definition]:
    """The definitions of a sentence, whose glossary concepts are `matches`."""
    pieces, text = sentence.pieces, sentence.text
    if not pieces or "(" not in text:
        return
    for bracket in _BRACKET.finditer(text, pieces[0].start, pieces[-1].end + 2):
        last = _pieces_before(pieces, text, bracket.start())
        short = _short_form(re.split("[;,:]", bracket[1])[0].strip())
        if last and short:
            yield from _definition(sentence, matches, short, text.find(short, bracket.start()), last)


def _definition(sentence: Sentence, matches: Sequence[Match], short: str, at: int, last: int) -> Iterator[Definition]:
    first = _spelt_out(short, sentence.pieces[:last], sentence.text)
    is_spelt = first is not None
    if first is None and short[0].isascii() and sentence.pieces[last - 1].script is not Script.WORD:
        first = _noun_run(sentence, matches, sum(map(str.isupper, short)), last)
    if first is not None and last - first <= _MAX_PIECES:
        yield Definition(short, at, first, last, is_spelt)
        if is_spelt and short.endswith("s") and short[-2].isupper():
            yield Definition(short[:-1], at, first, last, is_spelt)


def _pieces_before(pieces: Sequence[Piece], text: str, bracket: int) -> int:
    """How many pieces stand before the bracket, 0 when the last of them does not touch it."""
    count = next((place for place, piece in enumerate(pieces) if piece.start >= bracket), len(pieces))
    touches = count > 0 and not text[pieces[count - 1].end : bracket].strip()
    return count if touches else 0


def _short_form(inner: str) -> str:
    if _SHORT_LATIN.fullmatch(inner):
        return inner if sum(map(str.isupper, inner)) > 1 else ""
    hangul = _SHORT_HANGUL.fullmatch(inner)
    return hangul[1] if hangul else ""


def _spelt_out(short: str, before: Sequence[Piece], text: str) -> int | None:
    """The first piece of the long form in which the letters of `short` are found, None when there is none."""
    end = before[-1].end
    floor = max(before[0].start, end - _MAX_LONG)
    words = min(len(short) + 5, len(short) * 2)
    long = " ".join(text[floor:end].split(" ")[-words:])
    start = _first_letter(short.casefold(), long.casefold())
    if start is None or len(long) - start <= len(short) or short in long[start:]:
        return None
    return next((place for place, piece in enumerate(before) if piece.start >= end - len(long) + start), None)


def _first_letter(short: str, long: str) -> int | None:
    place = len(long)
    for number, letter in reversed(list(enumerate(short))):
        if not letter.isalnum():
            continue
        place -= 1
        while place >= 0 and (long[place] != letter or (number == 0 and place and long[place - 1].isalnum())):
            place -= 1
        if place < 0:
            return None
    return place


def _noun_run(sentence: Sentence, matches: Sequence[Match], words: int, last: int) -> int | None:
    """The concept that ends at `last`, else the nouns before it, at most one word for each capital."""
    for match in matches:
        if match.last == last:
            return match.first
    first: int | None = None
    for place in range(last - 1, max(-1, last - 1 - _MAX_PIECES), -1):
        piece = sentence.pieces[place]
        gap = sentence.text[piece.end : sentence.pieces[place + 1].start] if place + 1 < last else ""
        words -= gap != ""
        if not _JOINT.fullmatch(gap) or words <= 0 or not _is_noun(piece):
            break
        first = place
    return first


def _is_noun(piece: Piece) -> bool:
    return piece.script in _SPOKEN or (piece.is_noun and piece.script is not Script.NUMBER)
