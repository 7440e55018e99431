"""Parts of the engine off in turn."""

import pytest

from matchmaker.matching.evaluation import HEADLINE, PARTS, Channel, EngineMethod, ablated, judge
from matchmaker.matching.evaluation.ablation import parts
from tests.matching.evaluation.sets import CORPUS, Letters, collection, reader

QUERIES = {"q1": "세포치료제", "q2": "tweezers", "q3": "tax"}


@pytest.fixture
def small(tmp_path):
    grades = [("q1", "d1", 1), ("q2", "d4", 1), ("q3", "d2", 1)]
    return collection(tmp_path, {**CORPUS, "d3": "chair"}, QUERIES, grades)


def off(one, small, channel):
    return ablated(one, channel, small, judge(EngineMethod(one, channel), small))


def test_each_part_is_off_once_and_only_the_glossary_matters_here(small):
    found = off(reader(), small, Channel.LEXICAL)
    assert [row.part for row in found] == list(parts(Channel.LEXICAL))
    by_part = {row.part: row.difference.mean for row in found}
    assert by_part.pop("glossary") == pytest.approx(-1 / 3)
    assert set(by_part.values()) == {0.0}


def test_without_the_encoder_the_shared_terms_are_left(small):
    one = reader(encoder=Letters())
    lexical = judge(EngineMethod(one, Channel.LEXICAL), small)
    found = {row.part: row for row in off(one, small, Channel.FUSED)}
    assert (list(found), found["semantic"].judged.figures) == (list(PARTS), lexical.figures)


def test_probabilities_are_corrected_for_the_number_of_parts(small):
    found = off(reader(), small, Channel.LEXICAL)
    assert all(row.corrected >= row.difference.p for row in found)
    assert {row.judged.values[HEADLINE].shape for row in found} == {(3,)}


def test_a_channel_has_its_own_parts():
    words, meaning = parts(Channel.LEXICAL), parts(Channel.SEMANTIC)
    assert parts(Channel.FUSED) == tuple(PARTS) == (*words, "semantic", *meaning)
    assert (len(words), meaning) == (11, ("centres", "crowding", "trust"))


@pytest.mark.parametrize("part", PARTS)
def test_no_part_changes_the_engine_it_was_taken_from(part):
    engine = reader(encoder=Letters()).engine
    before = (engine.glossary, engine.settings, engine.encoder)
    changed = PARTS[part](engine)
    assert (engine.glossary, engine.settings, engine.encoder) == before
    assert part == "general words" or (changed.glossary, changed.settings, changed.encoder) != before
