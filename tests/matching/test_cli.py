"""`match evaluate`."""

import json
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from matchmaker.matching.cli import match_cli
from tests.matching.evaluation.sets import CORPUS, write


@pytest.fixture
def folders(tmp_path):
    return [
        str(write(tmp_path / name, {"doc 1": "cell therapy", **CORPUS}, {"q 1": "cell therapy"}, [("q 1", "doc 1", 1)]))
        for name in ("one", "two")
    ]


def run(*arguments):
    return CliRunner().invoke(match_cli, ["evaluate", *map(str, arguments)])


def test_a_table_has_a_row_for_each_folder(folders):
    result = run(*folders, "--channel", "lexical")
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["set", "method"],
        ["one", "lexical"],
        ["two", "lexical"],
    ]


def test_json_is_the_only_thing_on_standard_output(folders):
    found = json.loads(run(folders[0], "--json", "--channel", "lexical").stdout)
    assert list(found) == ["one"]
    assert list(found["one"])[:5] == ["ndcg@10", "recall@10", "mrr", "recall@1", "queries_per_second"]
    assert (list(found["one"]["methods"]), found["one"]["ablation"]) == (["lexical"], {})


def test_with_ablate_a_second_table_has_a_row_for_each_part(folders):
    result = run(folders[0], "--channel", "lexical", "--ablate")
    figures, ablations = result.stdout.split("\n\n")
    assert (len(figures.splitlines()), ablations.splitlines()[0].split()[:3]) == (2, ["set", "without", "nDCG@10"])
    assert ablations.splitlines()[1].split()[:2] == ["one", "glossary"]


def test_a_run_file_is_written_for_each_folder_and_ids_with_spaces_survive(folders, tmp_path):
    run(folders[0], "--run", tmp_path / "run.txt", "--channel", "lexical")
    run(*folders, "--run", tmp_path / "run.txt", "--channel", "lexical")
    lines = [line.split(" ") for line in (tmp_path / "run.txt").read_text().splitlines()]
    assert {len(line) for line in lines} == {6}
    assert [unquote(line[2]) for line in lines] == ["d1", "d3", "doc 1"]
    assert [(line[0], line[1], line[3]) for line in lines] == [("q%201", "Q0", str(rank)) for rank in (1, 2, 3)]
    assert (tmp_path / "run.txt.one").read_text() == (tmp_path / "run.txt").read_text()
    assert (tmp_path / "run.txt.two").exists()


def test_a_broken_folder_is_an_error_not_a_traceback_and_nothing_is_written(folders, tmp_path):
    result = run(*folders, tmp_path, "--run", tmp_path / "run.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "corpus.jsonl" in result.stderr
    assert not list(tmp_path.glob("*run.txt*"))


def test_a_run_file_that_cannot_be_written_is_an_error(folders, tmp_path):
    result = run(folders[0], "--run", tmp_path / "nowhere" / "run.txt")
    assert (result.exit_code, "nowhere" in result.stderr) == (1, True)


def test_two_folders_of_one_name_are_refused(folders):
    result = run(folders[0], folders[0])
    assert (result.exit_code, "Two folders are called 'one'" in result.stderr) == (1, True)


def test_an_unknown_channel_is_an_error(folders):
    assert run(folders[0], "--channel", "psychic").exit_code == 2


def test_without_an_encoder_there_is_one_channel_and_the_others_are_an_error(folders):
    found = json.loads(run(folders[0], "--encoder", "none", "--json").stdout)
    assert list(found["one"]["methods"]) == ["lexical"]
    result = run(folders[0], "--encoder", "none", "--channel", "fused")
    assert (result.exit_code, "no channel fused, only lexical" in result.stderr) == (1, True)


def test_an_encoder_that_cannot_be_had_is_an_error(folders):
    result = run(folders[0], "--encoder", "crystal-ball")
    assert (result.exit_code, "no encoder 'crystal-ball'" in result.stderr) == (1, True)
