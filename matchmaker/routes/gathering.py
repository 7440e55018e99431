"""What is known of everybody and everything that could serve a project: stored suggestions and codes, no engine."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.assets.availability import Usable, capabilities, supplies, usable_in
from matchmaker.assets.models import Asset
from matchmaker.foundation.database import db
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.routes import queries
from matchmaker.routes.serving import Route, Server, route
from matchmaker.suggestions import queries as suggestion_queries
from matchmaker.suggestions import service as suggestions
from matchmaker.suggestions.presenting import Seen, open_one
from matchmaker.suggestions.rules import Mark
from matchmaker.vocabulary import vocabulary

HORIZON = timedelta(days=3653)
"""How far ahead a route looks where the project names no end of its period."""
MOST_BY_CODES = 120
"""So many organisations that were not suggested are looked at, those with most shared areas."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everybody and everything around the projects of one organisation."""

    owner: Organisation
    suggested: dict[int, Seen]
    others: dict[int, Organisation]
    operations: dict[int, frozenset[str]]
    """Unit operations that organisations offer, by id."""
    assets: dict[int, Asset]
    today: date


def gather(owner: Organisation, areas: Collection[str]) -> Gathered:
    """Read what routes of `owner`'s projects in `areas` are made of, in a fixed number of queries."""
    seen = suggestions.listed(owner, suggestion_queries.of_organisation(owner.id, None))
    suggested = {pair.candidate.id: pair for pair in seen}
    marks = suggestions.marks_of(owner.id)
    dismissed = {one for one, mark in marks.items() if mark.mark is Mark.DISMISSED}
    statement = queries.organisations_serving(areas, but_not=owner.id, limit=MOST_BY_CODES)
    found = [one for one in db.session.scalars(statement) if one.id not in suggested and one.id not in dismissed]
    closed = visibility.closed_between(owner, found)
    others = {one.id: one for one in found if one.id not in closed}
    assets = {asset.id: asset for asset in db.session.scalars(queries.assets())}
    return Gathered(owner, suggested, others, _operations([*suggested, *others]), assets, today())


def _operations(ids: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for organisation_id, code in db.session.execute(queries.operations_offered(ids)):
        found.setdefault(organisation_id, set()).add(code)
    return {one: frozenset(codes) for one, codes in found.items()}


def areas_of(project: Opportunity) -> frozenset[str]:
    """Areas of the project, else those of its owner."""
    return frozenset(project.codes_of("area") or project.organisation.codes_of("area"))


def route_of(project: Opportunity, around: Gathered) -> Route:
    """The route of a project of the owner that `around` was gathered for."""
    order = [code.code for code in vocabulary().codes("stage")]
    return route(servers(project, around), order=order, now=project.stage_now, following=project.stage_next)


def servers(project: Opportunity, around: Gathered) -> list[Server]:
    """Everybody and everything that supplies a stage and shares an area or a unit operation with the project."""
    wanted = _Wanted(areas_of(project), frozenset(project.codes_of("unit_operation")))
    found = [_suggested(pair, wanted, around) for pair in around.suggested.values()]
    found += [_other(one, wanted, around) for one in around.others.values()]
    found += [_asset(asset, wanted, usable_for(project, asset, around.today)) for asset in around.assets.values()]
    return [one for one in found if one.stages and (one.score > 0 or one.fit > 0)]


def usable_for(project: Opportunity, asset: Asset, today: date) -> Usable:
    """Whether the asset can be used in the period of the project; without an end, within the horizon."""
    first = max(today, project.timing_from or today)
    last = project.timing_to if project.timing_to and project.timing_to >= first else first + HORIZON
    return usable_in(asset, first, last, today=today)


@dataclass(frozen=True, slots=True)
class _Wanted:
    areas: frozenset[str]
    operations: frozenset[str]

    def fit(self, areas: Iterable[str], operations: Iterable[str]) -> float:
        """The share of what the project states that is offered too."""
        shared = len(self.areas.intersection(areas)) + len(self.operations.intersection(operations))
        return shared / max(1, len(self.areas) + len(self.operations))


def _suggested(pair: Seen, wanted: _Wanted, around: Gathered) -> Server:
    other, shown = pair.candidate, open_one(pair.candidate_opportunity)
    stages = {*other.codes_of("stage"), *([shown.stage_now] if shown and shown.stage_now else [])}
    fit = wanted.fit(other.codes_of("area"), around.operations.get(other.id, ()))
    return Server(key=f"org-{other.id}", stages=frozenset(stages), score=pair.score, fit=fit)


def _other(one: Organisation, wanted: _Wanted, around: Gathered) -> Server:
    fit = wanted.fit(one.codes_of("area"), around.operations.get(one.id, ()))
    return Server(key=f"org-{one.id}", stages=frozenset(one.codes_of("stage")), fit=fit)


def _asset(asset: Asset, wanted: _Wanted, usable: Usable) -> Server:
    fit = wanted.fit(asset.codes_of("area"), capabilities(asset))
    return Server(key=f"asset-{asset.id}", stages=supplies(asset), fit=fit, usable=usable)
