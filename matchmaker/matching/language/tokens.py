"""A cleaned text cut into pieces by script: words, numbers, Korean and Japanese morphemes, single characters."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from matchmaker.matching.language.folding import fold
from matchmaker.matching.language.morphemes import Morpheme
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
_JAPANESE = re.compile(r"[\u3005\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_GERMAN_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{1,2}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Script(StrEnum):
    """What a piece is written in; Chinese characters and kana outside Japanese words come one by one."""

    WORD = "word"
    NUMBER = "number"
    HANGUL = "hangul"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    HAN = "han"
    JAPANESE = "japanese"


class Piece(NamedTuple):
    """A piece of text.

    `key` joins into glossary keys, `other_key` is the English reading of a German word and the dictionary's
    spelling of a Japanese one, `term` is what the piece becomes when no glossary concept covers it.
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


_START = itemgetter(Piece._fields.index("start"))
_SCRIPTS = {script.value: script for script in Script}


def has_hangul(text: str) -> bool:
    """Whether the text needs Korean morphemes."""
    return _SYLLABLE.search(text) is not None


def is_hangul(character: str) -> bool:
    """Whether one character, or '', is a Hangul syllable."""
    return "가" <= character <= "힣"


def has_japanese(text: str) -> bool:
    """Whether the text has kana or Chinese characters."""
    return _JAPANESE.search(text) is not None


def pieces(
    text: str,
    language: Language,
    morphemes: Sequence[Morpheme] = (),
    *,
    start: int = 0,
    end: int | None = None,
) -> list[Piece]:
    """Pieces of a cleaned text from `start` to `end`, in order.

    `morphemes` are those of this stretch. Without Korean ones Hangul comes as whole runs; Japanese characters that
    no morpheme covers come one by one.
    """
    found = _PIECE.finditer(text, start, len(text) if end is None else end)
    words = list(_of_morphemes(text, morphemes)) if morphemes else []
    if not words:
        return [_by_script(match, language) for match in found]
    covered = {place for word in words if word.script is Script.JAPANESE for place in range(word.start, word.end)}
    skipped = "hangul" if any(word.script is Script.HANGUL for word in words) else ""
    kept = [
        _by_script(match, language) for match in found if match.start() not in covered and match.lastgroup != skipped
    ]
    return sorted([*kept, *words], key=_START)


def joined_key(text: str, language: Language) -> str:
    """The keys of all pieces of a cleaned text without morphemes, joined: how a glossary term is found."""
    scripts = ((match[0], _SCRIPTS[match.lastgroup or ""]) for match in _PIECE.finditer(text))
    return "".join(_keys(surface, script, language)[0] for surface, script in scripts)


def _by_script(match: re.Match[str], language: Language) -> Piece:
    script = _SCRIPTS[match.lastgroup or ""]
    surface = match[0]
    key, other = _keys(surface, script, language)
    return Piece(surface, *match.span(), script, key, other, key)


@lru_cache(maxsize=100_000)
def _keys(surface: str, script: Script, language: Language) -> tuple[str, str]:
    if script is Script.NUMBER:
        return (plain_number(surface, language),) * 2
    if script is Script.HAN:
        return (fold(surface),) * 2
    if script is not Script.WORD:
        return surface, surface
    word = (surface if surface.isalpha() else _POSSESSIVE.sub("", surface)).casefold()
    english = stem(word, Language.EN)
    return (stem(word, Language.DE), english) if language is Language.DE else (english, english)


def plain_number(written: str, language: Language) -> str:
    """Digits with a decimal point and no thousands marks: `2,000` and German `2.000,5` are 2000 and 2000.5."""
    if language is Language.DE and _GERMAN_THOUSANDS.fullmatch(written):
        return written.replace(".", "").replace(",", ".")
    return _THOUSANDS.sub("", written) if "," in written else written


def _of_morphemes(text: str, morphemes: Sequence[Morpheme]) -> Iterator[Piece]:
    reached = 0
    for morpheme in morphemes:
        surface = text[morpheme.start : morpheme.end]
        script = _script_of(surface[:1])
        if morpheme.start < reached or script is None:
            continue
        form, start, reached, is_content, is_noun = morpheme
        if script is Script.HANGUL:
            yield Piece(surface, start, reached, script, surface, surface, form, is_content, is_noun)
        else:
            yield Piece(surface, start, reached, script, fold(surface), form, form, is_content, is_noun)


def _script_of(character: str) -> Script | None:
    if is_hangul(character):
        return Script.HANGUL
    return Script.JAPANESE if has_japanese(character) else None
