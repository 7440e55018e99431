"""Loads the vocabulary: all of it or, with the reasons, nothing."""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matchmaker.vocabulary.check import Reading, read
from matchmaker.vocabulary.codes import Code, CodeList
from matchmaker.vocabulary.faults import VocabularyError
from matchmaker.vocabulary.glossary import Concept, Glossary
from matchmaker.vocabulary.reading import Row, Table
from matchmaker.vocabulary.schema import GLOSSARY_TERMS, LABELS

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All coded lists and the glossary; `digest` is the SHA-256 of what they mean, in hex."""

    lists: Mapping[str, CodeList] = field(hash=False)
    glossary: Glossary
    digest: str

    def codes(self, name: str) -> CodeList:
        """One list; KeyError for a name that is not a list."""
        return self.lists[name]

    def label(self, name: str, code: str, locale: str) -> str:
        """Label of a code of the list `name`; see `CodeList.label`."""
        return self.lists[name].label(code, locale)


def load(folder: Path = DATA) -> Vocabulary:
    """The vocabulary of a data folder. Raises VocabularyError with every fault found."""
    reading = read(folder)
    if reading.faults:
        raise VocabularyError(reading.faults)
    return _vocabulary(reading)


@functools.cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, loaded once per process."""
    return load()


def _vocabulary(reading: Reading) -> Vocabulary:
    lists = {table.name: _code_list(table) for table in reading.lists}
    glossary = Glossary(tuple(_concept(table, row) for table in reading.glossary for row in table.rows))
    return Vocabulary(lists, glossary, _digest(lists, glossary))


def _code_list(table: Table) -> CodeList:
    return CodeList(table.name, tuple(_code(row, n) for n, row in enumerate(table.rows, start=1)))


def _code(row: Row, position: int) -> Code:
    labels = {lang: row[lang] for lang in LABELS if row[lang]}
    extra = {c: cell for c, cell in row.cells.items() if c and c != "code" and c not in LABELS}
    return Code(row["code"], labels, extra, int(extra.get("order", position)))


def _concept(table: Table, row: Row) -> Concept:
    terms = {lang: _terms(row, columns) for lang, columns in GLOSSARY_TERMS.items()}
    return Concept(
        id=row["id"],
        topic=table.name,
        terms={lang: found for lang, found in terms.items() if found},
        abbreviations=row.parts("abbreviations"),
        broader=row.parts("broader"),
        core=bool(row["core"]),
    )


def _terms(row: Row, columns: tuple[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for column in columns for part in row.parts(column)))


def _digest(lists: Mapping[str, CodeList], glossary: Glossary) -> str:
    """Independent of encoding, separators, spaces, file names' order and the order of concepts."""
    meaning = {
        "lists": {n: [[c.code, c.labels, c.extra, c.order] for c in codes] for n, codes in lists.items()},
        "glossary": [[c.id, c.topic, c.terms, c.abbreviations, c.broader, c.core] for c in glossary],
    }
    normal = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(normal.encode()).hexdigest()
