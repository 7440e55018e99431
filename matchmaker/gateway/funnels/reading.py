"""The two funnels as pages and reports show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.foundation.database import db
from matchmaker.gateway.funnels import queries
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.rules import STEPS, Balance, Line, Step, balances, funnel
from matchmaker.opportunities.rules import Gateway


@dataclass(frozen=True, slots=True)
class Source:
    """What is open in a direction today: organisations, and their offers and needs."""

    organisations: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class Funnels:
    """Both funnels, their balance at each step, and what feeds them."""

    lines: Mapping[Gateway, tuple[Line, ...]]
    balance: Mapping[Step, Balance]
    sources: Mapping[Gateway, Source]

    def rows(self) -> list[tuple[Step, Line, Line, Balance]]:
        """Each step with its outbound line, its inbound line and their balance."""
        both = zip(STEPS, self.lines[Gateway.OUTBOUND], self.lines[Gateway.INBOUND], strict=True)
        return [(step, out, into, self.balance[step]) for step, out, into in both]


@dataclass(frozen=True, slots=True)
class Flow:
    """Pairs of domestic organisations of an area and overseas organisations of a cluster."""

    gateway: Gateway
    area: str
    cluster: str
    pairs: int


def funnels(scope: Scope) -> Funnels:
    """Both funnels over `scope`, in a dozen queries."""
    counts: dict[Gateway, dict[Step, int]] = {gateway: {} for gateway in Gateway}
    on: dict[Gateway, dict[Step, int]] = {gateway: {} for gateway in Gateway}
    for place, step in enumerate(STEPS):
        for gateway, number in db.session.execute(queries.counted(step, scope)):
            counts[Gateway(gateway)][step] = number
        if place:
            for gateway, number in db.session.execute(queries.gone_on(step, STEPS[place - 1], scope)):
                on[Gateway(gateway)][step] = number
    return Funnels(
        {gateway: funnel(counts[gateway], on[gateway]) for gateway in Gateway}, balances(counts), sources(scope)
    )


def sources(scope: Scope) -> dict[Gateway, Source]:
    """What feeds the funnels today."""
    found = {Gateway(gateway): Source(*numbers) for gateway, *numbers in db.session.execute(queries.open_now(scope))}
    return {gateway: found.get(gateway, Source(0, 0)) for gateway in Gateway}


def flows(step: Step, scope: Scope) -> list[Flow]:
    """What flows between areas of Korea and clusters abroad, the most first."""
    rows = db.session.execute(queries.flows(step, scope))
    return [Flow(Gateway(gateway), area, cluster, number) for gateway, area, cluster, number in rows]
