"""A route as its reader sees it: names by tier, dates as published, and why each is there."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from matchmaker.assets.availability import capabilities
from matchmaker.assets.models import Asset, AssetFact
from matchmaker.assets.wording import availability, published_date
from matchmaker.foundation.codes import code_label, country_name
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import presenting as organisation_presenting
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ProfileView, QualityView
from matchmaker.organisations.rules import Tier
from matchmaker.routes.gathering import Gathered, areas_of, route_of
from matchmaker.routes.serving import Route, Server, StageServing
from matchmaker.suggestions import presenting as suggestion_presenting
from matchmaker.suggestions.rules import points

SHOWN = 6
"""So many of those that serve a stage are shown; the rest is counted."""
_SOURCES = ("opening", "completion", "capacity", "ground_breaking", "permit", "services", "results")
"""Facts that tell how far an asset is, the most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """One that serves a stage. `points` is None for whom the engine did not rank; `when` says from when it can."""

    title: str
    url: str
    place: str
    is_asset: bool
    points: float | None
    when: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of the ribbon and of the page below it."""

    code: str
    label: str
    position: str
    outlook: str
    is_gap: bool
    count: int
    earliest: str
    """When the first of those that open later can be used; empty when somebody can now."""
    now: tuple[ServerView, ...]
    later: tuple[ServerView, ...]
    unpromised: tuple[ServerView, ...]

    @property
    def more(self) -> int:
        """How many that serve it now are not shown."""
        return max(0, self.count - len(self.now))


@dataclass(frozen=True, slots=True)
class RouteView:
    """A project and its stages; `gaps` are the labels of those at which the chain breaks."""

    id: int
    title: str
    reference: str
    now: str
    following: str
    stages: tuple[StageView, ...]
    gaps: tuple[str, ...]


def present(project: Opportunity, around: Gathered, *, staff: Actor | None = None) -> RouteView:
    """The route of `project` for its owner, or for `staff` who have the project in their care."""
    found = route_of(project, around)
    teller = _Teller(project, around, _profiles(found, around, staff), staff)
    stages = tuple(_stage(one, teller) for one in found.stages)
    return _view(project, stages)


def outline(project: Opportunity, around: Gathered) -> RouteView:
    """The route with nobody on it: the ribbon and its gaps, for lists."""
    stages = tuple(_stage(one, None) for one in route_of(project, around).stages)
    return _view(project, stages)


def _view(project: Opportunity, stages: tuple[StageView, ...]) -> RouteView:
    return RouteView(
        project.id, project.title(locale()), project.reference or "", code_label("stage", project.stage_now),
        code_label("stage", project.stage_next), stages, tuple(one.label for one in stages if one.is_gap),
    )  # fmt: skip


def _profiles(found: Route, around: Gathered, staff: Actor | None) -> dict[int, ProfileView]:
    """Profiles of the organisations on the route, each at the tier that the owner has reached with it.

    Staff read the names of what was suggested, and of everybody in their care.
    """
    pairs = list(around.suggested.values())
    if staff is not None:
        views = suggestion_presenting.for_staff(pairs, locale())
    else:
        views = suggestion_presenting.for_member(around.owner, pairs, locale())
    profiles = {view.candidate.id: view.candidate for view in views}
    used = {int(one.key[4:]) for stage in found.stages for one in stage.now if one.key.startswith("org-")}
    others = [one for key, one in around.others.items() if key in used]
    tiers = visibility.tiers_for(around.owner, others) if staff is None else _tiers(staff, others)
    for one in others:
        profiles[one.id] = organisation_presenting.present(one, tiers[one.id], locale())
    return profiles


def _tiers(staff: Actor, organisations: Iterable[Organisation]) -> dict[int, Tier]:
    return {one.id: Tier.NAMED if staff.serves(one.cluster) else Tier(one.anonymity_tier) for one in organisations}


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of each server in the reader's words."""

    project: Opportunity
    around: Gathered
    profiles: dict[int, ProfileView]
    staff: Actor | None

    def tell(self, server: Server) -> ServerView:
        kind, _dash, number = server.key.partition("-")
        if kind == "asset":
            return self._asset(self.around.assets[int(number)], server)
        return self._organisation(self.profiles[int(number)], server)

    def _organisation(self, profile: ProfileView, server: Server) -> ServerView:
        is_suggested = profile.id in self.around.suggested
        shared = self._shared(profile.areas, self.around.operations.get(profile.id, frozenset()))
        evidence = [*shared, *_standards(profile.qualities)]
        return ServerView(
            title=profile.title, url=self._url(profile, is_suggested=is_suggested), is_asset=False,
            place=f"{code_label('cluster', profile.cluster)} · {country_name(profile.country)}",
            points=points(server.score) if is_suggested else None, when=_("can be asked now"),
            evidence=tuple(evidence),
        )  # fmt: skip

    def _url(self, profile: ProfileView, *, is_suggested: bool) -> str:
        """The pair's page where there is one, else the profile; empty where the reader may open neither."""
        if self.staff is None:
            if is_suggested:
                return url_for("suggestions.show", candidate_id=profile.id)
            return url_for("profiles.show", organisation_id=profile.id)
        if is_suggested:
            owner = self.around.owner.id
            return url_for("staff_suggestions.show", organisation_id=owner, candidate_id=profile.id)
        in_care = self.staff.serves(profile.cluster)
        return url_for("staff_organisations.show", organisation_id=profile.id) if in_care else ""

    def _asset(self, asset: Asset, server: Server) -> ServerView:
        language = locale()
        shared = self._shared(asset.codes_of("area"), capabilities(asset))
        fact = _telling(asset.facts)
        source = [_source(fact, language)] if fact is not None else []
        return ServerView(
            title=asset.name(language), url=url_for("assets.show", key=asset.key), is_asset=True, points=None,
            place=" · ".join(part for part in (code_label("cluster", "SIHEUNG"), asset.district(language)) if part),
            when=self._when(asset, server), evidence=(*shared, *source),
        )  # fmt: skip

    def _when(self, asset: Asset, server: Server) -> str:
        said = availability(asset.available_from, asset.legal_status)
        if not server.can_serve and server.usable.earliest is not None:
            return str(_("%(when)s: after the period of the project", when=said))
        return said

    def _shared(self, areas: Iterable[str], operations: Iterable[str]) -> list[str]:
        """What it has in common with the project, in words."""
        areas = [code_label("area", code) for code in sorted(areas_of(self.project).intersection(areas))]
        wanted = set(self.project.codes_of("unit_operation"))
        done = [code_label("unit_operation", code) for code in sorted(wanted.intersection(operations))]
        said = [_("Same unit operations: %(codes)s", codes=", ".join(done))] if done else []
        return [*said, *([_("Same areas: %(codes)s", codes=", ".join(areas))] if areas else [])]


def _standards(qualities: Iterable[QualityView]) -> list[str]:
    held = [code_label("standard", one.standard) for one in qualities if one.status == "held"]
    return [_("Holds %(values)s", values=", ".join(held))] if held else []


def _telling(facts: Iterable[AssetFact]) -> AssetFact | None:
    """The published fact that says most about how far an asset is, the newest of its kind."""
    known = [fact for fact in facts if fact.about in _SOURCES]
    if not known:
        return None
    best = min(_SOURCES.index(fact.about) for fact in known)
    return max((fact for fact in known if _SOURCES.index(fact.about) == best), key=lambda fact: fact.dated)


def _source(fact: AssetFact, language: str) -> str:
    said, day = fact.value(language), published_date(fact.dated)
    return str(_("%(fact)s (%(source)s, %(day)s)", fact=said, source=fact.source(language), day=day))


def _stage(one: StageServing, teller: _Teller | None) -> StageView:
    first = one.later[0] if one.later and not one.now else None
    earliest = first.usable.from_text if first is not None else None

    def told(servers: tuple[Server, ...]) -> tuple[ServerView, ...]:
        return tuple(teller.tell(server) for server in servers[:SHOWN]) if teller is not None else ()

    return StageView(
        one.stage, code_label("stage", one.stage), one.position.value, one.outlook.value, one.is_gap, len(one.now),
        published_date(earliest) if earliest else "", told(one.now), told(one.later), told(one.unpromised),
    )  # fmt: skip
