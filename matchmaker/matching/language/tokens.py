"""A cleaned text cut into pieces by script: words, numbers, Korean morphemes, single Japanese characters."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from matchmaker.matching.language.korean import Morpheme
from matchmaker.matching.language.text import Language
from matchmaker.matching.language.words import stem

_PIECE = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<hangul>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+)"
    r"|(?P<hiragana>[\u3041-\u309f])"
    r"|(?P<katakana>[\u30a1-\u30fa\u30fc-\u30ff])"
    r"|(?P<han>[\u3005\u3400-\u4dbf\u4e00-\u9fff])"
    r"|(?P<word>[^\W\d_\u1100-\u11ff\u3005\u3041-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]+"
    r"(?:['’]s\b)?)"
)
_SYLLABLE = re.compile(r"[가-힣]")
_POSSESSIVE = re.compile(r"['’]s$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Script(StrEnum):
    """What a piece is written in; Chinese characters and the two kana come one character a piece."""

    WORD = "word"
    NUMBER = "number"
    HANGUL = "hangul"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    HAN = "han"


class Piece(NamedTuple):
    """A piece of text.

    `key` joins into glossary keys, `other_key` is the English reading of a German word, `term` is what the
    piece becomes when no glossary concept covers it.
    """

    surface: str
    start: int
    end: int
    script: Script
    key: str
    other_key: str
    term: str
    is_content: bool = True
    is_noun: bool = True


_SCRIPTS = {script.value: script for script in Script}


def has_hangul(text: str) -> bool:
    """Whether the text needs Korean morphemes."""
    return _SYLLABLE.search(text) is not None


def pieces(text: str, language: Language, morphemes: Sequence[Morpheme] = ()) -> list[Piece]:
    """Pieces of a cleaned text in order. Hangul comes from `morphemes`, or as whole runs without them."""
    found = list(_by_script(text, language, skip_hangul=bool(morphemes)))
    if not morphemes:
        return found
    return sorted([*found, *_hangul_pieces(text, morphemes)], key=lambda piece: piece.start)


def _by_script(text: str, language: Language, *, skip_hangul: bool) -> Iterator[Piece]:
    for match in _PIECE.finditer(text):
        script = _SCRIPTS[match.lastgroup or ""]
        if script is Script.HANGUL and skip_hangul:
            continue
        surface = match.group()
        key, other = _keys(surface, script, language)
        yield Piece(surface, match.start(), match.end(), script, key, other, term=key)


def _keys(surface: str, script: Script, language: Language) -> tuple[str, str]:
    if script is Script.NUMBER:
        number = _THOUSANDS.sub("", surface) if "," in surface else surface
        return number, number
    if script is not Script.WORD:
        return surface, surface
    word = (surface if surface.isalpha() else _POSSESSIVE.sub("", surface)).casefold()
    english = stem(word, Language.EN)
    return (stem(word, Language.DE), english) if language is Language.DE else (english, english)


def _hangul_pieces(text: str, morphemes: Sequence[Morpheme]) -> Iterator[Piece]:
    reached = 0
    for morpheme in morphemes:
        surface = text[morpheme.start : morpheme.end]
        if morpheme.start < reached or not has_hangul(surface[:1]):
            continue
        reached = morpheme.end
        yield Piece(
            surface,
            morpheme.start,
            morpheme.end,
            Script.HANGUL,
            surface,
            surface,
            term=morpheme.form,
            is_content=morpheme.is_content,
            is_noun=morpheme.is_noun,
        )
