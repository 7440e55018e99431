"""The demo cluster's data files, read into plain values; pure."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class DemoData:
    """Everything in the data files: organisations with their opportunities, in file order."""

    organisations: tuple[dict[str, Any], ...]


def read(folder: Path = DATA) -> DemoData:
    """Read every `.toml` file of `folder`. Raises tomllib.TOMLDecodeError for a broken one."""
    organisations: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.toml")):
        organisations.extend(tomllib.loads(path.read_text("utf-8")).get("organisation", []))
    return DemoData(tuple(organisations))
