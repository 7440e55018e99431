"""Generated listings as rows of the service's own database, inserted in bulk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import Base, db, now, transaction
from matchmaker.matching import Kind, Listing, Passage, Side
from matchmaker.opportunities.models import (
    Opportunity,
    OpportunityCode,
    OpportunityRequirement,
    OpportunityText,
)
from matchmaker.opportunities.rules import Gateway, OpportunityState, Strength
from matchmaker.organisations.models import (
    Organisation,
    OrganisationCode,
    OrganisationQuality,
    OrganisationText,
)
from matchmaker.organisations.rules import VettingState
from matchmaker.vocabulary import vocabulary

_CHUNK = 5_000
_LANGUAGE = "en"
_YEAR = timedelta(days=365)
_PROFILE_FIELDS = {"summary": ("summary", 500), "profile": ("description", 4000)}
_OPPORTUNITY_FIELDS = {
    "title": ("title", 256), "summary": ("summary", 500), "offer": ("offer", 2000), "need": ("need", 2000),
    "profile": ("description", 4000),
}  # fmt: skip
_OWN_CODES = ("area", "modality", "unit_operation", "therapeutic_area", "partnership_type", "technology_keyword")
_SOUGHT = ("org_type", "size_band", "country", "cluster")

Row = tuple[type[Base], dict[str, Any]]


def load(listings: Iterable[Listing]) -> None:
    """Insert organisations and published opportunities, a few thousand listings to a statement."""
    types = _profile_types()
    found = enumerate(listings, start=1)
    with transaction():
        while chunk := list(islice(found, _CHUNK)):
            rows: dict[sa.FromClause, list[dict[str, Any]]] = {}
            for number, listing in chunk:
                made = (
                    _organisation(listing)
                    if listing.kind is Kind.ORGANISATION
                    else _opportunity(listing, number, types)
                )
                for model, values in made:
                    rows.setdefault(model.__table__, []).append(values)
            for table in Base.metadata.sorted_tables:
                if table in rows:
                    db.session.execute(sa.insert(table), rows[table])


def _profile_types() -> dict[str, str]:
    """A type of opportunity for each stance."""
    types: dict[str, str] = {}
    for code in vocabulary().lists["profile_type"]:
        types.setdefault(code.extra["side"], code.code)
    return types


def number_of(organisation: str) -> int:
    """Row id of a generated organisation; they are numbered from 0."""
    return int(organisation) + 1


def _organisation(listing: Listing) -> Iterator[Row]:
    key = number_of(listing.organisation)
    name = next(iter(listing.texts["names"])).text
    yield Organisation, {
        "id": key, "name_en": name, "source_key": str(key), "source": "speed", "state": VettingState.APPROVED,
        "country": _one(listing, "country") or ("KR" if listing.side is Side.DOMESTIC else "US"),
        "cluster": _one(listing, "cluster") or "OTHER",
        "org_type": _one(listing, "org_type"), "size_band": _one(listing, "size_band"),
        **{name: _number(listing, name) for name in ("employees", "rnd_headcount", "year_established")},
    }  # fmt: skip
    for language, texts in _texts(listing, _PROFILE_FIELDS).items():
        yield OrganisationText, {"organisation_id": key, "language": language, **texts}
    for list_name in ("area", "stage"):
        for code in sorted(listing.codes.get(list_name, ())):
            yield OrganisationCode, {"organisation_id": key, "list_name": list_name, "code": code}
    for standard, fact in sorted(listing.facts.standards.items()):
        values = {"standard": standard, "status": fact.status, "valid_to": fact.valid_to}
        yield OrganisationQuality, {"organisation_id": key, **values}


def _opportunity(listing: Listing, key: int, types: dict[str, str]) -> Iterator[Row]:
    domestic = listing.side is Side.DOMESTIC
    yield Opportunity, {
        "id": key, "organisation_id": number_of(listing.organisation), "profile_type": types[listing.stance],
        "gateway": Gateway.OUTBOUND if domestic else Gateway.INBOUND, "state": OpportunityState.PUBLISHED,
        "published_at": now(), "expires_at": now() + _YEAR, "reference": f"SPEED-{key}",
        "stage_now": _one(listing, "stage"), "stage_next": next(iter(sorted(listing.seeks.get("stage", ()))), None),
    }  # fmt: skip
    for language, texts in _texts(listing, _OPPORTUNITY_FIELDS).items():
        yield OpportunityText, {"opportunity_id": key, "language": language, **texts}
    coded = {name: listing.codes.get(name, frozenset()) for name in _OWN_CODES}
    coded |= {f"sought_{name}": listing.seeks.get(name, frozenset()) for name in _SOUGHT}
    for list_name, codes in coded.items():
        for code in sorted(codes):
            yield OpportunityCode, {"opportunity_id": key, "list_name": list_name, "code": code}
    for wanted in listing.requirements:
        yield OpportunityRequirement, {
            "opportunity_id": key, "field": str(wanted.field), "operator": str(wanted.operator),
            "value": list(wanted.values), "unit": wanted.unit, "strength": Strength(str(wanted.strength)),
        }  # fmt: skip


def _texts(listing: Listing, fields: dict[str, tuple[str, int]]) -> dict[str, dict[str, str]]:
    """Columns by language, each with all columns, cut at what they hold."""
    found: dict[str, dict[str, str]] = {}
    for field, (column, longest) in fields.items():
        for passage in listing.texts.get(field, ()):
            texts = found.setdefault(passage.lang or _LANGUAGE, {name: "" for name, _length in fields.values()})
            texts[column] = _joined(texts[column], passage)[:longest]
    return found


def _joined(text: str, passage: Passage) -> str:
    return f"{text}\n{passage.text}" if text else passage.text


def _one(listing: Listing, name: str) -> str | None:
    return next(iter(sorted(listing.codes.get(name, ()))), None)


def _number(listing: Listing, name: str) -> int | None:
    found = listing.facts.numbers.get(name)
    return None if found is None else int(found)
