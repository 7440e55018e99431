"""The engine read once, asked by channel."""

import numpy as np
import pytest

from matchmaker.matching.evaluation import Channel, Clock, Engine, EngineMethod, Reader, judge, standard
from matchmaker.matching.semantic.fusion import joined
from matchmaker.matching.settings import Settings
from matchmaker.vocabulary import vocabulary
from tests.matching.evaluation.sets import CORPUS, Letters, collection, reader
from tests.matching.market import GLOSSARY


@pytest.fixture
def small(tmp_path):
    grades = [("q1", "d1", 1), ("q2", "d4", 1)]
    return collection(tmp_path, {**CORPUS, "d3": "chair"}, {"q1": "세포치료제", "q2": "tweezers"}, grades)


def scores(one, channel, collection):
    return np.concatenate(list(EngineMethod(one, channel).scores(collection, Clock())))


def test_a_korean_query_finds_its_english_document(small):
    rankings = []
    judged = judge(EngineMethod(reader(), Channel.LEXICAL), small, sink=rankings.append)
    assert [ranking.documents for ranking in rankings] == [("d1",), ("d4",)]
    assert (judged.method, set(judged.figures.values())) == ("lexical", {1.0})
    assert min(judged.clock.fit, judged.clock.queries) > 0


def test_an_engine_has_the_channels_it_has_the_parts_for():
    assert Engine(GLOSSARY, Settings()).channels == (Channel.LEXICAL,)
    assert Engine(GLOSSARY, Settings(), Letters()).channels == (Channel.FUSED, Channel.LEXICAL, Channel.SEMANTIC)


def test_a_channel_that_is_not_there_is_refused(small):
    with pytest.raises(ValueError, match="no channel semantic"):
        EngineMethod(reader(), Channel.SEMANTIC).scores(small, Clock())
    with pytest.raises(ValueError, match="no encoder"):
        assert reader().read(small).encoded


def test_the_fused_channel_is_made_of_the_other_two(small):
    one = reader(encoder=Letters())
    lexical, semantic = scores(one, Channel.LEXICAL, small), scores(one, Channel.SEMANTIC, small)
    assert np.array_equal(scores(one, Channel.FUSED, small), joined(lexical, semantic))
    assert (lexical.max() > 0, semantic.max() > 0) == (True, True)
    assert lexical.shape == semantic.shape == (2, 4)


def test_a_collection_is_read_once_for_all_channels(small):
    encoder = Letters()
    one = reader(encoder=encoder)
    for channel in Channel:
        scores(one, channel, small)
    assert encoder.texts == 6
    assert one.read(small).analysed is one.read(small).analysed


def test_what_two_engines_have_in_common_is_read_once_and_its_time_counts_for_both(small):
    encoder = Letters()
    whole = reader(encoder=encoder)
    changed = Engine(GLOSSARY, Settings(k1=9.0), encoder)
    other = Reader(changed, like=whole)
    judged = judge(EngineMethod(other, Channel.FUSED), small)
    assert (encoder.texts, other.read(small).analysed is whole.read(small).analysed) == (6, True)
    assert judged.clock.fit >= whole.read(small).analysed.clock.fit


def test_the_standard_engine_has_the_glossary_of_the_gateway():
    engine = standard("none")
    assert (engine.glossary, engine.encoder) == (vocabulary().glossary, None)
    assert standard().encoder.name.startswith("usem3-")
