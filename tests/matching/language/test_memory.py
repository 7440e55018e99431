"""Passages that were read already."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import Analyser, Passage
from matchmaker.matching.language.memory import Memory
from tests.matching.market import GLOSSARY

PARTS = (
    "chimeric antigen receptor (CAR)",
    "CAR assays",
    "세포·유전자치료제(CGT) 개발. CGT 기업",
    "CGT",
    "Kryokonservierung von Zellen",
    "細胞治療",
    "",
)
FORGETFUL = Analyser(GLOSSARY)


class Shouting:
    """Reads a passage by shouting it, and knows what it was given."""

    def __init__(self):
        self.given = []

    def __call__(self, passages):
        for passage in passages:
            self.given.append(passage.text)
            yield passage.text.upper()


def test_a_passage_is_read_once_in_a_batch_and_over_batches():
    memory, reading = Memory(100), Shouting()
    first = list(memory.each([Passage("a"), Passage("b"), Passage("a")], reading))
    second = list(memory.each([Passage("c"), Passage("b")], reading))
    assert (first, second, reading.given) == (["A", "B", "A"], ["C", "B"], ["a", "b", "c"])


def test_one_text_in_two_stated_languages_is_two_passages():
    memory, reading = Memory(100), Shouting()
    list(memory.each([Passage("Gift", "en"), Passage("Gift", "de")], reading))
    assert reading.given == ["Gift", "Gift"]


def test_the_passages_of_longest_ago_are_forgotten_first():
    memory, reading = Memory(4), Shouting()
    for text in ("aa", "bb", "aa", "cc", "aa", "bb"):
        list(memory.each([Passage(text)], reading))
    assert reading.given == ["aa", "bb", "cc", "bb"]


def test_a_batch_longer_than_the_memory_is_read_all_the_same():
    memory, reading = Memory(3), Shouting()
    assert list(memory.each([Passage("aaaa"), Passage("bb"), Passage("aaaa")], reading)) == ["AAAA", "BB", "AAAA"]


@settings(deadline=None)  # the first Korean text waits for its dictionary
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=4), max_size=6), st.integers(0, 60))
def test_what_is_remembered_changes_no_analysis(fields, characters):
    analyser = FORGETFUL.remembering(characters)
    passages = [[Passage(text) for text in texts] for texts in fields]
    apart = [FORGETFUL.analyse(field) for field in passages]
    assert [*analyser.analyse_many(passages), *analyser.analyse_many(passages)] == apart * 2
