"""Every address, table and test that docs/cluster.md names exists."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from config import ROOT
from matchmaker.foundation.database import db

QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    system: str
    addresses: tuple[str, ...]
    tables: tuple[str, ...]
    tests: tuple[str, ...]


def rows() -> Iterator[Row]:
    for line in (ROOT / "docs" / "cluster.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and QUOTED.search(cells[1]):
            yield Row(cells[0], *(tuple(QUOTED.findall(cell)) for cell in cells[1:]))


ROWS = list(rows())
SYSTEMS = 42
"""Rows of the list of systems that the cluster consists of."""


def test_every_system_has_an_address_a_table_and_a_test() -> None:
    assert len(ROWS) == SYSTEMS
    assert [row.system for row in ROWS if not (row.addresses and row.tables and row.tests)] == []


def test_every_address_is_a_route(app: Flask) -> None:
    known = {rule.rule for rule in app.url_map.iter_rules()}
    assert {row.system: missing for row in ROWS if (missing := set(row.addresses) - known)} == {}


def test_every_table_is_there(app: Flask) -> None:
    assert {row.system: missing for row in ROWS if (missing := set(row.tables) - set(db.metadata.tables))} == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.system)
def test_every_test_is_written(row: Row) -> None:
    for name in row.tests:
        path, _, function = name.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name
