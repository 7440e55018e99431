"""The analysis of all listings of a build, by this process or by several; no process reads a passage twice."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock

from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import BrokenProcessPool

from matchmaker.matching.batches import Batch
from matchmaker.matching.collecting import no_collection
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.listing import Listing
from matchmaker.matching.roles import analysed
from matchmaker.matching.settings import Settings, TextSettings
from matchmaker.vocabulary.glossary import Glossary

Progress = Callable[[int, int], None]

POOL_PAYS_FROM = 2_000
"""Listings from which other processes are quicker: each takes seconds to start and to load its dictionaries."""

# Batches get smaller towards the end, when one process may have to wait for what another is still at.
_SMALLEST, _LARGEST, _SHARE_LEFT = 10, 100, 20
_AHEAD = 3
# Characters of the latest passages that are kept as read, at some 100 bytes each.
_REMEMBERED = 500_000
# Seconds after which a thread of this process lets another one on. What another process has read comes by a pipe that
# holds a fraction of it, and that process stands still until a thread here, which waits its turn at each part, has it.
_TURN = 0.0005
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class WorkerDied(RuntimeError):
    """A process of the analysis was killed, by a lack of memory for one: nothing was made."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A process that reads: with which analyser, by which settings, and whether an encoder wants the spans."""

    analyser: Analyser
    settings: Settings
    with_spans: bool

    def read(self, listings: Sequence[Listing]) -> Batch:
        """What some listings say."""
        with no_collection():
            return Batch.of(analysed(listings, self.analyser, self.settings, with_spans=self.with_spans))

    def remembering(self) -> "Reading":
        """The same, which keeps the latest passages; for one thread."""
        return Reading(self.analyser.remembering(_REMEMBERED), self.settings, self.with_spans)


@contextmanager
def analysing(
    listings: Sequence[Listing], reading: Reading, *, processes: int, progress: Progress | None = None
) -> Iterator[Iterator[Batch]]:
    """Batches of what the listings say, in order: the same to the last bit by any number of processes.

    Other processes, if there are any, begin at once; this one reads along when it asks for the batches. Fewer than
    `POOL_PAYS_FROM` listings are read here. `progress` gets the listings analysed and in all. Raises WorkerDied when
    another process is killed.
    """
    batches, here = list(_cut(listings)), reading.remembering()
    if processes > 1 and len(listings) >= POOL_PAYS_FROM:
        with _shared(batches, here, processes - 1) as found:
            yield _told(found, len(listings), progress)
    else:
        yield _told(map(here.read, batches), len(listings), progress)


def _cut(listings: Sequence[Listing]) -> Iterator[Sequence[Listing]]:
    first = 0
    while first < len(listings):
        size = min(_LARGEST, max(_SMALLEST, (len(listings) - first) // _SHARE_LEFT))
        yield listings[first : first + size]
        first += size


def _told(batches: Iterator[Batch], total: int, progress: Progress | None) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        done += len(batch)
        if progress is not None:
            progress(done, total)
        yield batch


@contextmanager
def _shared(batches: Sequence[Sequence[Listing]], here: Reading, others: int) -> Iterator[Iterator[Batch]]:
    """Batches read by `others` processes and by this one, which would else only wait for them."""
    pool = ProcessPoolExecutor(
        others,
        initializer=_Worker.start,
        initargs=(here.analyser.glossary, here.analyser.settings, here.settings, here.with_spans),
        env=_ONE_THREAD,
    )
    sharing = _Sharing(here, pool, deque(enumerate(batches)))
    # Starting a process keeps a thread waiting until that process has imported what it is handed.
    starter = ThreadPoolExecutor(1)
    try:
        with _short_turns():
            started = starter.submit(sharing.start, others * _AHEAD)
            here.analyser.warm_up()
            yield sharing.in_turn(len(batches), started)
    except BrokenProcessPool as error:
        raise WorkerDied("a process that analysed listings was killed; is there enough memory?") from error
    finally:
        # Whether all is read or somebody gave up: they have nothing to finish.
        sharing.stop()
        starter.shutdown()
        pool.shutdown(wait=True, kill_workers=True)


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@dataclass(frozen=True, slots=True)
class _Sharing:
    """Batches that are `left`, those `sent` to the other processes, and those read here as `own`.

    Whenever a batch comes back the next one is sent, whatever this process is doing then.
    """

    here: Reading
    pool: ProcessPoolExecutor
    left: deque[tuple[int, Sequence[Listing]]]
    sent: dict[int, Future[Batch]] = field(default_factory=dict)
    own: dict[int, Batch] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def start(self, ahead: int) -> None:
        """Send the first batches: so many are on their way from now on."""
        for _ in range(ahead):
            self._send()

    def stop(self) -> None:
        """Send no more."""
        with self.lock:
            self.left.clear()

    def in_turn(self, count: int, started: Future[None]) -> Iterator[Batch]:
        """The batches in order; this process reads the next one when the one whose turn it is is not there yet."""
        started.result()
        for turn in range(count):
            while turn not in self.own:
                taken = None if self._has_come(turn) else self._taken()
                if taken is None:
                    self.own[turn] = self.sent.pop(turn).result()
                else:
                    number, batch = taken
                    self.own[number] = self.here.read(batch)
            yield self.own.pop(turn)

    def _send(self) -> None:
        # In one step: a batch is left, or sent, or with whoever took it to read it.
        with self.lock:
            taken = self._taken()
            if taken is None:
                return
            number, batch = taken
            future = self.sent[number] = self.pool.submit(_Worker.read, batch)
        future.add_done_callback(self._next)

    def _next(self, done: Future[Batch]) -> None:
        if not done.cancelled() and done.exception() is None:
            self._send()

    def _taken(self) -> tuple[int, Sequence[Listing]] | None:
        with self.lock:
            return self.left.popleft() if self.left else None

    def _has_come(self, turn: int) -> bool:
        return turn in self.sent and self.sent[turn].done()


class _Worker:
    """One of the other processes, which reads with an analyser of its own."""

    _reading: Reading

    @classmethod
    def start(cls, glossary: Glossary, text: TextSettings, settings: Settings, with_spans: bool) -> None:
        """Load all that is needed before the first batch: a process that grows later is taken for a leaking one."""
        with no_collection():
            cls._reading = Reading(Analyser(glossary, text, threads=1), settings, with_spans).remembering()
            cls._reading.analyser.warm_up()

    @classmethod
    def read(cls, listings: Sequence[Listing]) -> Batch:
        """What some listings say."""
        return cls._reading.read(listings)
