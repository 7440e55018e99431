"""Who could join a team for a need, and what each covers: codes, standards and stated figures, no engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.assets.availability import Usable, capabilities, supplies, usable_in
from matchmaker.assets.models import Asset
from matchmaker.consortia import queries
from matchmaker.consortia.rules import MOST_MEMBERS
from matchmaker.consortia.solving import Candidate, Problem, Side
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.matching import Facts, Field, Listing, Operator, Requirement, Strength, Verdict
from matchmaker.matching.requirements import check
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import days, visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import approved, whole
from matchmaker.organisations.rules import Side as Bank
from matchmaker.routes.queries import assets as all_assets
from matchmaker.suggestions import listings
from matchmaker.vocabulary import vocabulary

MOST_OF_A_MUST = 200
"""So many organisations are looked at for each must, beside those that were suggested."""
CODE_SHARE = 0.3
"""What the engine gives for codes at most: the score of whoever it did not rank is a share of it."""
HORIZON = timedelta(days=365)
_CODED = frozenset({Field.LICENCE, Field.AREA, Field.STAGE, Field.UNIT_OPERATION, Field.MODALITY})


@dataclass(frozen=True, slots=True)
class Demanded:
    """What the members of a team must cover between them: must-requirements by key, and stages as further ones."""

    musts: Mapping[str, Requirement]

    @classmethod
    def of(cls, need: Opportunity, stages: Iterable[str]) -> "Demanded":
        """The must-requirements of `need`, and one for each of `stages` that the team is to cover."""
        found: dict[str, Requirement] = {}
        for row in need.requirements:
            if row.strength == Strength.MUST.value:
                found[f"must-{row.id}"] = Requirement(row.field, row.operator, tuple(row.value), row.strength, row.unit)  # type: ignore[arg-type]
        known = [code.code for code in vocabulary().codes("stage")]
        wanted = set(stages)
        for stage in known:
            if stage in wanted:
                found[f"stage-{stage}"] = Requirement(Field.STAGE, Operator.ANY_OF, (stage,))
        return cls(found)


@dataclass(frozen=True, slots=True)
class Around:
    """Everybody and everything that could join, as the solver and the page need it."""

    staff: Actor
    """For whom it was read: names of organisations outside their care are told by tier."""
    demanded: Demanded
    problem: Problem
    organisations: Mapping[int, Organisation]
    assets: Mapping[int, Asset]
    verdicts: Mapping[str, Mapping[str, Verdict]]
    """By candidate and must: covered, not covered, or not stated."""
    usable: Mapping[int, Usable]
    """By asset: whether it can be used in the period of the need."""
    ranked: Mapping[int, tuple[float, int | None]]
    """By organisation that was suggested: its score, and the opportunity of it that fits best."""


def gather(
    need: Opportunity, stages: Iterable[str], *, staff: Actor, most: int = MOST_MEMBERS, also: Iterable[int] = ()
) -> Around:
    """Read everybody who could cover something; organisations with ids in `also` whatever they cover."""
    demanded, today = Demanded.of(need, stages), days.today()
    ranked = _ranked(need)
    organisations = _organisations(need, {*ranked, *also, *_by_codes(demanded)})
    verdicts = _verdicts(demanded, organisations, today)
    usable = {asset.id: (asset, _usable(need, asset, today)) for asset in db.session.scalars(all_assets())}
    assets = {key: asset for key, (asset, found) in usable.items() if found.ever}
    for key, asset in assets.items():
        verdicts[f"asset-{key}"] = _checked(demanded, [_facts(asset)], today)
    candidates = [_candidate(one, verdicts, ranked, demanded) for one in organisations.values()]
    candidates += [_asset_candidate(one, need, verdicts, demanded) for one in assets.values()]
    side = Side.DOMESTIC if need.organisation.side is Bank.DOMESTIC else Side.OVERSEAS
    problem = Problem(
        candidates=candidates, musts=tuple(demanded.musts), apart=_apart(organisations.values()), most=most, lead=side
    )
    windows = {key: found for key, (_one, found) in usable.items()}
    return Around(staff, demanded, problem, organisations, assets, verdicts, windows, ranked)


def _organisations(need: Opportunity, ids: set[int]) -> dict[int, Organisation]:
    """Those that take part, without the owner of the need and whoever it avoids or is avoided by."""
    statement = approved().where(Organisation.id.in_(sorted(ids - {need.organisation_id})))
    found = list(db.session.scalars(whole(statement)))
    closed = visibility.closed_between(need.organisation, found)
    return {one.id: one for one in found if one.id not in closed}


def _ranked(need: Opportunity) -> dict[int, tuple[float, int | None]]:
    found: dict[int, tuple[float, int | None]] = {}
    for other, score, opportunity in db.session.execute(queries.suggested_to(need.organisation_id)):
        if score > found.get(other, (0.0, None))[0]:
            found[other] = (score, opportunity)
    return found


def _by_codes(demanded: Demanded) -> set[int]:
    ids: set[int] = set()
    for must in demanded.musts.values():
        if must.field is Field.STANDARD and must.operator is not Operator.NONE_OF:
            ids.update(db.session.scalars(queries.holding(must.values, limit=MOST_OF_A_MUST)))
        elif must.field in _CODED and must.operator is not Operator.NONE_OF:
            ids.update(db.session.scalars(queries.carrying(must.field.value, must.values, limit=MOST_OF_A_MUST)))
    return ids


def _verdicts(
    demanded: Demanded, organisations: Mapping[int, Organisation], today: date
) -> dict[str, Mapping[str, Verdict]]:
    listed: dict[int, list[Listing]] = {key: [] for key in organisations}
    for listing in listings.read(organisations).listings if organisations else ():
        listed[int(listing.organisation)].append(listing)
    return {f"org-{key}": _checked(demanded, [one.facts for one in found], today) for key, found in listed.items()}


def _checked(demanded: Demanded, facts: Sequence[Facts], today: date) -> dict[str, Verdict]:
    """The best verdict that any of the facts gives for each must."""
    order = (Verdict.MATCH, Verdict.UNKNOWN, Verdict.GAP)
    return {
        key: min((check(must, one, on=today) for one in facts), key=order.index, default=Verdict.UNKNOWN)
        for key, must in demanded.musts.items()
    }


def _facts(asset: Asset) -> Facts:
    """What an asset states: where it is, its stages, areas and capabilities."""
    return Facts(
        codes={
            "country": frozenset({"KR"}), "cluster": frozenset({"SIHEUNG"}), "stage": supplies(asset),
            "area": frozenset(asset.codes_of("area")), "unit_operation": capabilities(asset),
        }
    )  # fmt: skip


def _usable(need: Opportunity, asset: Asset, today: date) -> Usable:
    first = max(today, need.timing_from or today)
    last = need.timing_to if need.timing_to and need.timing_to >= first else first + HORIZON
    return usable_in(asset, first, last, today=today)


def _covers(key: str, verdicts: Mapping[str, Mapping[str, Verdict]]) -> frozenset[str]:
    return frozenset(must for must, verdict in verdicts[key].items() if verdict is Verdict.MATCH)


def _candidate(
    one: Organisation, verdicts: Mapping[str, Mapping[str, Verdict]], ranked: Mapping[int, tuple[float, int | None]],
    demanded: Demanded,
) -> Candidate:  # fmt: skip
    key = f"org-{one.id}"
    covers = _covers(key, verdicts)
    score = ranked[one.id][0] if one.id in ranked else CODE_SHARE * len(covers) / max(1, len(demanded.musts))
    side = Side.DOMESTIC if one.side is Bank.DOMESTIC else Side.OVERSEAS
    return Candidate(key, side, covers, score)


def _asset_candidate(
    asset: Asset, need: Opportunity, verdicts: Mapping[str, Mapping[str, Verdict]], demanded: Demanded
) -> Candidate:
    """An asset of another area covers nothing: a school of medicine is no factory because both serve manufacturing."""
    key = f"asset-{asset.id}"
    areas = set(need.codes_of("area")).intersection(asset.codes_of("area"))
    covers = _covers(key, verdicts) if areas or not need.codes_of("area") else frozenset[str]()
    return Candidate(key, Side.ASSET, covers, CODE_SHARE * len(covers) / max(1, len(demanded.musts)))


def _apart(organisations: Iterable[Organisation]) -> frozenset[frozenset[str]]:
    """Pairs of which one has the other on its block list."""
    pairs = visibility.blocked_pairs(organisations)
    return frozenset(frozenset({f"org-{one}", f"org-{other}"}) for one, others in pairs.items() for other in others)
