from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from matchmaker.matching import MatchIndex
from matchmaker.matching.blocks.results import Ranked
from tests.matching.blocks.market import saved


@dataclass(frozen=True)
class Market:
    """An index, the folder that it was stored in, and everyone's best five as the index itself gives them."""

    index: MatchIndex
    folder: Path

    @cached_property
    def best(self) -> list[Ranked]:
        return list(self.index.all_best(5))


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Market:
    folder = tmp_path_factory.mktemp("market") / "index"
    return Market(saved(folder, 120), folder)
