"""Texts and questions as terms: morphemes of Korean, stems of other languages, concepts of the glossary."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from matchmaker.matching import Analyser, Passage
from matchmaker.matching.language.analysis import Analysis
from matchmaker.suggestions import indexes
from matchmaker.vocabulary import vocabulary

_CONCEPT = "#"
_DERIVED = ("~", "^")
"""Terms for how a word sounds or begins: they find what is alike, and here only what is meant is wanted."""
MOST_WORDS = 12
_REMEMBERED = 200_000
"""Characters of the latest passages that are kept as read while many texts are."""

_guard = Lock()


@lru_cache(maxsize=4)
def _own_analyser(digest: str) -> Analyser:  # noqa: ARG001 - another vocabulary makes another analyser
    return Analyser(vocabulary().glossary)


def analyser() -> Analyser:
    """The analyser of the index in use, else one of this process's own: its dictionaries are loaded once."""
    index = indexes.current()
    if index is not None:
        return index.analyser
    with _guard:
        return _own_analyser(vocabulary().digest)


def code_of(term: str) -> str:
    """A word of letters and digits for a term: no database takes it for anything but a word."""
    return "x" + hashlib.blake2s(term.encode(), digest_size=6).hexdigest()


def words_of(texts: Sequence[str]) -> list[str]:
    """The codes of the terms of each text, in a fixed order.

    Each word is read by itself too, as it is asked for: in its sentence it may be a part of a longer term.
    """
    reading = analyser().remembering(_REMEMBERED)
    fields = [[Passage(text), *map(Passage, dict.fromkeys(text.split()))] for text in texts]
    analyses = reading.analyse_many(fields)
    return [" ".join(sorted(code_of(term) for term in _telling(found))) for found in analyses]


def _telling(analysis: Analysis) -> Iterable[str]:
    return (term for term in analysis.frequencies if not term.startswith(_DERIVED) and " " not in term)


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: each word in one of several ways, each way a set of codes that must all be there.

    Empty `words`: there is nothing to look for. `surfaces` (term -> the words asked) mark the finds.
    """

    words: tuple[tuple[frozenset[str], ...], ...]
    surfaces: Mapping[str, str]


def question(text: str, *, using: Analyser | None = None) -> Question:
    """`text` understood; every word of it that says something must be found, in its own or in another language."""
    words = text.split()[:MOST_WORDS]
    reading = using or analyser()
    whole, *each = reading.analyse_many([(Passage(part),) for part in (" ".join(words), *words)])
    joined = [(term, said.casefold()) for term, said in whole.surfaces.items()
              if term.startswith(_CONCEPT) and len(said.split()) > 1]  # fmt: skip
    ways = []
    for word, found in zip(words, each, strict=True):
        own = _ways(found)
        spanning = [frozenset({code_of(term)}) for term, said in joined if word.casefold() in said.split()]
        if own:
            ways.append(tuple(dict.fromkeys((*own, *spanning))))
    return Question(tuple(ways), whole.surfaces)


def _ways(found: Analysis) -> list[frozenset[str]]:
    """Ways to say one word: all its morphemes or stems, or the concept that it names."""
    weights = {term: found.frequencies[term] for term in _telling(found)}
    concepts = {term: weight for term, weight in weights.items() if term.startswith(_CONCEPT)}
    plain = frozenset(code_of(term) for term in weights if not term.startswith(_CONCEPT))
    best = max(concepts.values(), default=0.0)
    named = [frozenset({code_of(term)}) for term, weight in concepts.items() if weight == best]
    return named or ([plain] if plain else [])


def as_fts5(asked: Question) -> str:
    """The question for SQLite's FTS5."""
    return " AND ".join(f"({_ways_as(ways, ' AND ', ' OR ')})" for ways in asked.words)


def as_tsquery(asked: Question) -> str:
    """The question for PostgreSQL's `to_tsquery`."""
    return " & ".join(f"({_ways_as(ways, ' & ', ' | ')})" for ways in asked.words)


def _ways_as(ways: Sequence[frozenset[str]], both: str, either: str) -> str:
    return either.join(f"({both.join(sorted(way))})" for way in ways)
