"""What is counted once a day for the public pages."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, now, transaction
from matchmaker.gateway.funnels.queries import EVERYTHING
from matchmaker.gateway.funnels.reading import Flow, Source, flows, funnels
from matchmaker.gateway.goals import measuring
from matchmaker.gateway.models import GatewayDay
from matchmaker.gateway.reports import operating
from matchmaker.gateway.reports.operating import StageStatus
from matchmaker.gateway.rules import STEPS, Balance, Measure, Step
from matchmaker.introductions.home.figures import Figures as Holdings
from matchmaker.introductions.home.figures import figures as holdings
from matchmaker.opportunities.rules import Gateway
from matchmaker.organisations.days import today


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a day. `pairs` is by step; `flows` are those of suggestions; `counted` by measure and year."""

    day: date
    holdings: Holdings
    sources: dict[Gateway, Source]
    pairs: dict[Step, Balance]
    flows: tuple[Flow, ...]
    operating: tuple[StageStatus, ...]
    counted: dict[tuple[Measure, int], int]


def count() -> Figures:
    """The numbers of this moment."""
    found = funnels(EVERYTHING)
    goals = [goal for vision in measuring.visions() for goal in vision.goals]
    return Figures(
        today(), holdings(), dict(found.sources), dict(found.balance), tuple(flows(Step.SUGGESTED, EVERYTHING)),
        tuple(operating.stages()), measuring.count(goals, today()),
    )  # fmt: skip


def latest() -> Figures:
    """The numbers last stored; those of this moment while no day is stored yet."""
    row = db.session.scalars(sa.select(GatewayDay).order_by(GatewayDay.day.desc()).limit(1)).first()
    return _read(row.day, row.figures) if row is not None else count()


def store() -> None:
    """Write the numbers of today, in place of those counted earlier today."""
    figures = count()
    row = db.session.get(GatewayDay, figures.day)
    if row is None:
        row = GatewayDay(day=figures.day)
        db.session.add(row)
    row.counted_at, row.figures = now(), _write(figures)


@jobs.job("gateway.count", every_minutes=30)
def count_today() -> None:
    """Keep the numbers of today fresh."""
    with transaction():
        store()


def _write(figures: Figures) -> dict[str, Any]:
    return {
        "holdings": asdict(figures.holdings),
        "sources": {gateway.value: asdict(source) for gateway, source in figures.sources.items()},
        "pairs": {step.value: asdict(balance) for step, balance in figures.pairs.items()},
        "flows": [[flow.gateway.value, flow.area, flow.cluster, flow.pairs] for flow in figures.flows],
        "operating": [asdict(stage) for stage in figures.operating],
        "counted": [[measure.value, year, number] for (measure, year), number in figures.counted.items()],
    }


def _read(day: date, kept: dict[str, Any]) -> Figures:
    return Figures(
        day, Holdings(**kept["holdings"]),
        {gateway: Source(**kept["sources"][gateway.value]) for gateway in Gateway},
        {step: Balance(**kept["pairs"][step.value]) for step in STEPS},
        tuple(Flow(Gateway(gateway), area, cluster, number) for gateway, area, cluster, number in kept["flows"]),
        tuple(StageStatus(**stage) for stage in kept["operating"]),
        {(Measure(measure), year): number for measure, year, number in kept["counted"]},
    )  # fmt: skip
