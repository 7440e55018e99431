"""Raw member text made safe and plain: one Unicode form, no mark-up, bounded length, known language."""

import html
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

MAX_CHARACTERS = 50_000
"""Characters of one field that are read; what follows is ignored (the longest form field holds 4,000)."""

MAX_UNBROKEN = 60
"""Letters of one unbroken run that are read: no word is longer, and analysers slow down on such runs."""

_TAGS = re.compile(r"<!--.{0,2000}?-->|</?[a-zA-Z][^<>]{0,1000}>", re.DOTALL)
_SCRIPTS = re.compile(r"<(script|style)\b[^<>]{0,1000}>.{0,20000}?</\1\s{0,9}>", re.DOTALL | re.IGNORECASE)
_REPEATS = re.compile(r"(.)\1{5,}", re.DOTALL)
_UNBROKEN = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{{MAX_UNBROKEN}}})[^\W\d_]+")
# All but those that `_plain` surely leaves as they are: looking at each character of a text takes time.
_DOUBTFUL = re.compile(
    r"[^\n -~\u00ae-\u02ff\u2010-\u2027\u3001-\u303f\u3041-\u3096\u309b-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？\n\r\v\f;•·▪■●※]+(?=\s|$)|[\n。;；•▪■●※]")
_WORD = re.compile(r"[^\W\d_]+")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]+")
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-zA-ZÀ-ÖØ-öø-ÿ]+")

_ACCENTS = (("\u0300", "\u036f"), ("\u0483", "\u0489"), ("\u0591", "\u05bd"), ("\u0610", "\u061a"),
            ("\u064b", "\u065f"), ("\u1ab0", "\u1aff"), ("\u1dc0", "\u1dff"), ("\u20d0", "\u20ff"),
            ("\u3099", "\u309a"), ("\ufe00", "\ufe2f"))  # fmt: skip

_GERMAN = """
der die das und ist nicht mit für von zu den dem des ein eine einer einem einen auf auch sich im wir sie es
bei nach aus oder als wird werden sind wurde zur zum über durch unsere unser suchen bietet bieten sowie um
an haben hat kann dass noch nur vor bis mehr unter zwischen
"""
_GERMAN_MARKERS = frozenset(_GERMAN.split())
_UMLAUTS = frozenset("äöüß")
_CLEAR = 2
_ENGLISH = """
the and of to in is for with that on as are by from at an be this it or we our which has have its was were
their not also can will more than other into offers provides company looking seeking
"""
_ENGLISH_MARKERS = frozenset(_ENGLISH.split())


class Language(StrEnum):
    """Languages the engine reads; a text in any other one is cut into words as English is."""

    KO = "ko"
    EN = "en"
    JA = "ja"
    DE = "de"


def clean(raw: str) -> str:
    """`raw` in NFKC, without mark-up, control, zero-width and direction characters, bounded in length."""
    text = raw[:MAX_CHARACTERS]
    if "<" in text:
        text = _TAGS.sub(" ", _SCRIPTS.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    text = unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS]
    text = _DOUBTFUL.sub(lambda found: _plain(found[0]), text)
    return _UNBROKEN.sub(r"\1", _REPEATS.sub(r"\1\1\1", text))


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character in "\n\t\r":
        return "\n" if character != "\t" else " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in {"Cc", "Zl", "Zp"}:
        return "\n"
    return "" if category in {"Cf", "Co", "Cs", "Cn"} or _is_loose_accent(character) else character


def _is_loose_accent(character: str) -> bool:
    """Accents that found no letter to join: they say nothing and would cut words apart."""
    return any(first <= character <= last for first, last in _ACCENTS)


def detect_language(text: str) -> Language:
    """Language of `text` by script; German against English by function words and umlauts."""
    script = _language_of_script(text)
    if script is not None:
        return script
    german, english = _markers(text)
    return Language.DE if german > english else Language.EN


def _language_of_script(text: str) -> Language | None:
    if text.isascii():
        return None
    hangul, kana, han, latin = (sum(map(len, script.findall(text))) for script in (_HANGUL, _KANA, _HAN, _LATIN))
    if hangul and hangul * 4 >= latin and hangul >= kana:
        return Language.KO
    if (kana or han) and (kana + han) * 4 >= latin:
        return Language.JA
    return None


def _markers(text: str) -> tuple[int, int]:
    """How many different words that only German and that only English texts are full of; `DAS` and `ALS` are names."""
    words = {word.casefold() for word in _WORD.findall(text) if len(word) == 1 or not word.isupper()}
    german = sum(word in _GERMAN_MARKERS or not _UMLAUTS.isdisjoint(word) for word in words)
    return german, len(words & _ENGLISH_MARKERS)


def language_of(text: str, stated: str | None) -> Language:
    """The stated language when it is one we read (region ignored: `de-CH` is German), else the detected one."""
    code = (stated or "").replace("_", "-").split("-")[0].casefold()
    return Language(code) if code in list(Language) else detect_language(text)


def languages(text: str, stated: str | None) -> Iterator[tuple[int, int, Language]]:
    """Start, end and language of each sentence: a field may mix paragraphs of several languages."""
    whole = language_of(text, stated)
    for start, end in sentences(text):
        yield start, end, _language_within(text[start:end], whole)


def _language_within(sentence: str, whole: Language) -> Language:
    """The language of the whole text, unless script or at least two small words of the sentence say otherwise."""
    script = _language_of_script(sentence)
    if script is not None:
        is_hanja = script is Language.JA and whole is Language.KO and not _KANA.search(sentence)
        return whole if is_hanja else script
    german, english = _markers(sentence)
    if german >= _CLEAR and german > english:
        return Language.DE
    if whole is not Language.DE or (english >= _CLEAR and english > german):
        return Language.EN
    return whole


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a cleaned text; list items and lines count as sentences."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if text[start : end.start()].strip():
            yield start, end.start()
        start = end.end()
    if text[start:].strip():
        yield start, len(text)
