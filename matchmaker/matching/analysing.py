"""The analysis of all listings of a build, by this process or by several; no process reads a passage twice."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import BrokenProcessPool

from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.listing import Listing
from matchmaker.matching.roles import Roles, analysed
from matchmaker.matching.settings import Settings, TextSettings
from matchmaker.vocabulary.glossary import Glossary

Progress = Callable[[int, int], None]

POOL_PAYS_FROM = 2_000
"""Listings from which other processes are quicker: each takes seconds to start and to load its dictionaries."""

_BATCH = 100
_AHEAD = 3
# Characters of the latest passages that are kept as read, at some 100 bytes each.
_REMEMBERED = 500_000
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class WorkerDied(RuntimeError):
    """A process of the analysis was killed, by a lack of memory for one: nothing was made."""


def analysed_all(
    listings: Sequence[Listing],
    analyser: Analyser,
    settings: Settings,
    *,
    processes: int,
    progress: Progress | None = None,
) -> list[Roles]:
    """Roles of each listing, in order: the same to the last bit by any number of processes.

    Fewer than `POOL_PAYS_FROM` listings are analysed here. `progress` gets the listings analysed and in all. Raises
    WorkerDied when another process is killed.
    """
    batches = [listings[start : start + _BATCH] for start in range(0, len(listings), _BATCH)]
    is_many = processes > 1 and len(listings) >= POOL_PAYS_FROM
    roles: list[Roles] = []
    for found in _by_others(batches, analyser, settings, processes) if is_many else _here(batches, analyser, settings):
        roles.extend(found)
        if progress is not None:
            progress(len(roles), len(listings))
    return roles


def _here(batches: Sequence[Sequence[Listing]], analyser: Analyser, settings: Settings) -> Iterator[list[Roles]]:
    remembering = analyser.remembering(_REMEMBERED)
    for batch in batches:
        with _no_collection():
            found = analysed(batch, remembering, settings)
        yield found


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for cycles: an analysis makes none, and looking through all that it remembers takes a fifth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _by_others(
    batches: Sequence[Sequence[Listing]], analyser: Analyser, settings: Settings, processes: int
) -> Iterator[list[Roles]]:
    """Roles by batch; each process has a few batches before it, so that what waits for its turn stays small."""
    pool = ProcessPoolExecutor(
        min(processes, len(batches)),
        initializer=_Worker.start,
        initargs=(analyser.glossary, analyser.settings, settings),
        env=_ONE_THREAD,
    )
    is_done = False
    try:
        coming = (pool.submit(_Worker.read, batch) for batch in batches)
        waiting = deque(islice(coming, processes * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(islice(coming, 1))
        is_done = True
    except BrokenProcessPool as error:
        raise WorkerDied("a process that analysed listings was killed; is there enough memory?") from error
    finally:
        pool.shutdown(wait=True, kill_workers=not is_done)


class _Worker:
    """One of the other processes, which reads with an analyser of its own."""

    _analyser: Analyser
    _settings: Settings

    @classmethod
    def start(cls, glossary: Glossary, text: TextSettings, settings: Settings) -> None:
        """Load all that is needed before the first batch: a process that grows later is taken for a leaking one."""
        cls._analyser = Analyser(glossary, text, threads=1).remembering(_REMEMBERED)
        cls._analyser.warm_up()
        cls._settings = settings

    @classmethod
    def read(cls, listings: Sequence[Listing]) -> list[Roles]:
        """Roles of a batch."""
        with _no_collection():
            return analysed(listings, cls._analyser, cls._settings)
