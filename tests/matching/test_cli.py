"""`match evaluate`."""

import json
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from matchmaker.matching.cli import match_cli
from tests.matching.test_evaluate import CORPUS, write


@pytest.fixture
def folders(tmp_path):
    return [
        str(write(tmp_path / name, {"doc 1": "cell therapy", **CORPUS}, {"q 1": "cell therapy"}, [("q 1", "doc 1", 1)]))
        for name in ("one", "two")
    ]


def run(*arguments):
    return CliRunner().invoke(match_cli, ["evaluate", *map(str, arguments)])


def test_a_table_has_a_row_for_each_folder(folders):
    result = run(*folders)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["nDCG@10", "one", "two"]


def test_json_is_the_only_thing_on_standard_output(folders):
    result = run(folders[0], "--json")
    assert list(json.loads(result.stdout)["one"]) == ["ndcg@10", "recall@10", "mrr", "recall@1", "queries_per_second"]


def test_a_run_file_is_written_for_each_folder_and_ids_with_spaces_survive(folders, tmp_path):
    run(folders[0], "--run", tmp_path / "run.txt")
    run(*folders, "--run", tmp_path / "run.txt")
    lines = [line.split(" ") for line in (tmp_path / "run.txt").read_text().splitlines()]
    assert {len(line) for line in lines} == {6}
    assert [unquote(line[2]) for line in lines] == ["d1", "d3", "doc 1"]
    assert [(line[0], line[1], line[3]) for line in lines] == [("q%201", "Q0", str(rank)) for rank in (1, 2, 3)]
    assert (tmp_path / "run.txt.one").read_text() == (tmp_path / "run.txt").read_text()
    assert (tmp_path / "run.txt.two").exists()


def test_a_broken_folder_is_an_error_not_a_traceback(tmp_path):
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "corpus.jsonl" in result.stderr


def test_a_run_file_that_cannot_be_written_is_an_error(folders, tmp_path):
    result = run(folders[0], "--run", tmp_path / "nowhere" / "run.txt")
    assert (result.exit_code, "nowhere" in result.stderr) == (1, True)
