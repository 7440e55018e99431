"""Making the stored triads anew from stored suggestions and assets; the engine is not asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.assets.availability import capabilities, supplies, usable_in
from matchmaker.assets.models import Asset, AssetCode
from matchmaker.foundation.database import db, transaction
from matchmaker.matching import Operator
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import Strength
from matchmaker.organisations import days
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY
from matchmaker.routes.models import Triad, TriadRefresh
from matchmaker.routes.queries import assets as all_assets
from matchmaker.routes.triads.fitting import Offered, Wanted, fit, triad_score, window
from matchmaker.suggestions.models import Suggestion

ASSETS_OF_A_PAIR = 3
"""So many assets are kept for each pair, the best ones."""
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class _Pair:
    domestic: int
    overseas: int
    opportunities: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _State:
    """What suggestions and assets are at a moment: equal states give equal triads."""

    seen: datetime | None
    pairs: int
    assets: str


def refresh() -> bool:
    """Bring the stored triads up to date; False when nothing has changed. Safe to run twice."""
    with transaction():
        row = db.session.scalars(sa.select(TriadRefresh).with_for_update()).first()
        before = _State(row.seen, row.pairs, row.assets) if row is not None else None
        state = _state()
        if before == state:
            return False
        is_partial = before is not None and before.assets == state.assets
        _work_in(before.seen if before is not None and is_partial else None)
        _note(row, state)
    return True


def _state() -> _State:
    seen, pairs = db.session.execute(sa.select(sa.func.max(Suggestion.refreshed_at), sa.func.count())).one()
    changed, count = db.session.execute(sa.select(sa.func.max(Asset.updated_at), sa.func.count())).one()
    last, codes = db.session.execute(sa.select(sa.func.max(AssetCode.id), sa.func.count())).one()
    stamp = changed.isoformat() if changed is not None else ""
    return _State(seen, pairs, f"{days.today()} {stamp} {count} {last} {codes}")


def _note(row: TriadRefresh | None, state: _State) -> None:
    if row is None:
        row = TriadRefresh(id=1)
        db.session.add(row)
    row.seen, row.pairs, row.assets = state.seen, state.pairs, state.assets


def _work_in(since: datetime | None) -> None:
    """Make the triads of all pairs, or of those whose suggestion is newer than `since`."""
    one = sa.and_(Suggestion.organisation_id == Triad.domestic_id, Suggestion.candidate_id == Triad.overseas_id)
    other = sa.and_(Suggestion.organisation_id == Triad.overseas_id, Suggestion.candidate_id == Triad.domestic_id)
    is_suggested = sa.exists().where(sa.or_(one, other))
    db.session.execute(sa.delete(Triad).where(~is_suggested) if since is not None else sa.delete(Triad))
    facilities, today = list(db.session.scalars(all_assets())), days.today()
    for chunk in _chunks(_pairs(since)):
        if since is not None:
            keys = [(pair.domestic, pair.overseas) for pair in chunk]
            db.session.execute(sa.delete(Triad).where(sa.tuple_(Triad.domestic_id, Triad.overseas_id).in_(keys)))
        projects = _projects(chunk)
        made = [values for pair in chunk for values in _triads(pair, projects, facilities, today)]
        if made:
            db.session.execute(sa.insert(Triad), made)


def _pairs(since: datetime | None) -> list[_Pair]:
    """Each suggested pair once, by the row of its domestic side where there is one."""
    columns = (Suggestion.organisation_id, Suggestion.candidate_id, Suggestion.opportunity_id,
               Suggestion.candidate_opportunity_id, Suggestion.score, Organisation.country)  # fmt: skip
    statement = sa.select(*columns).join(Organisation, Suggestion.organisation_id == Organisation.id)
    if since is not None:
        statement = statement.where(Suggestion.refreshed_at > since)
    found: dict[tuple[int, int], _Pair] = {}
    for viewer, shown, mine, theirs, score, country in db.session.execute(statement.order_by(Suggestion.id)):
        is_domestic = country == DOMESTIC_COUNTRY
        key = (viewer, shown) if is_domestic else (shown, viewer)
        if is_domestic or key not in found:
            found[key] = _Pair(*key, tuple(one for one in (mine, theirs) if one is not None), score)
    return list(found.values())


def _chunks(pairs: Sequence[_Pair]) -> Iterator[Sequence[_Pair]]:
    return (pairs[start : start + _CHUNK] for start in range(0, len(pairs), _CHUNK))


def _projects(pairs: Iterable[_Pair]) -> dict[int, Opportunity]:
    ids = sorted({one for pair in pairs for one in pair.opportunities})
    statement = sa.select(Opportunity).where(Opportunity.id.in_(ids))
    options = selectinload(Opportunity.codes), selectinload(Opportunity.requirements)
    return {one.id: one for one in db.session.scalars(statement.options(*options))}


def _triads(
    pair: _Pair, projects: dict[int, Opportunity], facilities: Iterable[Asset], today: date
) -> list[dict[str, Any]]:
    """Values of `Triad` for the best assets of a pair; what cannot be used in time comes last, with a score of 0."""
    about = [projects[one] for one in pair.opportunities if one in projects]
    if not about:
        return []
    wanted, (first, last) = wanted_of(about), _period(about, today)
    made: list[dict[str, Any]] = []
    for asset in facilities:
        found = fit(wanted, offered_of(asset))
        if found.value > 0:
            usable = usable_in(asset, first, last, today=today)
            reasons = {"unit_operation": found.capabilities, "stage": found.stages, "area": found.areas}
            made.append({
                "domestic_id": pair.domestic, "overseas_id": pair.overseas, "asset_id": asset.id,
                "score": triad_score(pair.score, found, usable), "pair_score": pair.score, "fit": found.value,
                "wanted_from": first, "wanted_to": last, "reasons": reasons,
            })  # fmt: skip
    made.sort(key=lambda values: (-values["score"], -values["fit"], values["asset_id"]))
    return made[:ASSETS_OF_A_PAIR]


def wanted_of(about: Sequence[Opportunity]) -> Wanted:
    """What the projects of a pair want of an asset."""
    required = tuple(
        frozenset(row.value)
        for one in about
        for row in one.requirements
        if (row.field, row.operator, row.strength) == ("unit_operation", Operator.ANY_OF, Strength.MUST)
    )
    named = {code for one in about for code in one.codes_of("unit_operation")}
    return Wanted(
        capabilities=frozenset(named).union(*required), required=required,
        stages=frozenset(one.stage_next for one in about if one.stage_next),
        areas=frozenset(code for one in about for code in one.codes_of("area")),
    )  # fmt: skip


def offered_of(asset: Asset) -> Offered:
    """What an asset offers."""
    areas = frozenset(asset.codes_of("area"))
    return Offered(capabilities=capabilities(asset), stages=supplies(asset), areas=areas)


def _period(about: Sequence[Opportunity], today: date) -> tuple[date, date]:
    one, other = about[0], about[-1]
    found = window(one.timing_from, one.timing_to, other.timing_from, other.timing_to, today=today)
    return found.first, found.last
