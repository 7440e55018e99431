from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.matching.blocks import BlockError
from matchmaker.suggestions import builds, indexes
from matchmaker.suggestions.builds import Phase
from matchmaker.suggestions.models import Suggestion
from tests.suggestions.conftest import Cluster


@pytest.fixture
def configure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Changes settings of the application for one test."""

    def change(**settings: object) -> None:
        monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], **settings))

    return change


def stored() -> list[tuple[int, int, float]]:
    columns = Suggestion.organisation_id, Suggestion.candidate_id, Suggestion.score
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(*columns))]


def test_a_build_says_what_the_ranking_takes_before_it_starts(cluster: Cluster) -> None:
    said: list[str] = []

    builds.build(announce=said.append, report=lambda phase, *_: said.append(phase.name))

    assert list(dict.fromkeys(said)) == [
        "ANALYSE",
        "ENCODE",
        "Ranking 4 organisations in 2 blocks: at most 1 MiB in this process, beside the index.",
        "RANK",
        "EXPLAIN",
        "STORE",
    ]


def test_the_command_prints_it(app: Flask, cluster: Cluster) -> None:
    result = app.test_cli_runner().invoke(args=["match", "build"])

    assert (result.exit_code, "Ranking 4 organisations" in result.stderr) == (0, True)


@pytest.mark.parametrize("compute", ["threads:2", "threads:1"])
def test_whatever_computes_it_the_same_is_stored(built: Cluster, configure: Any, compute: str) -> None:
    before = stored()
    configure(compute=compute)

    builds.build()

    assert stored() == before != []


def test_a_build_leaves_no_work_behind(app: Flask, built: Cluster) -> None:
    work = app.extensions["config"].instance / "ranking"

    assert [path.name for path in work.iterdir()] == ["lock"]


def test_a_setting_that_means_nothing_is_refused_before_anything_is_read(cluster: Cluster, configure: Any) -> None:
    configure(compute="hamster:2")
    seen: list[Phase] = []

    with pytest.raises(ValueError, match="MATCHMAKER_COMPUTE='hamster:2': expected auto, threads:N"):
        builds.build(report=lambda phase, *_: seen.append(phase))
    assert seen == []


def test_too_little_memory_is_said_and_the_last_build_stays(app: Flask, built: Cluster, configure: Any) -> None:
    last = indexes.latest()
    before = stored()
    configure(compute_memory_mib=0)

    with pytest.raises(BlockError, match="raise the budget"):
        builds.build()
    result = app.test_cli_runner().invoke(args=["match", "build"])

    assert (result.exit_code, "raise the budget" in result.stderr) == (1, True)
    assert (indexes.latest(), stored()) == (last, before)
