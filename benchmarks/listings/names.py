"""Invented words: names of organisations and products, catalogue codes. None is taken from a list of real ones."""

import functools
import itertools
from collections.abc import Sequence

from matchmaker.matching.language.words import UNITS
from matchmaker.vocabulary import vocabulary

_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z")
_VOWELS = ("a", "e", "i", "o", "u")
_SYLLABLES = tuple(map("".join, itertools.product(_ONSETS, _VOWELS)))
_CODAS = ("n", "r", "l", "x", "s", "m", "th", "nd")
_HANGUL = tuple("가나다라마바사아자하거너더러머버서어고노도로모보소오구누두루무부수우기니디리미비시이해새재태호유")
_KATAKANA = tuple("アイウエオカキクケコサシスセソタチツテトナニノハヒフヘホマミムメモラリルレロ")
_ENDINGS = ("vax", "quil", "mera", "tron", "zyme", "flex", "plex", "core", "lis", "gen", "dra", "via")
_HANGUL_ENDINGS = ("벨", "닉스", "젠타", "로움", "온빛", "마루", "세움", "큐브")
_LEGAL_LATIN = ("Inc.", "Ltd", "GmbH", "AG", "K.K.", "SA", "LLC", "BV")
_STEP = 7_368_787
"""A prime: neighbours in number are far apart in spelling."""

_CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"


def _spelt(number: int, syllables: Sequence[str], length: int) -> str:
    place = number * _STEP % len(syllables) ** length
    letters = []
    for _ in range(length):
        place, rest = divmod(place, len(syllables))
        letters.append(syllables[rest])
    return "".join(letters)


def latin_name(number: int) -> str:
    """A word for the organisation of this number; the same word again after 4 million."""
    return (_spelt(number, _SYLLABLES, 3) + _CODAS[number % len(_CODAS)]).capitalize()


def organisation_names(number: int, *, is_domestic: bool) -> tuple[str, ...]:
    """Full names of an organisation: Korean and English ones at home, one with a legal form abroad."""
    latin = latin_name(number)
    if is_domestic:
        return f"㈜{_spelt(number, _HANGUL, 4)}", f"{latin} Co., Ltd."
    return (f"{latin} {_LEGAL_LATIN[number // 8 % len(_LEGAL_LATIN)]}",)


def product_name(number: int, language: str) -> str:
    """A word for a product or a method, in the script of a language."""
    if language == "ko" and number % 3:
        return _spelt(number, _HANGUL, 3) + _HANGUL_ENDINGS[number % len(_HANGUL_ENDINGS)]
    if language == "ja" and number % 3:
        return _spelt(number, _KATAKANA, 4)
    return (_spelt(number, _SYLLABLES, 3) + _ENDINGS[number % len(_ENDINGS)]).capitalize()


@functools.cache
def code_prefixes() -> tuple[str, ...]:
    """Three consonants each, none of them a unit or an abbreviation of the glossary."""
    known = {word.casefold() for concept in vocabulary().glossary for word in concept.abbreviations} | UNITS
    every = map("".join, itertools.product(_CONSONANTS, repeat=3))
    return tuple(prefix for prefix in every if prefix.casefold() not in known and len(set(prefix)) > 1)


def code(prefix: int, number: int) -> str:
    """The catalogue code of a prefix (its place in `code_prefixes`) and a number, such as `KXD-4410`."""
    return f"{code_prefixes()[prefix]}-{number}"
