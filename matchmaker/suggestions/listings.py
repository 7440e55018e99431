"""From stored organisations and opportunities to what the engine matches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from matchmaker.foundation.database import db
from matchmaker.matching import Facts, Kind, Listing, Passage, Requirement, Side, Stance, StandardFact
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity, OpportunityRequirement
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.vocabulary import vocabulary

_PROFILE = "org-"
_OPPORTUNITY = "opp-"
_SHARED_LISTS = ("area", "modality", "unit_operation", "therapeutic_area", "technology_keyword")
_WISHES = ("org_type", "size_band", "country", "cluster")
_FACT_LISTS = ("area", "modality", "unit_operation", "partnership_type")
_NUMBERS = ("employees", "rnd_headcount", "year_established")
_CAPITAL = "capital"
_CHUNK = 500

Codes = dict[str, frozenset[str]]
Texts = dict[str, tuple[Passage, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of the database at one moment: listings, and the revision of each organisation that was read."""

    listings: tuple[Listing, ...]
    revisions: Mapping[int, int]


def profile_id(organisation_id: int) -> str:
    """Listing id of an organisation's profile."""
    return f"{_PROFILE}{organisation_id}"


def opportunity_id(listing: str) -> int | None:
    """Id of the opportunity behind a listing, None for a profile."""
    return int(listing.removeprefix(_OPPORTUNITY)) if listing.startswith(_OPPORTUNITY) else None


def read(only: Iterable[int] | None = None) -> Reading:
    """Listings of every approved organisation, or of those in `only`, in a fixed number of queries for each 500."""
    organisations = _organisations(only)
    opportunities: dict[int, list[Opportunity]] = {}
    for opportunity in _opportunities(only):
        opportunities.setdefault(opportunity.organisation_id, []).append(opportunity)
    blocked = (
        visibility.blocked_pairs(organisations)
        if only is None
        else visibility.blocked_by([organisation.id for organisation in organisations])
    )
    listings = [
        listing
        for organisation in organisations
        for listing in listings_of(
            organisation, opportunities.get(organisation.id, ()), blocked.get(organisation.id, frozenset())
        )
    ]
    return Reading(tuple(listings), {one.id: one.revision for one in organisations})


def listings_of(
    organisation: Organisation, opportunities: Iterable[Opportunity], blocked: frozenset[int]
) -> list[Listing]:
    """The profile of an organisation and each of its published opportunities."""
    names = _names(organisation)
    doors = frozenset(str(other) for other in blocked)
    profile = Listing(
        id=profile_id(organisation.id),
        organisation=str(organisation.id),
        side=Side(organisation.side.value),
        texts=_profile_texts(organisation) | {"names": names},
        codes=_own_codes(organisation) | _filled({"area": organisation.codes_of("area")}),
        facts=_facts(organisation, None),
        blocked=doors,
    )
    return [profile, *(_listing(organisation, one, names, doors) for one in opportunities)]


def _listing(
    organisation: Organisation, opportunity: Opportunity, names: tuple[Passage, ...], doors: frozenset[str]
) -> Listing:
    return Listing(
        id=f"{_OPPORTUNITY}{opportunity.id}",
        organisation=str(organisation.id),
        side=Side(organisation.side.value),
        kind=Kind.OPPORTUNITY,
        stance=_stance(opportunity),
        texts=_opportunity_texts(opportunity) | {"names": names},
        codes=_own_codes(organisation) | _opportunity_codes(organisation, opportunity),
        seeks=_seeks(opportunity),
        facts=_facts(organisation, opportunity),
        requirements=tuple(found for row in opportunity.requirements if (found := _requirement(row)) is not None),
        blocked=doors,
    )


def _organisations(only: Iterable[int] | None) -> list[Organisation]:
    statement = (
        organisation_queries.approved()
        .order_by(Organisation.id)
        .options(
            selectinload(Organisation.texts), selectinload(Organisation.codes), selectinload(Organisation.qualities)
        )
    )
    return list(_chunked(statement, Organisation.id, only))


def _opportunities(only: Iterable[int] | None) -> list[Opportunity]:
    statement = (
        opportunity_queries.published()
        .order_by(Opportunity.id)
        .options(
            selectinload(Opportunity.texts), selectinload(Opportunity.codes), selectinload(Opportunity.requirements)
        )
    )
    return list(_chunked(statement, Opportunity.organisation_id, only))


def _chunked(
    statement: sa.Select[Any], column: InstrumentedAttribute[int], only: Iterable[int] | None
) -> Iterator[Any]:
    """Rows of `statement`, limited to ids in slices that every database takes as parameters."""
    if only is None:
        yield from db.session.scalars(statement)
        return
    ids = sorted(set(only))
    for start in range(0, len(ids), _CHUNK):
        yield from db.session.scalars(statement.where(column.in_(ids[start : start + _CHUNK])))


def _names(organisation: Organisation) -> tuple[Passage, ...]:
    known = (organisation.name_ko, organisation.name_en, *organisation.other_names, organisation.website_domain)
    return tuple(Passage(name) for name in dict.fromkeys(known) if name)


def _profile_texts(organisation: Organisation) -> Texts:
    return _present(
        {
            "summary": [Passage(text.summary, text.language) for text in organisation.texts],
            "profile": [Passage(text.description, text.language) for text in organisation.texts],
        }
    )


def _opportunity_texts(opportunity: Opportunity) -> Texts:
    """Offer and need as written; the specification belongs to the side of the type, the rest is profile."""
    gives = "need" if _stance(opportunity) is Stance.NEED else "offer"
    columns = {name: [name] for name in ("title", "summary", "offer", "need")}
    columns[gives] = [gives, "specification"]
    columns["profile"] = ["description", "advantages"]
    return _present(
        {
            field: [Passage(getattr(text, column), text.language) for text in opportunity.texts for column in names]
            for field, names in columns.items()
        }
    )


def _stance(opportunity: Opportunity) -> Stance:
    return Stance(vocabulary().lists["profile_type"][opportunity.profile_type].extra["side"])


def _present(fields: Mapping[str, Sequence[Passage]]) -> Texts:
    filled = {name: tuple(p for p in passages if p.text.strip()) for name, passages in fields.items()}
    return {name: passages for name, passages in filled.items() if passages}


def _filled(codes: Mapping[str, Iterable[str | None]]) -> Codes:
    cleaned = {name: frozenset(code for code in found if code) for name, found in codes.items()}
    return {name: found for name, found in cleaned.items() if found}


def _own_codes(organisation: Organisation) -> Codes:
    single = {name: [getattr(organisation, name)] for name in _WISHES}
    return _filled({**single, "stage": organisation.codes_of("stage")})


def _opportunity_codes(organisation: Organisation, opportunity: Opportunity) -> Codes:
    shared = {name: opportunity.codes_of(name) for name in _SHARED_LISTS}
    shared["area"] = shared["area"] or organisation.codes_of("area")
    stages = [opportunity.stage_now] if opportunity.stage_now else organisation.codes_of("stage")
    types = _types(opportunity)
    return _filled({**shared, "stage": stages, "partnership_type": types, "partnership_family": _families(types)})


def _types(opportunity: Opportunity) -> frozenset[str]:
    """Partnership types with their broader kind in the Enterprise Europe Network's list.

    A contract manufacturer and a firm that wants to outsource mean the same contract.
    """
    known = vocabulary().lists["partnership_type"]
    own = [known[code] for code in opportunity.codes_of("partnership_type") if code in known]
    return frozenset(name for code in own for name in (code.code, code.extra["een"]) if name in known)


def _families(types: Iterable[str]) -> frozenset[str]:
    """Families of partnership types. Capital is none: whoever looks for money may sell or research as well."""
    known = vocabulary().lists["partnership_type"]
    return frozenset(family for code in types for family in known[code].parts("family")) - {_CAPITAL}


def _seeks(opportunity: Opportunity) -> Codes:
    known = vocabulary().lists["partnership_type"]
    wishes = {name: opportunity.codes_of(f"sought_{name}") for name in _WISHES}
    wanted = [known[code].extra["counterpart"] for code in sorted(_types(opportunity))]
    return _filled({**wishes, "stage": [opportunity.stage_next], "partnership_type": wanted})


def _facts(organisation: Organisation, opportunity: Opportunity | None) -> Facts:
    codes: dict[str, set[str | None]] = {name: {getattr(organisation, name)} for name in _WISHES}
    for name in ("licence", "language", "stage", "area"):
        codes[name] = set(organisation.codes_of(name))
    numbers = {name: getattr(organisation, name) for name in _NUMBERS}
    if opportunity is not None:
        for name in _FACT_LISTS:
            codes[name] = codes.get(name, set()) | set(opportunity.codes_of(name))
        codes["stage"].add(opportunity.stage_now)
        numbers["trl"] = opportunity.trl
    return Facts(
        standards={one.standard: StandardFact(one.status, one.valid_to) for one in organisation.qualities},
        codes=_filled(codes),
        numbers={name: float(value) for name, value in numbers.items() if value is not None},
    )


def _requirement(row: OpportunityRequirement) -> Requirement | None:
    """The requirement for the engine; None for one that no longer makes sense, which then binds nobody."""
    try:
        return Requirement(row.field, row.operator, tuple(row.value), row.strength, row.unit)  # type: ignore[arg-type]
    except ValueError:
        return None
