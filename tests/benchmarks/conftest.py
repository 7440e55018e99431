"""Processes of the benchmarks that start in no time."""

from collections.abc import Iterator
from multiprocessing import forkserver, get_context

import pytest

from benchmarks import quality
from benchmarks.speed import workers
from config import ROOT


@pytest.fixture(autouse=True, scope="session")
def ready_processes() -> Iterator[None]:
    """They come from one that has imported everything: where nothing is measured, no process need do so by itself."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.quality", "benchmarks.speed.run"])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # from where it imports
        forkserver.ensure_running()
    with pytest.MonkeyPatch.context() as patch:
        for module in (quality, workers):
            patch.setattr(module, "get_context", lambda _method: context)
        yield
