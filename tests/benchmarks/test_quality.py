"""The report on match quality."""

import json

import pytest
from click.testing import CliRunner

from benchmarks import quality
from benchmarks.quality_failures import failures
from benchmarks.quality_speed import speed_of
from matchmaker.matching.evaluation import Channel
from tests.matching.evaluation.sets import CORPUS, Letters, collection, reader, write

QUERIES = {f"q{place}": text for place, text in enumerate(["cell therapy", "tweezers", "tax"])}
GRADES = [("q0", "d1", 1), ("q1", "d4", 1), ("q2", "d2", 1)]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty place to run in, with a folder for the report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(quality.main, list(map(str, arguments)))


def test_without_collections_it_says_so_and_writes_nothing(place, monkeypatch):
    monkeypatch.setenv("EVAL", str(place / "nowhere"))
    result = run()
    assert (result.exit_code, "No labelled collections" in result.stderr) == (1, True)
    assert list((place / "docs").iterdir()) == []


def test_a_broken_collection_is_named(place):
    result = run(place)
    assert (result.exit_code, "corpus.jsonl" in result.stderr) == (1, True)


def test_two_folders_of_one_name_are_refused(place):
    folder = write(place / "one", CORPUS, QUERIES, GRADES)
    assert "same name" in run(folder, folder).stderr


def test_collections_are_found_where_eval_says(place, monkeypatch):
    monkeypatch.setenv("EVAL", str(place))
    folders = [write(place / name, CORPUS, QUERIES, GRADES) for name in ("b", "a")]
    assert quality.default_folders() == folders[::-1]


@pytest.mark.slow
def test_the_report_has_every_part_with_its_command_and_quotes_no_text(place):
    folder = write(place / "small", CORPUS, QUERIES, GRADES)
    (place / "benchmarks").mkdir()
    (place / quality.HAND_WRITTEN).write_text("1. In words of our own.\n", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 0, result.output
    report = (place / quality.REPORT).read_text(encoding="utf-8")
    for part, heading in quality.HEADINGS.items():
        assert f"## {heading}\n\n```sh\npython -m benchmarks.quality --part {part} FOLDER...\n```" in report
    assert report.endswith("## Ten failures\n\n1. In words of our own.\n")
    assert not any(text in report for text in (*CORPUS.values(), *QUERIES.values()))
    assert {row["collection"] for row in json.loads((place / quality.CANDIDATES).read_text())} == {"small"}


def test_failures_are_the_worst_queries_with_what_misled(tmp_path):
    small = collection(tmp_path / "small", CORPUS, QUERIES, GRADES)
    first = failures(reader(), small)[0]
    assert (first.query, first.place, first.first) == ("q0", 2, "cell therapy")
    assert "#cell-therapy" in first.terms_with_wanted


def test_speeds_are_told_for_each_part(tmp_path):
    small = collection(tmp_path / "small", CORPUS, QUERIES, GRADES)
    engine = reader(encoder=Letters()).engine
    speed = speed_of(small, engine)
    assert set(speed.channels) == set(Channel)
    assert min(speed.analysis, speed.encoding, *speed.channels.values()) > 0
