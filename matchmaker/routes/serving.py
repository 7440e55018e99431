"""The route of a project: who or what serves each stage, from when, and where the chain breaks; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matchmaker.assets.availability import Usable
from matchmaker.routes.rules import NEEDED, Position, positions

AT_ONCE = Usable(now=True)


class Outlook(StrEnum):
    """How a stage is served: by somebody now, only by what opens later, or by nobody."""

    NOW = "now"
    LATER = "later"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Somebody, or something, that serves stages. `score` is the engine's, 0 for what it did not rank.

    `usable` is about the window in which the project wants it; organisations can be asked at once.
    """

    key: str
    stages: frozenset[str]
    score: float = 0.0
    fit: float = 0.0
    """How much of the project's codes it shares, 0 to 1: the order among those that the engine did not rank."""
    usable: Usable = AT_ONCE

    @property
    def can_serve(self) -> bool:
        """Whether a plan may name it: open, or announced to open in time."""
        return self.usable.ever


@dataclass(frozen=True, slots=True)
class StageServing:
    """A stage of the route: those that serve it now, those that open in time, and those that promise nothing."""

    stage: str
    position: Position
    now: tuple[Server, ...]
    later: tuple[Server, ...]
    unpromised: tuple[Server, ...]

    @property
    def outlook(self) -> Outlook:
        """Who can be counted on."""
        if self.now:
            return Outlook.NOW
        return Outlook.LATER if self.later else Outlook.NOBODY

    @property
    def is_gap(self) -> bool:
        """Whether the chain breaks here: the stage is needed, and nobody serves it."""
        return self.position in NEEDED and self.outlook is Outlook.NOBODY


@dataclass(frozen=True, slots=True)
class Route:
    """All stages in the order of the flow."""

    stages: tuple[StageServing, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Stages at which the chain breaks, in order."""
        return tuple(one.stage for one in self.stages if one.is_gap)

    def at(self, stage: str) -> StageServing:
        """The serving of one stage. Raises KeyError."""
        found = next((one for one in self.stages if one.stage == stage), None)
        if found is None:
            raise KeyError(stage)
        return found


def route(servers: Iterable[Server], *, order: Sequence[str], now: str | None, following: str | None) -> Route:
    """The route of a project that stands at `now` and needs `following` next (codes of `order`; None: not said).

    Best first: by the engine's score, then by shared codes, then by key; what opens later by its date first.
    """
    listed = sorted(servers, key=lambda one: (-one.score, -one.fit, one.key))
    places = positions(order, now, following)
    return Route(tuple(_serving(stage, places[stage], listed) for stage in order))


def _serving(stage: str, position: Position, servers: Sequence[Server]) -> StageServing:
    here = [one for one in servers if stage in one.stages]
    later = [one for one in here if one.can_serve and not one.usable.now]
    return StageServing(
        stage,
        position,
        now=tuple(one for one in here if one.usable.now),
        later=tuple(sorted(later, key=lambda one: one.usable.earliest or date.max)),
        unpromised=tuple(one for one in here if not one.can_serve),
    )
