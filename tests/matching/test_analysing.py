"""The analysis of all listings of a build."""

import os
import signal

import psutil
import pytest

from matchmaker.matching import Analyser, Settings
from matchmaker.matching.analysing import WorkerDied, analysed_all
from matchmaker.matching.roles import analysed
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


def in_order(roles):
    """All that roles hold, with the order of their terms."""
    said = ("offer", "need", "profile", "names", "surfaces")
    return [([list(getattr(one, name).items()) for name in said], one.spans) for one in roles]


def test_roles_are_those_of_listings_analysed_one_by_one():
    listings, analyser = [*crowd(), *many(120)], Analyser(GLOSSARY)
    alone = [role for one in listings for role in analysed([one], analyser, Settings())]
    assert in_order(analysed_all(listings, analyser, Settings(), processes=1)) == in_order(alone)


def test_no_listings_have_no_roles_and_no_progress():
    told = []
    found = analysed_all([], Analyser(GLOSSARY), Settings(), processes=2, progress=lambda *step: told.append(step))
    assert (found, told) == ([], [])


def test_progress_counts_up_to_all():
    told = []
    analysed_all(many(250), Analyser(GLOSSARY), Settings(), processes=2, progress=lambda *step: told.append(step))
    assert told == [(100, 250), (200, 250), (250, 250)]


@pytest.mark.slow
def test_several_processes_find_the_same_to_the_last_bit_and_in_order(eager_pool):
    listings, analyser, told = many(300), Analyser(GLOSSARY), []
    here = analysed_all(listings, analyser, Settings(), processes=1)
    found = analysed_all(listings, analyser, Settings(), processes=2, progress=lambda *step: told.append(step))
    assert in_order(found) == in_order(here)
    assert told == [(100, 300), (200, 300), (300, 300)]
    assert others() == []


@pytest.mark.slow
def test_a_killed_process_is_an_error_and_leaves_no_other_behind(eager_pool):
    def kill(done, total):
        for process in others():
            os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(WorkerDied, match="killed"):
        analysed_all(many(1_200), Analyser(GLOSSARY), Settings(), processes=2, progress=kill)
    assert others() == []


@pytest.mark.slow
def test_who_gives_up_waiting_leaves_no_process_behind(eager_pool):
    def give_up(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analysed_all(many(300), Analyser(GLOSSARY), Settings(), processes=2, progress=give_up)
    assert others() == []


def others():
    """Processes of a pool that still live."""
    return [one for one in psutil.Process().children() if "popen_loky" in " ".join(one.cmdline())]
