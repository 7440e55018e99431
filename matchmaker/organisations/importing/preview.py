"""A plan as plain lines: kept beside the upload, paged on the preview, written into the list of faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.organisations.importing import wording
from matchmaker.organisations.importing.faults import Remark
from matchmaker.organisations.importing.planning import Item, Kind, Plan, Twin

FAULTS = "warning"
"""Rows that come in, but with something left out or worth a look."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview: number in the file, name, what happens to it, whom it repeats, what is to be said of it."""

    number: int
    name: str
    kind: Kind
    country: str
    cluster: str
    twin: Twin | None
    remarks: tuple[Remark, ...]

    @property
    def sentences(self) -> list[str]:
        """Everything there is to say of the row, in the reader's language."""
        said = [wording.sentence(remark) for remark in self.remarks]
        return [*said, wording.repeats(self.twin)] if self.twin else said


def lines_of(plan: Plan) -> list[Line]:
    """All rows of a plan."""
    return [_line(item) for item in plan.items]


def _line(item: Item) -> Line:
    profile, record = item.record.profile, item.record
    remarks = (*record.errors, *record.warnings, *item.warnings)
    country, cluster = (profile.country, profile.cluster) if profile else ("", "")
    return Line(record.number, record.name, item.kind, country, cluster, item.twin, remarks)


def wanted(lines: list[Line], show: str) -> list[Line]:
    """Lines of one kind, or those with warnings."""
    if show == FAULTS:
        return [line for line in lines if line.remarks and line.kind is not Kind.REFUSED]
    return [line for line in lines if line.kind == show]


def to_json(line: Line) -> list[Any]:
    """A line as JSON values."""
    twin = line.twin and [line.twin.name, line.twin.organisation_id, line.twin.row, list(line.twin.reasons)]
    remarks = [[remark.code, remark.column, dict(remark.details)] for remark in line.remarks]
    return [line.number, line.name, line.kind.value, line.country, line.cluster, twin, remarks]


def from_json(values: list[Any]) -> Line:
    """The line that `to_json` wrote."""
    number, name, kind, country, cluster, twin, remarks = values
    found = Twin(twin[0], twin[1], twin[2], tuple(twin[3])) if twin else None
    said = tuple(Remark(code, column, _details(details)) for code, column, details in remarks)
    return Line(number, name, Kind(kind), country, cluster, found, said)


def _details(values: Mapping[str, Any]) -> dict[str, str | int]:
    return {str(name): value for name, value in values.items()}
