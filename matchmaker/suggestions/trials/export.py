"""The judgements of a comparison as a labelled collection in the BEIR layout, packed as a zip.

Queries and documents are organisations, ids those of the database: `flask match evaluate` and `flask match train`
read the unpacked folder. Names, addresses and numbers of both are struck out, and nobody who judged is named.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from matchmaker.foundation.database import db
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.suggestions.trials import queries
from matchmaker.suggestions.trials.models import Trial, TrialPair
from matchmaker.suggestions.trials.rules import GAIN

_MADE = (1980, 1, 1, 0, 0, 0)
"""The date in the archive, always the same: same judgements, same bytes."""

_SLICE = 500


@dataclass(frozen=True, slots=True)
class Export:
    """The archive and how many judged pairs it holds."""

    content: bytes
    pairs: int


def packed(trial: Trial) -> Export:
    """All graded pairs of `trial`: grade 2 suits, 1 partly, 0 not; of several judges the lower median."""
    pairs = db.session.scalars(queries.with_judgements(queries.pairs_of(trial.id))).unique().all()
    graded = [(pair, grade) for pair in pairs if (grade := _grade(pair)) is not None]
    asked = sorted({pair.organisation_id for pair, _grade_of in graded})
    found = sorted({pair.candidate_id for pair, _grade_of in graded})
    texts = _texts({*asked, *found})
    lines = [f"{pair.organisation_id}\t{pair.candidate_id}\t{grade}" for pair, grade in graded]
    files = {
        "queries.jsonl": _json_lines(asked, texts),
        "corpus.jsonl": _json_lines(found, texts),
        "qrels/test.tsv": "\n".join(["query-id\tcorpus-id\tscore", *lines, ""]),
    }
    return Export(_zip(f"comparison-{trial.id}", files), len(graded))


def _grade(pair: TrialPair) -> int | None:
    grades = [GAIN[said.verdict] for said in pair.judgements if said.verdict in GAIN]
    return median_low(grades) if grades else None


def _texts(ids: Iterable[int]) -> dict[int, str]:
    """What each organisation says of itself and of its open opportunities, without names."""
    ordered = sorted(ids)
    texts: dict[int, str] = {}
    for start in range(0, len(ordered), _SLICE):
        part = ordered[start : start + _SLICE]
        opportunities: dict[int, list[Opportunity]] = {}
        for one in db.session.scalars(queries.open_opportunities(*part)):
            opportunities.setdefault(one.organisation_id, []).append(one)
        for organisation in db.session.scalars(queries.whole_organisations(*part)):
            texts[organisation.id] = _text(organisation, opportunities.get(organisation.id, []))
    return texts


def _text(organisation: Organisation, opportunities: Iterable[Opportunity]) -> str:
    parts = [part for text in organisation.texts for part in (text.summary, text.description)]
    for one in opportunities:
        for text in one.texts:
            parts += [text.title, text.summary, text.offer, text.need, text.description, text.specification]
    return redactor_of(organisation)("\n".join(part for part in parts if part.strip()))


def _json_lines(ids: Iterable[int], texts: Mapping[int, str]) -> str:
    records: list[dict[str, Any]] = [{"_id": str(one), "title": "", "text": texts[one]} for one in ids]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _zip(folder: str, files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", _MADE), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
