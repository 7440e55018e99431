"""Rows of an index as JSON values and back; the texts of a listing are no part of its row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matchmaker.matching.listing import Kind, Listing, Row, Side, Stance
from matchmaker.matching.requirements import (
    Facts,
    Field,
    Operator,
    Requirement,
    StandardFact,
    Strength,
)
from matchmaker.matching.settings import LexiconSettings, MeaningSettings, Settings, TextSettings


def row_to_json(row: Row) -> dict[str, Any]:
    """A row as JSON values, sets in order."""
    listing = row.listing
    return {
        "id": listing.id,
        "organisation": listing.organisation,
        "side": listing.side.value,
        "kind": listing.kind.value,
        "stance": listing.stance.value,
        "codes": _sorted_sets(listing.codes),
        "seeks": _sorted_sets(listing.seeks),
        "facts": facts_to_json(listing.facts),
        "requirements": [requirement_to_json(requirement) for requirement in listing.requirements],
        "blocked": sorted(listing.blocked),
        "names": sorted(row.names),
        "states_offer": row.states_offer,
        "states_need": row.states_need,
    }


def row_from_json(stored: Mapping[str, Any]) -> Row:
    """The row that `row_to_json` wrote."""
    listing = Listing(
        id=stored["id"],
        organisation=stored["organisation"],
        side=Side(stored["side"]),
        kind=Kind(stored["kind"]),
        stance=Stance(stored["stance"]),
        codes=_sets(stored["codes"]),
        seeks=_sets(stored["seeks"]),
        facts=facts_from_json(stored["facts"]),
        requirements=tuple(requirement_from_json(requirement) for requirement in stored["requirements"]),
        blocked=frozenset(stored["blocked"]),
    )
    return Row(listing, frozenset(stored["names"]), stored["states_offer"], stored["states_need"])


def settings_from_json(stored: Mapping[str, Any]) -> Settings:
    """The settings that `dataclasses.asdict` took apart."""
    parts = {"text": TextSettings, "meaning": MeaningSettings, "lexicon": LexiconSettings}
    nested = {name: kind(**stored[name]) for name, kind in parts.items()}
    return Settings(**{**stored, **nested})


def _sorted_sets(sets: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {name: sorted(codes) for name, codes in sorted(sets.items())}


def _sets(stored: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in stored.items()}


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Facts as JSON values, sets in order."""
    standards = {
        name: [fact.status, fact.valid_to.isoformat() if fact.valid_to else None]
        for name, fact in sorted(facts.standards.items())
    }
    return {
        "standards": standards,
        "codes": _sorted_sets(facts.codes),
        "numbers": dict(sorted(facts.numbers.items())),
        "specs": dict(sorted(facts.specs.items())),
        "mentioned": {kind: [list(span) for span in spans] for kind, spans in sorted(facts.mentioned.items())},
    }


def facts_from_json(stored: Mapping[str, Any]) -> Facts:
    """The facts that `facts_to_json` took apart."""
    standards = {
        name: StandardFact(status, date.fromisoformat(day) if day else None)
        for name, (status, day) in stored["standards"].items()
    }
    mentioned = {kind: tuple((low, high) for low, high in spans) for kind, spans in stored["mentioned"].items()}
    return Facts(standards, _sets(stored["codes"]), stored["numbers"], stored["specs"], mentioned)


def requirement_to_json(requirement: Requirement) -> dict[str, Any]:
    """A requirement as JSON values."""
    return {
        "field": requirement.field.value,
        "operator": requirement.operator.value,
        "values": list(requirement.values),
        "strength": requirement.strength.value,
        "unit": requirement.unit,
    }


def requirement_from_json(stored: Mapping[str, Any]) -> Requirement:
    """The requirement that `requirement_to_json` took apart."""
    return Requirement(
        Field(stored["field"]),
        Operator(stored["operator"]),
        tuple(stored["values"]),
        Strength(stored["strength"]),
        stored["unit"],
    )
