"""TREC run files, whole or not at all."""

import stat
from contextlib import suppress

import pytest

from matchmaker.matching.evaluation import Ranking
from matchmaker.matching.evaluation.runs import RunFileError, RunFiles

RANKING = Ranking("q 1", ("d/1", "é"), (0.5, 0.25))


def test_a_run_is_there_when_all_is_done_and_not_before(tmp_path):
    path = tmp_path / "run.txt"
    with RunFiles(path, ["one"], ["lexical"]) as files:
        files.sink("one", "lexical")(RANKING)
        assert not path.exists()
    assert path.read_text() == "q%201 Q0 d%2F1 1 0.5 matchmaker\nq%201 Q0 %C3%A9 2 0.25 matchmaker\n"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o400


@pytest.mark.parametrize(
    ("collections", "channels", "names"),
    [
        (["one", "two"], ["fused"], {"r.one", "r.two"}),
        (["one"], ["fused", "lexical"], {"r.fused", "r.lexical"}),
        (["one", "two"], ["fused", "lexical"], {"r.one.fused", "r.one.lexical", "r.two.fused", "r.two.lexical"}),
    ],
)
def test_several_runs_have_names_of_their_own(tmp_path, collections, channels, names):
    with RunFiles(tmp_path / "r", collections, channels):
        pass
    assert {path.name for path in tmp_path.iterdir()} == names


def test_after_an_error_nothing_is_left_and_an_older_run_stays(tmp_path):
    path = tmp_path / "run.txt"
    path.write_text("older")
    with suppress(KeyError), RunFiles(path, ["one"], ["lexical"]) as files:
        files.sink("one", "lexical")(RANKING)
        raise KeyError
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("run.txt", "older")]


def test_a_place_that_cannot_be_written_is_named_at_once_and_nothing_is_left(tmp_path):
    (tmp_path / "r.two").mkdir()
    with pytest.raises(RunFileError, match=r"r\.two: Is a directory"):
        RunFiles(tmp_path / "r", ["one", "two"], ["lexical"]).__enter__()
    with pytest.raises(RunFileError, match="nowhere"):
        RunFiles(tmp_path / "nowhere" / "r", ["one"], ["lexical"]).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["r.two"]
