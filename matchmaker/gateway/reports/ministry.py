"""The lines of the report to the ministry."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.gateway.funnels import reading
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.reports import deals, operating
from matchmaker.gateway.reports.speed import speed
from matchmaker.gateway.rules import Share, Wait
from matchmaker.gateway.wording import STEP_NAMES
from matchmaker.opportunities.rules import Gateway
from matchmaker.outcomes import queries as outcomes
from matchmaker.outcomes.figures import figures
from matchmaker.outcomes.models import Outcome

Row = Sequence[object]


def table(scope: Scope) -> Iterator[Row]:
    """A head, then a row for each line: group, line, number, unit."""
    yield [_("Group"), _("What is counted"), _("Counted value"), _("Unit")]
    yield from _funnels(scope)
    yield from _speed(scope)
    yield from _deals(scope)
    yield from _operation()


def _funnels(scope: Scope) -> Iterator[Row]:
    found = reading.funnels(scope)
    for gateway in Gateway:
        for line in found.lines[gateway]:
            yield [code_label("gateway", gateway), str(STEP_NAMES[line.step]), line.pairs, _("pairs")]


def _speed(scope: Scope) -> Iterator[Row]:
    found, group = speed(scope), _("Speed (median)")
    yield [group, _("From sign-up to approval"), _days(found.approval), _("days")]
    yield [group, _("From interest to introduction"), _days(found.introduction), _("days")]
    yield [group, _("From introduction to meeting"), _days(found.meeting), _("days")]
    yield [group, _("From meeting to outcome"), _days(found.outcome), _("days")]


def _days(wait: Wait) -> str:
    return "" if wait.days is None else f"{wait.days:.1f}"


def _deals(scope: Scope) -> Iterator[Row]:
    small, mixed = deals.deals_of_small_firms(scope), deals.hybrids(scope)
    group = _("Deals and technologies")
    yield [group, _("Audited deals"), small.whole, _("deals")]
    yield [group, _("of which of small and medium-sized firms"), small.part, _("deals")]
    yield [group, _("Share of small and medium-sized firms"), _percent(small), "%"]
    yield [group, _("Open hybrid offers and needs (AI, bio and equipment)"), len(mixed.opportunities), _("entries")]
    yield [group, _("Introduced hybrid pairs"), mixed.pairs.part, _("pairs")]
    others = deals.cluster_figures()
    yield [group, _("Awarded calls"), others.awards.whole, _("calls")]
    yield [group, _("Awarded calls won by small and medium-sized suppliers"), others.awards.part, _("calls")]
    yield [group, _("Demonstrations in two countries, begun"), others.demonstrations.whole, _("demonstrations")]
    yield [group, _("Demonstrations in two countries, passed"), others.demonstrations.part, _("demonstrations")]
    yield [group, _("Open needs with a single source"), others.single_sources, _("entries")]
    for code, number in deals.strategic(scope).items():
        yield [_("Strategic technology"), code_label("sensitivity", code), number, _("entries")]
    yield from _outcomes(scope)


def _outcomes(scope: Scope) -> Iterator[Row]:
    wanted = outcomes.Wanted(first=scope.first, last=scope.last)
    statement = outcomes.filtered(sa.select(Outcome), wanted)
    for cluster in scope.clusters:
        statement = statement.where(outcomes.of_cluster(cluster))
    for kind in figures(statement):
        name = code_label("outcome_kind", kind.kind)
        yield [_("Audited outcomes"), name, kind.audited, _("outcomes")]
        for money in kind.audited_sums:
            yield [_("Audited outcomes"), name, money.amount, money.currency]


def _percent(share: Share) -> str:
    return "" if share.rate is None else f"{share.rate * 100:.1f}"


def _operation() -> Iterator[Row]:
    for stage in operating.stages():
        group = _("Assets at the stage %(stage)s", stage=code_label("stage", stage.stage))
        for name, number in (
            (_("All assets"), stage.total), (_("Open assets"), stage.open),
            (_("Connected assets"), stage.connected), (_("Assets used within a year"), stage.used),
        ):  # fmt: skip
            yield [group, name, number, _("assets")]
