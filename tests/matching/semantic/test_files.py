"""The meaning of an index as stored arrays."""

import numpy as np
import pytest

from matchmaker.matching.semantic import files
from matchmaker.matching.semantic.meaning import encoded, whole_meaning
from matchmaker.matching.semantic.spans import ROLES, spans_of
from matchmaker.matching.settings import MeaningSettings
from tests.matching.semantic.encoders import fields, real

WEIGHTS = {role: {"offer": 1.0} for role in ROLES}


def meaning_of(*offers, encoder):
    spans = encoded([spans_of(fields(offer=offer), WEIGHTS) for offer in offers], encoder, remembered={})
    known = {role: np.zeros(len(offers)) for role in ROLES}
    return whole_meaning(spans, known, np.arange(len(offers)) % 2 == 0, MeaningSettings())


def contents(meaning):
    spans, texts = meaning.spans, meaning.texts
    arrays = [spans.starts, spans.vectors, spans.languages, spans.is_whole, spans.weights, meaning.centres]
    for role in ROLES:
        arrays += [
            texts[role].vectors,
            texts[role].speaks,
            texts[role].crowding,
            texts[role].languages,
            texts[role].known,
        ]
    return list(spans.texts), [(array.dtype, array.tolist()) for array in arrays]


OFFERS = ("We make pumps. We make valves.", "펌프를 만듭니다", "")


def opened(arrays, *, rows):
    return files.stored_meaning(arrays, rows=rows)


@pytest.mark.parametrize("offers", [OFFERS, ("",), ()])
@pytest.mark.parametrize("has_encoder", [True, False])
def test_what_is_opened_is_what_was_stored_to_the_last_bit(offers, has_encoder):
    meaning = meaning_of(*offers, encoder=real() if has_encoder else None)
    found = opened(files.arrays_of(meaning), rows=len(offers))
    assert contents(found) == contents(meaning)
    assert {text: vector.tolist() for text, vector in found.remembered().items()} == {
        text: vector.tolist() for text, vector in meaning.remembered().items()
    }


def test_the_arrays_of_another_number_of_rows_are_refused():
    with pytest.raises(ValueError, match="do not fit each other"):
        opened(files.arrays_of(meaning_of(*OFFERS, encoder=real())), rows=2)


NAMES = sorted(files.arrays_of(meaning_of(*OFFERS, encoder=None)))


@pytest.mark.parametrize("name", NAMES)
def test_every_array_of_another_shape_is_refused(name):
    arrays = files.arrays_of(meaning_of(*OFFERS, encoder=real()))
    with pytest.raises(ValueError, match="do not fit each other"):
        opened({**arrays, name: np.concatenate([arrays[name], arrays[name][:1]])}, rows=3)


@pytest.mark.parametrize("name", NAMES)
def test_every_missing_array_is_named(name):
    arrays = files.arrays_of(meaning_of(*OFFERS, encoder=real()))
    with pytest.raises(KeyError, match=name):
        opened({key: array for key, array in arrays.items() if key != name}, rows=3)
