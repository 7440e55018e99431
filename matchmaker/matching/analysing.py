"""The analysis of all listings of a build, by this process or by several; no process reads a passage twice."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

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
    here = _Here(analyser.remembering(_REMEMBERED), settings)
    for found in _shared(batches, here, processes - 1) if is_many else map(here.read, batches):
        roles.extend(found)
        if progress is not None:
            progress(len(roles), len(listings))
    return roles


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for cycles: a build makes none, and looking through all that it holds takes a fifth of it.

    What it leaves counts as old, or the first search after it would look through everything at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Here:
    """This process as one that reads."""

    analyser: Analyser
    settings: Settings

    def read(self, listings: Sequence[Listing]) -> list[Roles]:
        """Roles of a batch."""
        with no_collection():
            return analysed(listings, self.analyser, self.settings)


def _shared(batches: Sequence[Sequence[Listing]], here: _Here, others: int) -> Iterator[list[Roles]]:
    """Roles by batch, read by `others` processes and by this one, which would else only wait for them."""
    analyser = here.analyser
    pool = ProcessPoolExecutor(
        others,
        initializer=_Worker.start,
        initargs=(analyser.glossary, analyser.settings, here.settings),
        env=_ONE_THREAD,
    )
    is_done = False
    try:
        yield from _in_turn(batches, here, pool, others * _AHEAD)
        is_done = True
    except BrokenProcessPool as error:
        raise WorkerDied("a process that analysed listings was killed; is there enough memory?") from error
    finally:
        pool.shutdown(wait=True, kill_workers=not is_done)


def _in_turn(
    batches: Sequence[Sequence[Listing]], here: _Here, pool: ProcessPoolExecutor, ahead: int
) -> Iterator[list[Roles]]:
    """Roles by batch, in order: the others have `ahead` batches before them; this process reads what comes then."""
    left = deque(enumerate(batches))
    sent: dict[int, Future[list[Roles]]] = {}
    own: dict[int, list[Roles]] = {}
    for turn in range(len(batches)):
        while turn not in own:
            while left and sum(not one.done() for one in sent.values()) < ahead:
                number, batch = left.popleft()
                sent[number] = pool.submit(_Worker.read, batch)
            if not left or (turn in sent and sent[turn].done()):
                own[turn] = sent.pop(turn).result()
            else:
                number, batch = left.popleft()
                own[number] = here.read(batch)
        yield own.pop(turn)


class _Worker:
    """One of the other processes, which reads with an analyser of its own."""

    _here: _Here

    @classmethod
    def start(cls, glossary: Glossary, text: TextSettings, settings: Settings) -> None:
        """Load all that is needed before the first batch: a process that grows later is taken for a leaking one."""
        cls._here = _Here(Analyser(glossary, text, threads=1).remembering(_REMEMBERED), settings)
        cls._here.analyser.warm_up()

    @classmethod
    def read(cls, listings: Sequence[Listing]) -> list[Roles]:
        """Roles of a batch."""
        return cls._here.read(listings)
