"""`match train`: what is learned, what is refused, and how it is taken back."""

import json
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.matching.learning import JudgedPair
from matchmaker.suggestions import decisions
from matchmaker.suggestions.models import Judgement, ShortlistEntry, SuggestionMark
from matchmaker.suggestions.rules import Grade, Mark
from tests.matching.evaluation.sets import write
from tests.suggestions.conftest import Cluster

TOPICS = ("antibody purification", "viral vector", "tissue scaffold", "sequencing software")


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["match", "train", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def lawful(tmp_path: Path) -> str:
    """Topic t finds its partners in topic t + 1, among those who export."""
    texts = {
        f"o{place:02}": f"{TOPICS[place % 4]} {('exporter', 'starter', 'starter')[place % 3]} a{place % 7}"
        for place in range(60)
    }
    good = [
        (one, other, 1)
        for one in texts
        for other in texts
        if (int(one[1:]) + 1) % 4 == int(other[1:]) % 4 and "exporter" in texts[other]
    ]
    return str(write(tmp_path / "lawful", texts, texts, good))


def test_what_is_better_is_told_installed_listed_and_taken_back(app: Flask, lawful: str) -> None:
    code, output, _error = run(app, lawful, "--encoder", "none", "--folds", "5", "--json")
    found = json.loads(output)
    assert (code, found["is_better"], found["queries"], found["pairs"]) == (0, True, 60, 300)
    assert list(found["coefficients"]) == ["words", "rare", "place", "activity", "complement"]
    assert run(app, "--list")[1] == "No re-ranker was installed.\n"

    code, output, _error = run(app, lawful, "--encoder", "none", "--folds", "5", "--install")
    assert (code, output.splitlines()[0]) == (
        0, "60 organisations, 300 good pairs; each judged by what others taught."
    )  # fmt: skip
    assert output.splitlines()[-1] == f"Installed: {found['version']}"
    assert run(app, "--list")[1].startswith(f"* {found['version']}  nDCG@10 ")
    assert run(app, "--off")[1] == "No re-ranker is in use.\n"
    assert run(app, "--revert")[1] == f"In use: {found['version']}\n"
    assert run(app, "--revert")[1] == "No re-ranker is in use.\n"


def test_too_little_is_refused_with_the_reason(app: Flask, built: Cluster) -> None:
    code, output, error = run(app, "--stored")
    assert (code, output) == (1, "")
    assert "0 good pairs of 0 organisations; 50 of 10 are needed" in error


def test_a_broken_folder_is_named(app: Flask, tmp_path: Path) -> None:
    code, _output, error = run(app, str(tmp_path / "none"), "--encoder", "none")
    assert (code, str(tmp_path / "none") in error) == (1, True)


@pytest.mark.parametrize("arguments", [(), ("--stored", "--list"), ("--stored", "--off")])
def test_one_thing_at_a_time(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run(app, *arguments)[0] == 2


def test_what_people_decided_becomes_grades(app: Flask, cluster: Cluster) -> None:
    firm, maker, clinic, insurer = (one.id for one in (cluster.firm, cluster.maker, cluster.clinic, cluster.insurer))
    db.session.add_all(
        [
            SuggestionMark(organisation_id=firm, candidate_id=maker, mark=Mark.SAVED),
            SuggestionMark(organisation_id=firm, candidate_id=clinic, mark=Mark.DISMISSED, reason="wrong_area"),
            SuggestionMark(organisation_id=clinic, candidate_id=firm, mark=Mark.DISMISSED, reason="already_working"),
            ShortlistEntry(organisation_id=insurer, candidate_id=maker),
            Judgement(organisation_id=firm, candidate_id=maker, grade=Grade.GOOD, user_id=cluster.member.id),
        ]
    )
    db.session.flush()
    expected = [(firm, maker, 2), (firm, clinic, 0), (insurer, maker, 2)]
    assert decisions.decided() == sorted(
        (JudgedPair(str(one), str(other), grade) for one, other, grade in expected),
        key=lambda pair: (pair.organisation, pair.candidate),
    )
