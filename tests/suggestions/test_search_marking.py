"""Marking of found words, and completion of words that are being typed."""

import pytest

from matchmaker.matching import Analyser, Passage
from matchmaker.suggestions.searching.marking import Completions, Marker
from matchmaker.suggestions.searching.rules import Problem, problem_of
from matchmaker.vocabulary import vocabulary

GLOSSARY = vocabulary().glossary
ANALYSER = Analyser(GLOSSARY)


def marked(query: str, text: str) -> list[str]:
    """The marked words of `text`."""
    marker = Marker.of(ANALYSER.analyse([Passage(query)]).surfaces, GLOSSARY)
    parts = marker.parts(text)
    assert "".join(part.text for part in parts) == text
    return [part.text for part in parts if part.is_found]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("세포치료제", "Autologous cell therapies from Korea", ["cell therapies"]),
        ("세포치료제", "We make a Cell-Therapy.", ["Cell-Therapy"]),
        ("cell therapy", "자가 세포 치료제를 만듭니다", ["세포 치료제"]),
        ("cell therapy", "Zelltherapie aus Basel", ["Zelltherapie"]),
        ("lentiviral vector", "lentiviral vectors", ["lentiviral vectors"]),
        ("kiln", "Kilns and a kiln, not akiln", ["Kilns", "kiln"]),
        ("CAR-T", "A car to go", []),
        ("nothing of it", "Quite another text", []),
        ("cell therapy", "", []),
        ("İstanbul", "İstanbul", []),
    ],
)
def test_words_are_marked_in_whatever_language_they_are_written(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_the_longest_term_is_marked_as_one() -> None:
    assert marked("contract manufacturing of cell therapy", "cell therapy contract manufacturing")[0].startswith("cell")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY), ("a", Problem.TOO_SHORT), ("암", None), ("癌", None), ("あ", None), ("ab", None),
        ("--", Problem.TOO_SHORT), ("x" * 200, None), ("x" * 201, Problem.TOO_LONG),
    ],
)  # fmt: skip
def test_a_search_is_neither_too_short_nor_too_long(text: str, problem: Problem | None) -> None:
    assert problem_of(text) is problem


def test_completions_begin_with_what_was_typed_and_each_means_something_else() -> None:
    offered = Completions(GLOSSARY).of("cell th", 6)

    assert "cell therapy" in offered
    assert all(one.lower().replace(" ", "").startswith("cellth") for one in offered)
    assert len({GLOSSARY.surfaces("en")[one] for one in offered}) == len(offered)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("zzzz", 0), ("c", 3), ("cell therapy", 2)])
def test_completions_are_few_and_never_what_stands_there_already(text: str, count: int) -> None:
    offered = Completions(GLOSSARY).of(text, 3)

    assert len(offered) <= 3
    assert (len(offered) > 0) == (count > 0)
    assert text not in offered
