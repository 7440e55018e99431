"""Labelled collections in the BEIR layout: corpus.jsonl, queries.jsonl, qrels/test.tsv."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.matching.language.analysis import Passage

MAX_GRADE = 100
"""Highest grade of relevance that is read; the measures keep a place for each grade."""


class EvaluationError(ValueError):
    """A collection that cannot be read; the message names the file and, where there is one, the line."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and queries as passages by id, and the judged grade of documents per query (above 0 only)."""

    name: str
    documents: Mapping[str, tuple[Passage, ...]]
    queries: Mapping[str, tuple[Passage, ...]]
    grades: Mapping[str, Mapping[str, int]]


def read(folder: Path) -> Collection:
    """The collection of a folder; queries without a relevant document are left out. EvaluationError if broken."""
    documents = dict(_passages(folder / "corpus.jsonl"))
    queries = dict(_passages(folder / "queries.jsonl"))
    path = folder / "qrels" / "test.tsv"
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line, query, document, grade in _judgements(path):
        if query not in queries:
            raise EvaluationError(f"{path}:{line}: no query {query!r} in queries.jsonl")
        if grade > 0:
            grades[query][document] = grade
    if not documents or not grades:
        raise EvaluationError(f"{path if documents else folder / 'corpus.jsonl'}: nothing to evaluate")
    judged = {query: passages for query, passages in queries.items() if query in grades}
    return Collection(folder.resolve().name, documents, judged, dict(grades))


def text_of(passages: Iterable[Passage]) -> str:
    """A document or query as one plain text, for methods that know no fields."""
    return " ".join(passage.text for passage in passages)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from ((number, line) for number, line in enumerate(stream, start=1) if line.strip())
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error


def _passages(path: Path) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    seen: set[str] = set()
    for line, content in _lines(path):
        identifier, passages = _passage(path, line, content)
        if identifier in seen:
            raise EvaluationError(f"{path}:{line}: id {identifier!r} occurs twice")
        seen.add(identifier)
        yield identifier, passages


def _passage(path: Path, line: int, content: str) -> tuple[str, tuple[Passage, ...]]:
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{path}:{line}: not JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("_id"), str | int):
        raise EvaluationError(f"{path}:{line}: no _id")
    metadata = record.get("metadata")
    stated = metadata.get("lang") if isinstance(metadata, dict) else None
    texts = (record.get("title") or "", record.get("text") or "")
    if not all(isinstance(text, str) for text in texts):
        raise EvaluationError(f"{path}:{line}: title and text must be strings")
    lang = stated if isinstance(stated, str) else None
    return str(record["_id"]), tuple(Passage(text, lang) for text in texts if text)


def _judgements(path: Path) -> Iterator[tuple[int, str, str, int]]:
    for line, content in _lines(path):
        row = next(csv.reader([content.rstrip("\r\n")], delimiter="\t", quoting=csv.QUOTE_NONE))
        if line == 1 and row[:1] == ["query-id"]:
            continue
        if len(row) != 3:
            raise EvaluationError(f"{path}:{line}: expected query-id, corpus-id, score")
        yield line, row[0], row[1], _grade(path, line, row[2])


def _grade(path: Path, line: int, written: str) -> int:
    try:
        grade = int(written)
    except ValueError as error:
        raise EvaluationError(f"{path}:{line}: score {written!r} is not a whole number") from error
    if grade > MAX_GRADE:
        raise EvaluationError(f"{path}:{line}: score {written!r} is above {MAX_GRADE}")
    return grade
