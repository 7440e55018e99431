import pytest
from joblib import cpu_count

from matchmaker.matching.blocks import Compute, Way

HERE = Compute(Way.HERE, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auto", Compute(Way.AUTO, cpu_count())),
        ("threads:3", Compute(Way.THREADS, 3)),
        ("threads", Compute(Way.THREADS, cpu_count())),
        ("processes:2", Compute(Way.PROCESSES, 2)),
        ("dask:tcp://10.0.0.5:8786", Compute(Way.DASK, 0, "tcp://10.0.0.5:8786")),
        ("dask:tls://scheduler.example:8786", Compute(Way.DASK, 0, "tls://scheduler.example:8786")),
    ],
)
def test_one_line_chooses_who_computes(text: str, expected: Compute) -> None:
    assert Compute.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "Threads:2", "threads:0", "threads:-1", "processes:two", "dask", "dask:host", "x"]
)
def test_anything_else_is_refused_with_the_forms_that_there_are(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected auto, threads:N, processes:N or dask:tcp://HOST:PORT"):
        Compute.parse(text)


def test_a_small_index_starts_no_workers_by_itself_and_a_large_one_starts_processes() -> None:
    auto = Compute(Way.AUTO, 8)
    assert auto.for_work(blocks=10, pairs=1_000_000) == HERE
    assert auto.for_work(blocks=100, pairs=1_000_000_000) == Compute(Way.PROCESSES, 8)


def test_never_more_workers_than_blocks_and_none_for_one_block() -> None:
    cluster = Compute.parse("dask:tcp://10.0.0.5:8786")
    assert Compute.parse("threads:8").for_work(blocks=3, pairs=9) == Compute(Way.THREADS, 3)
    assert cluster.for_work(blocks=3, pairs=9) == cluster
    assert [Compute.parse(text).for_work(blocks=1, pairs=9) for text in ("threads:8", "processes:2")] == [HERE, HERE]
    assert cluster.for_work(blocks=1, pairs=9) == HERE
    assert Compute.parse("processes:1").for_work(blocks=9, pairs=9) == HERE
