"""Loads the vision and the relations that every installation has; what staff changed stays."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.gateway.models import Goal, GoalYear, Relation, Vision
from matchmaker.gateway.rules import AgreementKind, Measure

DATA = Path(__file__).resolve().parent / "data" / "vision.toml"


def load() -> int:
    """Add the vision with its goals and the relations that are not there yet; how many records were new."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return _load_vision(data) + _load_relations(data["relation"])


def _load_vision(data: dict[str, Any]) -> int:
    key = data["vision"]["key"]
    if db.session.scalar(sa.select(Vision.id).where(Vision.key == key)) is not None:
        return 0
    goals = [_goal(entry, place) for place, entry in enumerate(data["goal"])]
    db.session.add(Vision(**data["vision"], goals=goals))
    db.session.flush()
    return 1


def _goal(entry: dict[str, Any], place: int) -> Goal:
    plain = {name: value for name, value in entry.items() if name not in {"targets", "measure"}}
    targets = entry.get("targets", {})
    years = [GoalYear(year=int(year), target=Decimal(target)) for year, target in targets.items()]
    return Goal(**plain, measure=Measure(entry["measure"]), place=place, years=years)


def _load_relations(entries: list[dict[str, Any]]) -> int:
    known = {(cluster, name) for cluster, name in db.session.execute(sa.select(Relation.cluster, Relation.name))}
    new = [entry for entry in entries if (entry["cluster"], entry["name"]) not in known]
    db.session.add_all(Relation(**entry | {"agreement": AgreementKind(entry["agreement"])}) for entry in new)
    db.session.flush()
    return len(new)
