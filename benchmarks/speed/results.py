"""What a run found out, and its JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.speed.statistics import Spread

FOLDER = Path("benchmarks/results")


class Task(StrEnum):
    """The rows of the report."""

    QUERY = "query"
    PAIRS = "pairs"
    BUILD = "build"
    OPEN = "open"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One method on one task at one size (listings). Seconds, bytes.

    `is_ours` marks the method that the ratios of its task, size and variant refer to. `recall` is None for a method
    that ranks by another score. `postings` and `touched` (bytes) are per query, or per run where a run is one thing.
    `skipped` says why there is no time.
    """

    task: Task
    size: int
    variant: str
    method: str
    is_ours: bool = False
    seconds: Spread | None = None
    prepare: float | None = None
    recall: float | None = None
    peak: int | None = None
    resident: int | None = None
    postings: float | None = None
    touched: float | None = None
    extra: Mapping[str, float] = field(default_factory=dict)
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run: where, with what, and all figures. `bandwidth` is bytes a second, read and written by a copy."""

    mode: str
    command: str
    environment: Mapping[str, str]
    bandwidth: float
    versions: Mapping[str, str]
    notes: Mapping[str, str]
    figures: Sequence[Figure]
    seconds: float = 0.0

    def to_json(self) -> str:
        """As text, one figure a line, so that a new run shows as a readable difference."""
        head = {key: value for key, value in asdict(self).items() if key != "figures"}
        lines = ",\n  ".join(json.dumps(_rounded(asdict(one)), ensure_ascii=False) for one in self.figures)
        return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "figures": [\n  {lines}\n ]\n}}\n'

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """The report that `to_json` wrote. Raises KeyError, TypeError or ValueError on other text."""
        found: dict[str, Any] = json.loads(text)
        return cls(**{**found, "figures": tuple(map(_figure, found["figures"]))})


def _figure(found: Mapping[str, Any]) -> Figure:
    seconds = Spread(**found["seconds"]) if found["seconds"] is not None else None
    return Figure(**{**found, "task": Task(found["task"]), "seconds": seconds})


def _rounded(value: Any) -> Any:
    """Numbers to five significant digits: more are noise."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return float(f"{value:.5g}") if isinstance(value, float) else value


def stored(folder: Path = FOLDER) -> list[Report]:
    """The reports kept in a folder, the short one first."""
    paths = [folder / f"{mode}.json" for mode in ("bench", "bench-full")]
    return [Report.from_json(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]


def worked_in(report: Report, kept: Sequence[Report]) -> Report:
    """The kept report of the same mode with the tasks and sizes that `report` measured anew, or `report` alone."""
    before = next((one for one in kept if one.mode == report.mode), None)
    if before is None:
        return report
    anew = {(one.task, one.size) for one in report.figures}
    figures = [*(one for one in before.figures if (one.task, one.size) not in anew), *report.figures]
    order = {task: place for place, task in enumerate(Task)}
    return replace(
        report,
        figures=sorted(figures, key=lambda one: (order[one.task], one.size)),
        versions={**before.versions, **report.versions},
        notes={**before.notes, **report.notes},
        seconds=before.seconds + report.seconds,
    )


def write(path: Path, text: str) -> None:
    """Write a file aside and put it into its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
