from pathlib import Path

import pytest

from matchmaker.matching.blocks import BlockError
from matchmaker.matching.blocks.work import working


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_kept_block_is_there_for_the_next_run_of_the_same_plan(tmp_path: Path) -> None:
    with working(tmp_path, "plan") as work:
        work.keep(3, b"three")
        work.keep(1, b"one")
    with working(tmp_path, "plan") as work:
        assert (work.finished, work.read(3), work.read(1)) == ({1, 3}, b"three", b"one")


def test_files_of_another_plan_are_removed(tmp_path: Path) -> None:
    with working(tmp_path, "older") as work:
        work.keep(1, b"one")
    with working(tmp_path, "plan") as work:
        assert work.finished == frozenset()
    assert names(tmp_path) == ["lock"]


@pytest.mark.parametrize("broken", [b"", b"thre", b"three!", b"tHree"])
def test_a_torn_block_is_not_there(tmp_path: Path, broken: bytes) -> None:
    with working(tmp_path, "plan") as work:
        work.keep(3, b"three")
    (path,) = (tmp_path / "plan").iterdir()
    path.write_bytes(broken)
    (tmp_path / "plan" / "saving.xyz").write_bytes(b"left by a run that was killed")

    with working(tmp_path, "plan") as work:
        assert work.finished == frozenset()
    assert names(tmp_path) == ["lock"]


def test_a_block_that_changes_before_it_is_read_is_named(tmp_path: Path) -> None:
    with working(tmp_path, "plan") as work:
        work.keep(3, b"three")
        (path,) = (tmp_path / "plan").iterdir()
        path.write_bytes(b"four")
        with pytest.raises(BlockError, match=path.name):
            work.read(3)


def test_the_second_of_two_runs_at_once_is_refused_and_touches_nothing(tmp_path: Path) -> None:
    with working(tmp_path, "plan") as work:
        work.keep(3, b"three")
        with pytest.raises(BlockError, match="another run"), working(tmp_path, "other"):
            pass
        assert work.read(3) == b"three"


def test_a_full_disk_leaves_no_half_of_a_block(tmp_path: Path) -> None:
    with working(tmp_path, "plan") as work:
        work.folder = tmp_path / "gone"
        with pytest.raises(OSError, match="gone"):
            work.keep(3, b"three")
        assert work.finished == frozenset()
