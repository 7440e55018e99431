"""Strikes out of a text whatever tells whose it is: names, addresses, numbers; pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.organisations.names import bare_name, domain_of, fold, registration_key

MARK = "■■■"
LONG_LATIN = 6
"""Letters from which a name is struck out inside longer words too; a shorter one ("Ion") only as a word."""
LONG_OTHER = 3
"""The same for Hangul, kana and han characters, of which each carries more."""

_ADDRESSES = re.compile(
    r"(?:https?://|www\.)[^\s<>()\"'가-힣]+|[\w.+%-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+",
    re.IGNORECASE | re.ASCII,
)
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_GAP = r"[\W_]{0,3}"
_RUN = re.compile(rf"{MARK}(?:[\s,/·-]*{MARK})+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What must not be read out of a text."""

    names: tuple[str, ...] = ()
    website: str | None = None
    numbers: tuple[str, ...] = ()
    """Registration and telephone numbers."""


class Redactor:
    """Strikes one organisation's identity out of any number of texts."""

    def __init__(self, identity: Identity) -> None:
        domain = domain_of(identity.website)
        sources = [*_name_patterns(identity.names), *_number_patterns(identity.numbers)]
        if domain:
            sources.append(rf"(?:[a-z0-9-]{{1,63}}\.){{0,5}}{re.escape(domain)}(?:/\S*)?")
        self._known = re.compile("|".join(sorted(sources, key=len, reverse=True))) if sources else None
        label = domain.split(".")[0] if domain else ""
        self._label = re.compile(rf"(?<![a-z0-9]){re.escape(label)}(?![a-z0-9])") if len(label) > 2 else None

    def __call__(self, text: str) -> str:
        """`text` with every trace replaced by `MARK`, and the rest as it was."""
        text = unicodedata.normalize("NFC", text)
        spans = [found.span() for found in _ADDRESSES.finditer(text)]
        folded, places = _fold_with_places(text)
        if self._known is not None:
            spans += [_span(found, places) for found in self._known.finditer(folded) if found[0]]
        if self._label is not None:
            spans += [span for found in self._label.finditer(folded) if _is_name(text, span := _span(found, places))]
        return _RUN.sub(MARK, _cut(text, spans))


def _name_patterns(names: Iterable[str]) -> list[str]:
    variants = {variant for name in names for variant in (name, bare_name(name))}
    return [pattern for variant in variants if (pattern := _name_pattern(variant))]


def _name_pattern(name: str) -> str:
    """A pattern over folded text for `name`, however its parts are joined: BioGen, Bio-Gen, bio gen."""
    pieces = [_fold_with_places(piece)[0] for piece in _PIECES.findall(unicodedata.normalize("NFC", name))]
    letters = "".join(pieces)
    if len(letters) < 2:
        return ""
    body = _GAP.join(re.escape(piece) for piece in pieces)
    if letters.isascii():
        return body if len(letters) >= LONG_LATIN else rf"(?<![a-z0-9]){body}(?![a-z0-9])"
    return body if len(letters) >= LONG_OTHER else rf"(?<!\w){body}"


def _number_patterns(numbers: Iterable[str]) -> list[str]:
    keys = {re.sub(r"\W", "", registration_key(number) or "").casefold() for number in numbers}
    return [_number_pattern(key) for key in keys if len(key) > 4]


def _number_pattern(key: str) -> str:
    """A pattern for `key` however it is grouped; of a long number the last eight digits are enough (+82-31 is 031)."""
    if key.isdigit() and len(key) > 9:
        return r"(?:\+?\d[\d\s().-]{0,6})?" + r"[\W_]{0,2}".join(key[-8:])
    return r"[\W_]{0,2}".join(re.escape(letter) for letter in key)


def _fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """`text` folded letter by letter, with the place in `text` that each letter came from."""
    letters = list(map(_folded, text))
    whole = "".join(letters)
    if len(whole) == len(text):
        return whole, range(len(text))
    return whole, [place for place, folded in enumerate(letters) for _letter in folded]


@lru_cache(maxsize=20_000)
def _folded(letter: str) -> str:
    """One letter or more; texts use few letters, and a search strikes names out of many texts."""
    return fold(letter) or letter


def _span(found: re.Match[str], places: Sequence[int]) -> tuple[int, int]:
    return places[found.start()], places[found.end() - 1] + 1


def _is_name(text: str, span: tuple[int, int]) -> bool:
    """Whether the first part of a web domain stands in `text` as a name (KAIST, Kaist), not as a plain word."""
    return any(letter.isupper() for letter in text[span[0] : span[1]])


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            parts += [text[done : max(start, done)], MARK]
            done = end
    return "".join([*parts, text[done:]])
