"""Blocks on a Dask cluster that exists already. The only module that knows of Dask, which is an extra.

Each block is a task of its own. When a worker dies the scheduler gives its blocks to others, and a worker that joins
is given some; a block whose workers died four times (`distributed.scheduler.allowed-failures`) ends the run. Nothing
is tried twice after an error: all workers read the same index, so that the next one would fail alike.

Why not joblib's own Dask backend, which survives the same: a cluster that has one thread when the run starts (its
first worker, others to come) is taken for no company at all, and everything would be computed on the host that asks.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from matchmaker.matching.blocks.errors import BlockError

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE = 60.0
"""Seconds to wait for the scheduler, and for a worker whenever there is none."""

_SENT = 64
"""Tasks sent to the scheduler at a time: a task names its organisations, which Dask calls large by the thousands."""


def on_cluster(address: str, function: Callable[[T], R], tasks: Iterable[T]) -> Generator[R, None, None]:
    """`function` of each task, computed by the cluster of the scheduler at `address`, given as they finish.

    Raises BlockError when Dask is not installed, or the cluster cannot be reached, has no worker or loses a task.
    """
    try:
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise BlockError("A Dask cluster needs more packages: install matchmaker with its extra `cluster`.") from error
    with _connected(distributed, address) as client, _told(distributed, address):
        finished: SimpleQueue[Any] = SimpleQueue()
        futures = client.map(function, list(tasks), pure=False, batch_size=_SENT)
        for future in futures:
            future.add_done_callback(finished.put)
        for _future in futures:
            future = _next(finished, client, address)
            yield future.result()
            future.release()


@contextmanager
def _connected(distributed: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise BlockError(f"{address}: no Dask scheduler answers ({error}).") from error
    with client:
        yield client


@contextmanager
def _told(distributed: Any, address: str) -> Iterator[None]:
    """What Dask raises, in words that say what to do."""
    try:
        yield
    except distributed.KilledWorker as error:
        raise BlockError(f"{address}: the workers of a block died again and again ({error}).") from error
    except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
        raise BlockError(f"{address}: the cluster was lost ({error}). Run again: finished blocks stay.") from error


def _next(finished: "SimpleQueue[Any]", client: Any, address: str) -> Any:
    """The next finished future; blocks may take as long as they like while there are workers."""
    while True:
        try:
            return finished.get(timeout=_PATIENCE)
        except Empty:
            if not client.scheduler_info()["workers"]:
                raise BlockError(f"{address}: no worker for {_PATIENCE:.0f} seconds. Run again with some.") from None
