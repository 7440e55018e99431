"""The demo cluster's data files, read into plain values; pure."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class DemoData:
    """Everything in the data files: organisations (with their opportunities) and assets, in file order."""

    organisations: tuple[dict[str, Any], ...]
    assets: tuple[dict[str, Any], ...]


def read(folder: Path = DATA) -> DemoData:
    """Read every `.toml` file of `folder`. Raises tomllib.TOMLDecodeError for a broken one."""
    organisations: list[dict[str, Any]] = []
    assets: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text("utf-8"))
        organisations.extend(content.get("organisation", []))
        assets.extend(content.get("asset", []))
    return DemoData(tuple(organisations), tuple(assets))
