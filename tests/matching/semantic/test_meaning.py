"""The meaning of the rows of an index."""

import numpy as np
import pytest

from matchmaker.matching.language.text import Language
from matchmaker.matching.semantic.meaning import (
    LANGUAGES,
    centres_of,
    closest,
    encoded,
    unit,
    whole_meaning,
)
from matchmaker.matching.settings import MeaningSettings
from tests.matching.semantic.encoders import Counting, real, span
from tests.matching.semantic.rows import IS_DOMESTIC, MARKET, SETTINGS, meaning_of, nothing_known, same, spans_in


@pytest.fixture(scope="module")
def built():
    """The meaning of the market."""
    return meaning_of(MARKET, IS_DOMESTIC)


def test_two_builds_are_the_same_to_the_last_bit(built):
    assert same(meaning_of(MARKET, IS_DOMESTIC), built)


def test_shapes_and_types_are_as_documented(built):
    count, width = len(built.spans.texts), real().dimensions
    assert (built.spans.vectors.shape, built.spans.vectors.dtype) == ((count, width), np.float16)
    assert (built.spans.weights.shape, built.spans.weights.dtype) == ((count, 3), np.float32)
    assert (built.centres.shape, built.centres.dtype) == ((len(LANGUAGES), width), np.float32)
    for texts in built.texts.values():
        assert (texts.vectors.shape, texts.vectors.dtype) == ((6, width), np.float32)
        assert (texts.crowding.shape, texts.languages.shape, texts.known.shape) == ((6,), (6, 4), (6,))


def test_a_row_has_a_vector_of_length_one_in_the_roles_it_speaks_in_and_none_in_others(built):
    speaks = {role: texts.speaks.tolist() for role, texts in built.texts.items()}
    assert speaks == {
        "offer": [True, True, True, False, False, True],
        "need": [True, True, False, True, False, True],
        "profile": [True, True, True, True, False, True],
    }
    for role, texts in built.texts.items():
        assert np.linalg.norm(texts.vectors, axis=1) == pytest.approx(np.array(speaks[role], dtype=float), abs=1e-3)


def test_the_cosine_of_two_texts_is_the_same_from_both_sides_and_however_many_are_asked_at_once(built):
    vectors = built.texts["profile"].vectors
    whole = vectors @ vectors.T
    assert np.array_equal(whole, whole.T)
    alone = np.array([[np.dot(one, other) for other in vectors] for one in vectors], dtype=np.float32)
    backwards = (vectors[:, ::-1] @ vectors[:, ::-1].T).astype(np.float32)
    assert np.array_equal(whole, alone)
    assert np.array_equal(whole, backwards)


def test_the_languages_of_a_row_are_shares_of_what_it_says():
    market = [{"offer": "We make pumps. 우리는 펌프를 만듭니다."}]
    (shares,) = meaning_of(market, np.array([True])).texts["offer"].languages
    by_language = dict(zip(LANGUAGES, shares.tolist(), strict=True))
    assert by_language == pytest.approx({"ko": 12 / 25, "en": 13 / 25, "ja": 0.0, "de": 0.0}, abs=1e-3)


def test_the_closest_sentences_are_the_ones_that_speak_of_the_same_thing(built):
    assert closest(built.sentences(0, "offer"), built.sentences(3, "need")) == (
        "We make stirred vessels",
        "A stirred tank for fermentation is wanted",
    )
    assert closest(built.sentences(3, "need"), built.sentences(0, "offer")) == tuple(
        reversed(closest(built.sentences(0, "offer"), built.sentences(3, "need")))
    )


def test_who_says_nothing_in_a_role_has_no_closest_sentence(built):
    assert closest(built.sentences(2, "need"), built.sentences(5, "offer")) == ("", "")
    assert closest(built.sentences(0, "offer"), built.sentences(4, "profile")) == ("", "")


def test_what_was_encoded_once_is_not_encoded_again(built):
    encoder = Counting(real())
    again = meaning_of([*MARKET, {"offer": "Something new"}], np.array([*IS_DOMESTIC, False]), encoder)
    assert set(encoder.given) == {
        one.said for listing in spans_in([*MARKET, {"offer": "Something new"}]) for one in listing
    }
    encoder.given.clear()
    remembering = meaning_of(MARKET, IS_DOMESTIC, encoder, remembered=again.remembered())
    assert encoder.given == []
    assert np.array_equal(remembering.spans.vectors, np.stack([again.remembered()[text] for text in built.spans.texts]))


def test_a_text_that_many_say_is_encoded_once():
    encoder = Counting(real())
    encoded(spans_in([{"offer": "We make pumps"}] * 5), encoder, remembered={})
    assert encoder.given == ["We make pumps"]


def test_without_an_encoder_texts_are_kept_and_nothing_is_encoded(built):
    spans = encoded(spans_in(MARKET), None, remembered={})
    meaning = whole_meaning(spans, nothing_known(6), IS_DOMESTIC, SETTINGS)
    assert (
        meaning.dimensions,
        meaning.remembered(),
        closest(meaning.sentences(0, "offer"), meaning.sentences(3, "need")),
    ) == (0, {}, ("", ""))
    assert spans.texts == built.spans.texts
    assert not any(texts.speaks.any() for texts in meaning.texts.values())


def test_the_mean_vector_of_a_language_is_drawn_to_zero_where_texts_are_few():
    spans = encoded([[span("We make pumps")], [span("We make valves")]], real(), remembered={})
    mean = np.average(spans.vectors.astype(np.float32), axis=0, weights=[13, 14])
    centres = centres_of(spans, MeaningSettings(centre_prior=3.0))
    expected = encoded([[span("We make pumps", weights=(13.0, 0, 0))], [span("We make valves", weights=(14.0, 0, 0))]],
                       real(), remembered={})  # fmt: skip
    weighted = centres_of(expected, MeaningSettings(centre_prior=3.0))
    assert weighted[LANGUAGES.index(Language.EN)] == pytest.approx(mean * 2 / 5, abs=1e-6)
    assert centres[LANGUAGES.index(Language.EN)] == pytest.approx(spans.vectors.astype(np.float32).mean(axis=0) * 2 / 5)
    assert not centres[LANGUAGES.index(Language.KO)].any()


def test_a_row_of_zeros_has_no_direction():
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [pytest.approx([0.6, 0.8]), [0.0, 0.0]]
