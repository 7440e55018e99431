"""What the pages of manufacturing show: operations with their gaps, and needs as far as the reader's tier allows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.manufacturing import queries
from matchmaker.manufacturing.mapping import LIST, uses
from matchmaker.manufacturing.models import ManufacturerProfile
from matchmaker.manufacturing.rules import Certificates, Operation, Service, operations, service_for
from matchmaker.manufacturing.service import operations_of
from matchmaker.opportunities.actions import OpportunityAction, actions_for
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView, present
from matchmaker.opportunities.sight import tiers_of
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.visibility import closed_between

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation that the reader could serve, in words."""

    label: str
    reasons: tuple[str, ...]
    held: tuple[str, ...]
    under_way: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need that the reader could serve: what is in common, what lacks, what the matching says."""

    need: OpportunityView
    operations: tuple[str, ...]
    under_way: tuple[str, ...]
    missing: tuple[str, ...]
    is_single_source: bool
    score: int | None
    """0–100, where the matching has suggested the two to each other."""
    actions: tuple[OpportunityAction, ...]


def operation_views(able: Sequence[Operation]) -> list[OperationView]:
    """Operations in the reader's language."""
    return [
        OperationView(
            code_label("unit_operation", one.unit_operation),
            tuple(code_label(LIST, use.code) for use in one.uses),
            *(_standards(codes) for codes in (one.held, one.under_way, one.missing)),
        )
        for one in able
    ]


def _standards(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(code_label("standard", code) for code in codes)


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs that are shown, and how many there are in all."""

    shown: Sequence[NeedView] = ()
    total: int = 0


def needs_for(reader: Organisation, able: Sequence[Operation]) -> Needs:
    """Published needs that `reader` could serve: most in common first, the other side before its own.

    Block lists hold, and each need is shown at the tier that the reader has reached.
    """
    statement = queries.needs([one.unit_operation for one in able], but_of=reader.id)
    rows = db.session.scalars(statement).all()
    closed = closed_between(reader, {row.organisation_id: row.organisation for row in rows}.values())
    served = [(row, found) for row in rows if row.organisation_id not in closed
              and (found := service_for(row.codes_of("unit_operation"), able)) is not None]  # fmt: skip
    served.sort(key=lambda pair: (pair[0].organisation.side is reader.side, pair[1].rank))
    return Needs(_views(reader, served[:SHOWN]), len(served))


def _views(reader: Organisation, served: Sequence[tuple[Opportunity, Service]]) -> list[NeedView]:
    rows = [row for row, _found in served]
    ids = [row.id for row in rows]
    tiers = tiers_of(reader, rows)
    scores = {one.candidate_opportunity_id: one.score for one in db.session.scalars(queries.suggested(reader.id, ids))}
    single = {one.opportunity_id for one in db.session.scalars(queries.single_sources(ids))}
    return [
        NeedView(
            present(row, tiers[row.id], locale()),
            tuple(code_label("unit_operation", one.unit_operation) for one in found.operations),
            _standards(found.under_way), _standards(found.missing), row.id in single,
            round(scores[row.id] * 100) if row.id in scores else None, tuple(actions_for(reader, row)),
        )
        for row, found in served
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MakerLine:
    """A manufacturer in the list of staff."""

    organisation: Organisation
    name: str
    capabilities: tuple[str, ...]
    operations: int
    under_way: tuple[str, ...]
    missing: tuple[str, ...]


def maker_lines(profiles: Sequence[ManufacturerProfile]) -> list[MakerLine]:
    """Manufacturers with the certificates that they lack, the most asked for first."""
    lines: list[MakerLine] = []
    for profile in profiles:
        able = operations_of(profile)
        labels = tuple(code_label("machine_capability", code) for code in profile.codes())
        lines.append(MakerLine(profile.organisation, profile.organisation.name(locale()), labels, len(able),
                               _most_asked(one.under_way for one in able),
                               _most_asked(one.missing for one in able)))  # fmt: skip
    return lines


def _most_asked(standards: Iterable[Sequence[str]]) -> tuple[str, ...]:
    counted = Counter(code for codes in standards for code in codes)
    return _standards([code for code, _count in counted.most_common()])


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A need in the list of staff: how many manufacturers here could serve it, and whether it has one source."""

    id: int
    title: str
    organisation: str
    operations: tuple[str, ...]
    makers: int
    is_single_source: bool
    note: str


def risk_lines(rows: Sequence[Opportunity]) -> list[RiskLine]:
    """Needs with the supply that there is for them."""
    marks = {one.opportunity_id: one for one in db.session.scalars(queries.single_sources([row.id for row in rows]))}
    served = [
        frozenset(one.unit_operation for one in operations(profile.codes(), uses(), Certificates()))
        for profile in db.session.scalars(queries.taking_part())
    ]
    return [_risk(row, served, marks[row.id].note if row.id in marks else None) for row in rows]


def _risk(row: Opportunity, served: Sequence[frozenset[str]], note: str | None) -> RiskLine:
    wanted = row.codes_of("unit_operation")
    return RiskLine(
        row.id, row.title(locale()), row.organisation.name(locale()),
        tuple(code_label("unit_operation", code) for code in wanted),
        sum(1 for able in served if able & set(wanted)), note is not None, note or "",
    )  # fmt: skip


def all_operations() -> list[str]:
    """Every operation that the mapping speaks of."""
    return sorted({use.unit_operation for use in uses()})
