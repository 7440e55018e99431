"""Texts of a file made fit for a profile: their language, their first sentences, their parts put together; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.organisations.rules import DESCRIPTION_MAX, SUMMARY_MAX

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[^a-z\s])|(?<=[。！？])")
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Co|Corp|Ltd|No|St|Dr|Mr|Ms|vs|etc|approx|e\.g|i\.e|[A-Z]))\.$")
HANGUL_SHARE = 0.15
"""Share of Hangul among letters from which a text is Korean: product names in Latin letters are common in it."""


@dataclass(frozen=True, slots=True)
class Text:
    """What an organisation says of itself in one language, within the limits of a profile."""

    summary: str
    description: str
    was_cut: bool


def hangul_share(text: str) -> float:
    """Share of Hangul among the letters of `text`, 0 to 1."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0


def language_of(text: str) -> str:
    """`ko`, `ja` or, for everything in Latin letters, `en`."""
    if hangul_share(text) >= HANGUL_SHARE:
        return "ko"
    return "ja" if _KANA.search(text) else "en"


def sentences(text: str) -> list[str]:
    """Sentences of `text`; not cut after abbreviations such as “Inc.”."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += " " + part
        elif part.strip():
            found.append(part.strip())
    return found


def first_sentences(text: str, limit: int) -> str:
    """As many whole sentences as fit into `limit` characters; a first one too long is cut between words."""
    if len(text) <= limit:
        return text
    taken = ""
    for sentence in sentences(text):
        longer = f"{taken} {sentence}".strip()
        if len(longer) > limit:
            break
        taken = longer
    return taken or text[: limit - 1].rsplit(maxsplit=1)[0][: limit - 1].rstrip(" ,;:") + "…"


def once(text: str) -> str:
    """`text` without its second half where that repeats the first, as careless exports write it."""
    half, odd = divmod(len(text), 2)
    if half > 80 and text[:half].strip() == text[half + odd :].strip():
        return text[:half].strip()
    return text


def compose(summaries: Iterable[str], prose: Iterable[str], facts: Iterable[str]) -> dict[str, Text]:
    """Texts by language. Facts (line of business, products) are the summary where their language has no prose."""
    by_language: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for place, texts in enumerate((summaries, prose)):
        for text in filter(None, texts):
            by_language.setdefault(language_of(text), ([], [], []))[place].append(once(text))
    stated = [fact.rstrip(" .") for fact in facts if fact]
    if stated:
        line = ". ".join(dict.fromkeys(stated))
        by_language.setdefault(language_of(line), ([], [], []))[2].append(line)
    return {language: _text(*parts) for language, parts in sorted(by_language.items())}


def _text(summaries: list[str], prose: list[str], facts: list[str]) -> Text:
    body, line = "\n\n".join(prose), "".join(facts)
    short = " ".join(summaries) or body or line
    summary = first_sentences(short, SUMMARY_MAX)
    new_facts = line if line and line != short and line.casefold() not in body.casefold() else ""
    rest = [short if short not in {summary, body} else "", body if body != summary else "", new_facts]
    whole = "\n\n".join(filter(None, rest))
    description = first_sentences(whole, DESCRIPTION_MAX)
    return Text(summary, description, was_cut=description != whole)
