"""Sentences of the demo cluster with the words of the glossary taken out, so that others can stand there."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from matchmaker.demo import reader
from matchmaker.matching.language.analysis import Analyser, Analysis, Passage
from matchmaker.matching.language.text import clean, sentences
from matchmaker.matching.settings import Settings
from matchmaker.vocabulary import vocabulary

LANGUAGES = ("ko", "en", "ja", "de")
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_SHORTEST = 12
_ENOUGH = 4


class Role(IntEnum):
    """What a sentence does in a listing."""

    OFFER_TITLE = 0
    NEED_TITLE = 1
    OFFER = 2
    NEED = 3
    PROFILE = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a concept in a sentence, and the words that stood there."""

    concept: str
    written: str


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence: literal text and slots in turn."""

    parts: tuple[str | Slot, ...]


@functools.cache
def demo() -> reader.DemoData:
    """The demo cluster."""
    return reader.read()


def side_of(opportunity: Mapping[str, Any]) -> str:
    """`offer`, `need` or `both`: what an opportunity of the demo cluster is."""
    return vocabulary().lists["profile_type"][opportunity["profile_type"]].extra["side"]


class Templates:
    """Templates by role, language and area."""

    def __init__(self) -> None:
        self._by_area: defaultdict[tuple[Role, str, str], list[Template]] = defaultdict(list)
        found: dict[tuple[Role, str, str], set[str]] = defaultdict(set)
        for role, language, text, areas in (*_profile_passages(), *_opportunity_passages()):
            for sentence in _sentences(text, is_title=role < Role.OFFER):
                found[role, language, sentence].update(areas)
        analyses = analyser().analyse_many([(Passage(sentence, language),) for _, language, sentence in found])
        for ((role, language, sentence), spoken_of), analysis in zip(found.items(), analyses, strict=True):
            template = Template(tuple(_parts(sentence, _concepts(analysis))))
            for area in ("", *sorted(spoken_of)):
                self._by_area[role, language, area].append(template)

    def of(self, role: Role, language: str, area: str) -> list[Template]:
        """Templates of an area, all of the role and language where the area has but few."""
        near = self._by_area.get((role, language, area), [])
        return near if len(near) >= _ENOUGH else self._by_area[role, language, ""]

    def everything(self) -> Iterator[Template]:
        """All templates, in a fixed order."""
        for (_, _, area), found in self._by_area.items():
            if not area:
                yield from found


@functools.cache
def templates() -> Templates:
    """The templates of the demo cluster, made once per process."""
    return Templates()


@functools.cache
def analyser() -> Analyser:
    """The product's analyser with its standard settings, made once per process."""
    return Analyser(vocabulary().glossary, Settings().text)


def _sentences(text: str, *, is_title: bool) -> Iterator[str]:
    """The sentences of a text without their marks, those aside that are too short to say something."""
    # Short forms that a text defines in brackets would hold beyond the sentence.
    plain = _BRACKETS.sub("", clean(text))
    for start, end in sentences(plain):
        sentence = plain[start:end].strip().rstrip(".。")
        if is_title or len(sentence) >= (_SHORTEST if sentence.isascii() else _SHORTEST // 2):
            yield sentence


def _concepts(analysis: Analysis) -> dict[str, str]:
    """The concept that each of the words of a sentence means: of all that they stand for, the heaviest."""
    heaviest: dict[str, str] = {}
    for term, weight in analysis.frequencies.items():
        written = analysis.surfaces.get(term, "")
        known = heaviest.get(written)
        if term.startswith("#") and written and (known is None or weight > analysis.frequencies[f"#{known}"]):
            heaviest[written] = term[1:]
    return heaviest


def _parts(sentence: str, concepts: Mapping[str, str]) -> Iterator[str | Slot]:
    if not concepts:
        yield sentence
        return
    written = "|".join(re.escape(words) for words in sorted(concepts, key=lambda words: (-len(words), words)))
    for place, part in enumerate(re.split(rf"(?<![A-Za-z0-9])({written})(?![A-Za-z0-9])", sentence)):
        yield Slot(concepts[part], part) if place % 2 else part


def _profile_passages() -> Iterator[tuple[Role, str, str, list[str]]]:
    """Role, language, text and areas of what organisations of the demo cluster say of themselves."""
    for organisation in demo().organisations:
        for language, texts in organisation.get("text", {}).items():
            for field in ("summary", "description", "international_experience"):
                if texts.get(field):
                    yield Role.PROFILE, language, texts[field], organisation["areas"]


def _opportunity_passages() -> Iterator[tuple[Role, str, str, list[str]]]:
    """The same of their opportunities."""
    for opportunity in (one for home in demo().organisations for one in home.get("opportunity", ())):
        side = side_of(opportunity)
        for language, texts in opportunity["text"].items():
            for field, text in texts.items():
                yield from ((role, language, text, opportunity["areas"]) for role in _roles(field, side))


def _roles(field: str, side: str) -> tuple[Role, ...]:
    headings = {"title": (Role.OFFER_TITLE, Role.NEED_TITLE), "summary": (Role.OFFER, Role.NEED)}
    if field in headings:
        offer, need = headings[field]
        return {"offer": (offer,), "need": (need,)}.get(side, (offer, need))
    own = Role.NEED if side == "need" else Role.OFFER
    fields = {"offer": Role.OFFER, "need": Role.NEED, "specification": own, "partner_role": Role.NEED}
    return (fields.get(field, Role.PROFILE),)
