"""`match exposure`: how evenly organisations are shown to each other, and what a stronger promise would cost."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from matchmaker.foundation.database import db
from matchmaker.matching import MatchIndex, Side
from matchmaker.matching.cli import match_cli
from matchmaker.matching.exposure import Shown
from matchmaker.suggestions import exposure, indexes, rows
from matchmaker.suggestions.exposure import Exposure
from matchmaker.suggestions.models import Suggestion


@match_cli.command("exposure")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@with_appcontext
def exposure_command(as_json: bool) -> None:
    """Say how often the organisations of each side are shown to the other side."""
    index = indexes.current()
    if index is None:
        raise click.ClickException("There is no match index yet. Run: flask match build")
    choices = rows.choices()
    columns = sa.select(Suggestion.organisation_id, Suggestion.candidate_id, Suggestion.score)
    stored = ((row.organisation_id, row.candidate_id, row.score) for row in db.session.execute(columns))
    lists = exposure.lists_of(stored, index.organisations, choices)
    shown = exposure.by_side(index, lists)
    inside = exposure.cost_inside(index, lists, choices)
    click.echo(json.dumps(_figures(index, shown, inside)) if as_json else "\n".join(_table(index, shown, inside)))


def told(found: Exposure) -> Iterator[str]:
    """What a build says of the exposure: a line for each side, and the cost."""
    for side, before in found.before.items():
        after = found.after[side]
        yield (
            f"exposure, {side.value}: Gini {before.gini:.3f} -> {after.gini:.3f}, "
            f"unseen organisations {before.unseen} -> {after.unseen}, rarely shown {before.rarely} -> {after.rarely}"
        )
    yield "exposure, cost: " + ", ".join(f"nDCG@{depth} {cost:.4f}" for depth, cost in found.costs.items())


def _figures(index: MatchIndex, shown: Mapping[Side, Shown], inside: float) -> dict[str, Any]:
    settings = index.settings
    sides = {side.value: {**asdict(found), "never_shown": _share(found.unseen, found)} for side, found in shown.items()}
    return {
        "minimum": settings.minimum_exposure, "untouched_places": settings.untouched_places, "sides": sides,
        "cost_inside": inside,
    }  # fmt: skip


def _table(index: MatchIndex, shown: Mapping[Side, Shown], inside: float) -> Iterator[str]:
    settings = index.settings
    rare = f"on under {settings.minimum_exposure} lists"
    yield f"{'':<10}{'organisations':>15}{'never shown':>20}{rare:>22}{'fewest lists':>14}{'Gini':>8}"
    for side, found in shown.items():
        unseen, rarely = (f"{number} ({_share(number, found):.1%})" for number in (found.unseen, found.rarely))
        yield f"{side.value:<10}{found.organisations:>15}{unseen:>20}{rarely:>22}{found.fewest:>14}{found.gini:>8.3f}"
    depth = settings.untouched_places
    yield (
        f"The first {depth} places of a list are untouched: nDCG@{depth} cost 0. The same promise kept within them, "
        f"in places {depth // 2 + 1} to {depth}, would cost {inside:.4f}."
    )


def _share(number: int, found: Shown) -> float:
    return number / found.organisations if found.organisations else 0.0
