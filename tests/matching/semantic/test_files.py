"""The meaning of an index on disk."""

import json

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
        arrays += [texts[role].vectors, texts[role].crowding, texts[role].languages, texts[role].known]
    return spans.texts, [(array.dtype, array.tolist()) for array in arrays]


OFFERS = ("We make pumps. We make valves.", "펌프를 만듭니다", "")


@pytest.mark.parametrize("offers", [OFFERS, ("",), ()])
@pytest.mark.parametrize("has_encoder", [True, False])
def test_what_is_read_is_what_was_written_to_the_last_bit(tmp_path, offers, has_encoder):
    meaning = meaning_of(*offers, encoder=real() if has_encoder else None)
    files.write(meaning, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == files.NAMES
    assert contents(files.read(tmp_path, rows=len(offers))) == contents(meaning)


def test_what_is_read_cannot_be_written_to(tmp_path):
    files.write(meaning_of(*OFFERS, encoder=real()), tmp_path)
    read = files.read(tmp_path, rows=3)
    with pytest.raises(ValueError, match="read-only"):
        read.texts["offer"].vectors[0, 0] = 1.0


def test_the_files_of_another_number_of_rows_are_refused(tmp_path):
    files.write(meaning_of(*OFFERS, encoder=real()), tmp_path)
    with pytest.raises(ValueError, match="do not fit each other"):
        files.read(tmp_path, rows=2)


@pytest.mark.parametrize("name", sorted(name for name in files.NAMES if name.endswith(".npy")))
def test_every_array_of_another_shape_is_refused(tmp_path, name):
    files.write(meaning_of(*OFFERS, encoder=real()), tmp_path)
    array = np.load(tmp_path / name)
    np.save(tmp_path / name, np.concatenate([array, array[:1]]))
    with pytest.raises(ValueError, match="do not fit each other"):
        files.read(tmp_path, rows=3)


def test_a_missing_sentence_is_noticed(tmp_path):
    files.write(meaning_of(*OFFERS, encoder=real()), tmp_path)
    (path,) = [path for path in tmp_path.iterdir() if path.suffix == ".json"]
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))[1:]), encoding="utf-8")
    with pytest.raises(ValueError, match="do not fit each other"):
        files.read(tmp_path, rows=3)
