"""The stock: numbered sentences by role, language and theme, each made from its number alone."""

import functools
import itertools
import random
import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from benchmarks.listings.names import product_name
from benchmarks.listings.templates import LANGUAGES, Role, Slot, Templates, templates
from benchmarks.listings.themes import THEMES, Theme, Themes, themes
from matchmaker.vocabulary import Concept, vocabulary

SIZE = 160_000
_ROLE_SHARES = {
    Role.OFFER_TITLE: 0.07,
    Role.NEED_TITLE: 0.07,
    Role.OFFER: 0.28,
    Role.NEED: 0.23,
    Role.PROFILE: 0.35,
}
_LANGUAGE_SHARES = {"ko": 0.40, "en": 0.46, "ja": 0.08, "de": 0.06}
_EVERYDAY = frozenset({"general", "business", "quality", "regulatory"})
_KEEPS_EVERYDAY = 0.55
_KEEPS_OWN = 0.15
_STRAYS = 0.25
_KEEPS_FIGURE = 0.35
_NAMES_PRODUCT = 0.45
_NAMES_FIRST = 0.6
_PREFERRED = 0.45
_PRODUCTS = 1_000_000
_FIGURE = re.compile(r"(?<![A-Za-z0-9.,\-–<])(?<![A-Z] )\d[\d,.]*(?<![.,])(?![A-Za-z0-9>])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"\b([Aa])n?(?= (\w))")
_PARTICLES = {
    "을": "을를", "를": "을를", "이": "이가", "가": "이가", "은": "은는", "는": "은는", "과": "과와", "와": "과와"
}  # fmt: skip


@dataclass(frozen=True)
class Stock:
    """About `size` sentences of a seed.

    `starts` has the first number of each cell (role x language x theme), and the end.
    """

    seed: int
    size: int
    starts: np.ndarray
    themes: Themes
    templates: Templates

    def __len__(self) -> int:
        return int(self.starts[-1])

    def language(self, number: int) -> str:
        """Language of a sentence."""
        return LANGUAGES[self._cell(number) // THEMES % len(LANGUAGES)]

    def sentence(self, number: int) -> str:
        """The sentence of a number, without the mark at its end."""
        cell = self._cell(number)
        role, language = Role(cell // (THEMES * len(LANGUAGES))), LANGUAGES[cell // THEMES % len(LANGUAGES)]
        theme = self.themes.themes[cell % THEMES]
        source = random.Random(f"{self.seed}/{number}")  # noqa: S311
        template = source.choice(self.templates.of(role, language, theme.area))
        text = _filled(source, template.parts, theme, language)
        if source.random() < _NAMES_PRODUCT:
            name = product_name(int(_PRODUCTS * source.random() ** 1.5), language)
            text = f"{name}: {text}" if source.random() < _NAMES_FIRST else f"{text} – {name}"
        return text

    def written(self, number: int) -> str:
        """The sentence as it stands in a text: with its mark, which titles have none of."""
        is_title = self._cell(number) // (THEMES * len(LANGUAGES)) < Role.OFFER
        return self.sentence(number) + ("" if is_title else "。" if self.language(number) == "ja" else ".")

    def _cell(self, number: int) -> int:
        return int(np.searchsorted(self.starts, number, side="right")) - 1


@functools.cache
def stock(seed: int, size: int = SIZE) -> Stock:
    """The stock of a seed, of about `size` sentences; popular themes have more."""
    found = themes(seed)
    shares = np.array([_ROLE_SHARES[role] * _LANGUAGE_SHARES[lang] for role in Role for lang in LANGUAGES])
    counts = np.maximum(2, np.rint(size * np.outer(shares, found.popularity)).astype(np.int64))
    return Stock(seed, size, np.concatenate([[0], np.cumsum(counts.ravel())]), found, templates())


def _filled(source: random.Random, parts: tuple[str | Slot, ...], theme: Theme, language: str) -> str:
    text, used = "", set[str]()
    for part in parts:
        if isinstance(part, Slot):
            words, concept = _words(source, part, theme, language, used)
            used.add(concept)
            text += words[:1].upper() + words[1:] if not text and language in ("en", "de") else words
        else:
            literal = _FIGURE.sub(lambda found: _figure(source, found[0]), part)
            text += _agreeing(text, literal) if language == "ko" and text else literal
    return _ARTICLE.sub(_article, text) if language == "en" else text


def _words(source: random.Random, slot: Slot, theme: Theme, language: str, used: set[str]) -> tuple[str, str]:
    known = vocabulary().glossary.by_id
    concept = _concept(source, known[slot.concept], theme, used)
    forms = known[concept].surfaces(language)
    if concept == slot.concept or not forms:
        return slot.written, slot.concept
    written = forms[0] if source.random() < _PREFERRED else source.choice(forms)
    is_plural = language == "en" and slot.written.endswith("s") and written.islower() and not written.endswith("s")
    return written + "s" if is_plural else written, concept


def _concept(source: random.Random, own: Concept, theme: Theme, used: set[str]) -> str:
    if own.topic in _EVERYDAY:
        return own.id if source.random() < _KEEPS_EVERYDAY else _of_topic(source, own.topic, 3.0)
    chance = source.random()
    if chance < _KEEPS_OWN:
        return own.id
    if chance > 1.0 - _STRAYS:
        return _of_topic(source, source.choice(theme.topics), 1.0)
    for _ in range(3):
        found = source.choices(theme.concepts, cum_weights=_falling(len(theme.concepts)))[0]
        if found not in used:
            return found
    return own.id


@functools.cache
def _falling(count: int) -> tuple[float, ...]:
    return tuple(itertools.accumulate(1.0 / (place + 2.0) for place in range(count)))


@functools.cache
def _by_use() -> dict[str, tuple[str, ...]]:
    """Concepts of each topic, those that the demo cluster speaks of most first."""
    uses: defaultdict[str, int] = defaultdict(int)
    for template in templates().everything():
        for part in template.parts:
            if isinstance(part, Slot):
                uses[part.concept] += 1
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for concept in sorted(vocabulary().glossary, key=lambda concept: (-uses[concept.id], concept.id)):
        topics[concept.topic].append(concept.id)
    return {topic: tuple(found) for topic, found in topics.items()}


def _of_topic(source: random.Random, topic: str, skew: float) -> str:
    """A concept of a topic; the higher `skew`, the more often one that is much in use."""
    found = _by_use()[topic]
    return found[int(len(found) * source.random() ** skew)]


def _figure(source: random.Random, written: str) -> str:
    """Another figure of the same size and precision; years and spellings that are none stay."""
    bare = written.replace(",", "")
    if source.random() < _KEEPS_FIGURE or _YEAR.fullmatch(written) or bare.count(".") > 1:
        return written
    decimals = len(bare.partition(".")[2])
    value = round(float(bare) * source.choice((0.4, 0.5, 0.6, 0.8, 1.2, 1.25, 1.5, 1.75, 2.0, 3.0)), decimals)
    value = value or 1.0
    return f"{value:,.{decimals}f}" if "," in written else f"{value:.{decimals}f}"


def _agreeing(before: str, literal: str) -> str:
    """`literal` with the form of its leading particle that follows the last syllable of `before`."""
    pair = _PARTICLES.get(literal[:1])
    last = ord(before[-1]) - ord("가")
    if pair is None or not 0 <= last < 11172 or (len(literal) > 1 and not literal[1].isspace()):
        return literal
    return pair[0 if last % 28 else 1] + literal[1:]


def _article(found: re.Match[str]) -> str:
    return found[1] + ("n" if found[2].casefold() in "aeio" else "")
