"""Arrays in one file that is mapped into memory."""

import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from matchmaker.matching import store
from matchmaker.matching.pieces import IndexFileError, Piece, opened, written
from tests.disk import room_for
from tests.matching.market import VOCABULARY, build, crowd, listing

KINDS = ("f8", "f4", "f2", "i8", "u8", "i4", "i2", "u2", "i1", "u1", "?")
ARRAYS = {"one": np.arange(5, dtype=np.int64), "two": np.zeros((0, 3), dtype=np.float16), "세": np.array([True])}


def array():
    shapes = arrays_of.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=5)
    return st.sampled_from(KINDS).flatmap(lambda kind: arrays_of.arrays(np.dtype(kind), shapes))


@given(arrays=st.dictionaries(st.text(max_size=5), array(), max_size=5))
@settings(max_examples=50, deadline=None)
def test_what_is_opened_is_what_was_written_and_cannot_be_changed(tmp_path_factory, arrays):
    folder = tmp_path_factory.mktemp("piece")
    found = opened(written(arrays, folder / "aside", folder), folder)
    assert found.keys() == arrays.keys()
    for name, one in arrays.items():
        assert (found[name].dtype, found[name].shape) == (one.dtype, one.shape)
        assert found[name].tobytes() == one.tobytes()
        assert not found[name].flags.writeable
        assert found[name].flags.aligned
    assert not (folder / "aside").exists()


def test_the_file_is_one_of_safetensors(tmp_path):
    content = written(ARRAYS, tmp_path / "aside", tmp_path).file(tmp_path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    first, last = header["one"]["data_offsets"]
    assert (header["one"]["dtype"], header["one"]["shape"], (8 + length) % 64) == ("I64", [5], 0)
    assert header["two"] == {"dtype": "F16", "shape": [0, 3], "data_offsets": [40, 40]}
    assert content[8 + length :][first:last] == ARRAYS["one"].tobytes()


@pytest.fixture
def piece(tmp_path):
    return written(ARRAYS, tmp_path / "aside", tmp_path)


def rewritten(path, content):
    """Other content of the same length, with the times of the first."""
    stat = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_file_that_was_changed_and_dated_back_is_refused(piece, tmp_path):
    path = piece.file(tmp_path)
    content = path.read_bytes()
    assert opened(piece, tmp_path).keys() == ARRAYS.keys()
    rewritten(path, content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(IndexFileError, match=f"{path.name}: torn, or changed"):
        opened(piece, tmp_path)
    rewritten(path, content)
    assert opened(piece, tmp_path).keys() == ARRAYS.keys()


@pytest.mark.parametrize("note", ["", "[1, 2, 3, 4]", "{", "null"])
def test_a_note_that_does_not_hold_has_the_file_read_through_again(piece, tmp_path, note):
    piece.stamp(tmp_path).write_text(note)
    assert opened(piece, tmp_path).keys() == ARRAYS.keys()
    assert len(json.loads(piece.stamp(tmp_path).read_text())) == 4


def test_without_a_note_it_is_read_through_and_noted(piece, tmp_path):
    piece.stamp(tmp_path).unlink()
    opened(piece, tmp_path)
    assert piece.stamp(tmp_path).exists()


def test_a_file_that_is_shorter_or_missing_is_named(piece, tmp_path):
    path = piece.file(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexFileError, match=rf"{path.name}: torn: \d+ bytes, not \d+"):
        opened(piece, tmp_path)
    path.unlink()
    with pytest.raises(IndexFileError, match=f"{path.name}: No such file"):
        opened(piece, tmp_path)


STRANGE = (
    b"",
    b"PK\x03\x04",
    b"\xff" * 64,
    (2).to_bytes(8, "little") + b"[]",
    (2).to_bytes(8, "little") + b"{1",
    (64).to_bytes(8, "little") + b'{"a":{"dtype":"F64","shape":[9],"data_offsets":[0,8]}}'.ljust(64) + b"12345678",
    (64).to_bytes(8, "little") + b'{"a":{"dtype":"X","shape":[1],"data_offsets":[0,8]}}'.ljust(64) + b"12345678",
    (64).to_bytes(8, "little") + b'{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,9]}}'.ljust(64) + b"12345678",
)


@pytest.mark.parametrize("content", STRANGE)
def test_a_file_of_somebody_else_is_named(tmp_path, content):
    import hashlib

    digest = hashlib.sha256(content).hexdigest()
    piece = Piece(digest[:16], len(content), digest)
    piece.file(tmp_path).write_bytes(content)
    with pytest.raises(IndexFileError, match=f"{digest[:16]}.safetensors: "):
        opened(piece, tmp_path)


def test_when_the_disk_is_full_the_last_good_index_goes_on(tmp_path):
    store.save(build(crowd()), tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with room_for(4_096), pytest.raises(IndexFileError, match="cannot be written: File too large"):
        store.save(build([*crowd(), listing("kr9", offer="cells")]), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert store.load(tmp_path, vocabulary=VOCABULARY).organisations == ("ch1", "kr1", "kr2", "us1", "us2")
