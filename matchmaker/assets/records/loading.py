"""Loads the agency, the city, the anchor company, the seven facilities and their links; what is there stays."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from matchmaker.assets.models import Asset, AssetCode, AssetFact, AssetHours, AssetLink
from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters.models import Site
from matchmaker.foundation.database import db, now
from matchmaker.organisations.models import Organisation, OrganisationCode, OrganisationText
from matchmaker.organisations.parts import filled_fields
from matchmaker.organisations.rules import VettingState, completeness

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE = "cluster"
OLD_SOURCE = "demo"
"""Where these organisations came from before they were records of every installation."""
ORGANISATION_LISTS = {"areas": "area", "stages": "stage", "languages": "language"}
ASSET_LISTS = {"stages": "stage", "areas": "area", "capabilities": "unit_operation", "tags": "tag"}
_ORGANISATION_PLAIN = ("name_ko", "name_en", "org_type", "size_band", "country", "city", "cluster", "in_complex",
                       "is_anchor", "time_zone")  # fmt: skip
_ASSET_PLAIN = ("key", "name_ko", "name_en", "kind", "operator_ko", "operator_en", "district_ko", "district_en",
                "access_mode", "available_from", "latitude", "longitude", "lead_time_days", "needs_approval",
                "fee_model", "capacity_units", "training_ko", "training_en")  # fmt: skip


def read(folder: Path = DATA) -> dict[str, list[dict[str, Any]]]:
    """The records: `organisation`, `asset` and `link`. Raises tomllib.TOMLDecodeError for a broken file."""
    return tomllib.loads((folder / "assets.toml").read_text("utf-8"))


def load_assets() -> int:
    """Add what is not there yet; how many records were new."""
    content = read()
    organisations = _organisations(content["organisation"])
    known = set(db.session.scalars(sa.select(Asset.key)))
    sites = {site.key: site for site in db.session.scalars(sa.select(Site))}
    new = [entry for entry in content["asset"] if entry["key"] not in known]
    for entry in new:
        db.session.add(_asset(entry, organisations, sites))
    db.session.flush()
    keys = {entry["key"] for entry in new}
    return organisations.added + len(new) + _links([one for one in content["link"] if one["from"] in keys])


class _Organisations(dict[str, Organisation]):
    """The organisations of the records by key, and how many of them were new."""

    added = 0


def _organisations(entries: list[dict[str, Any]]) -> _Organisations:
    found = _Organisations()
    known = sa.select(Organisation).where(Organisation.source.in_((SOURCE, OLD_SOURCE)))
    there = {row.source_key: row for row in db.session.scalars(known)}
    for entry in entries:
        if entry["key"] in there:
            found[entry["key"]] = there[entry["key"]]
            continue
        found[entry["key"]] = _organisation(entry)
        db.session.add(found[entry["key"]])
        found.added += 1
    db.session.flush()
    return found


def _organisation(entry: dict[str, Any]) -> Organisation:
    organisation = Organisation(
        **{name: entry[name] for name in _ORGANISATION_PLAIN}, source=SOURCE, source_key=entry["key"], other_names=[],
        has_international_experience=entry["international_experience"], anonymity_tier=1,
        state=VettingState.APPROVED, submitted_at=now(), decided_at=now(),
    )  # fmt: skip
    organisation.texts = [OrganisationText(language=language, **text) for language, text in entry["text"].items()]
    organisation.codes = [
        OrganisationCode(list_name=list_name, code=code)
        for field, list_name in ORGANISATION_LISTS.items()
        for code in entry[field]
    ]
    organisation.completeness = completeness(filled_fields(organisation))
    return organisation


def _asset(entry: dict[str, Any], organisations: dict[str, Organisation], sites: dict[str, Site]) -> Asset:
    texts = entry["text"]
    asset = Asset(
        **{name: entry[name] for name in _ASSET_PLAIN if name in entry},
        legal_status=LegalStatus(entry["legal_status"]),
        operator=organisations.get(entry.get("operator", "")), contact=organisations.get(entry.get("contact", "")),
        site=sites.get(entry.get("site", "")),
        **{f"{field}_{language}": texts[language].get(field, "")
           for field in ("summary", "description") for language in ("ko", "en")},
    )  # fmt: skip
    asset.codes = [
        AssetCode(list_name=list_name, code=code) for field, list_name in ASSET_LISTS.items() for code in entry[field]
    ]
    asset.facts = [AssetFact(**{name: _text(value) for name, value in fact.items()}) for fact in entry["fact"]]
    asset.hours = [
        AssetHours(weekday=day, first_hour=hours["first_hour"], end_hour=hours["end_hour"])
        for hours in entry.get("hours", [])
        for day in hours["weekdays"]
    ]
    return asset


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _links(entries: list[dict[str, Any]]) -> int:
    ids = dict(iter(db.session.execute(sa.select(Asset.key, Asset.id))))
    for entry in entries:
        db.session.add(
            AssetLink(
                asset_id=ids[entry["from"]],
                other_id=ids[entry["to"]],
                kind=entry["kind"],
                note_ko=entry["note_ko"],
                note_en=entry["note_en"],
            )
        )
    db.session.flush()
    return len(entries)
