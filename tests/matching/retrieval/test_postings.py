"""Posting lists, their bounds, and how they are stored."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.sparse import csr_array

from matchmaker.matching.retrieval import Postings, Retriever

MATRICES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=150),
    elements=st.sampled_from([0.0, 0.0, 0.1, 1 / 3, 1e-40, 2.0]),
)


def of(dense):
    return Postings.of(csr_array(np.asarray(dense, dtype=np.float64)))


def test_lists_go_term_by_term_with_listings_ascending():
    postings = of([[0.0, 0.5, 0.0], [1.0, 0.25, 0.0], [0.0, 0.75, 0.0]])
    assert (postings.count, postings.terms) == (3, 3)
    assert postings.starts.tolist() == [0, 1, 4, 4]
    assert postings.listings.tolist() == [1, 0, 1, 2]
    assert postings.weights.tolist() == [1.0, 0.5, 0.25, 0.75]
    assert postings.peaks.tolist() == [1.0, 0.75, 0.0]


@settings(max_examples=60, deadline=None)
@given(dense=MATRICES)
def test_weights_peaks_and_tails_bound_the_truth(dense):
    postings = of(dense)
    columns = np.repeat(np.arange(postings.terms), np.diff(postings.starts))
    assert (postings.weights >= dense[postings.listings, columns]).all()
    assert (postings.peaks >= dense.max(axis=0)).all()
    for tier, tails in enumerate(postings.tails):
        norms = np.linalg.norm(dense[:, postings.tiers > tier], axis=1)
        assert (tails * postings.unit[0] >= norms).all()
        assert postings.crests[tier].tolist() == [max(tails[i : i + 128]) for i in range(0, len(tails), 128)]


def test_common_terms_are_in_higher_tiers():
    dense = np.zeros((2048, 3))
    dense[:2, 0] = dense[:60, 1] = dense[:, 2] = 1.0
    assert of(dense).tiers.tolist() == [0, 4, 7]


def test_stored_lists_are_mapped_back_read_only_and_answer_the_same(tmp_path):
    dense = np.random.default_rng(3).random((500, 40)) * (np.random.default_rng(4).random((500, 40)) < 0.2)
    matrix = csr_array(dense)
    for name, array in Postings.of(matrix).arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    for name in ("data", "indices", "indptr"):
        np.save(tmp_path / f"{name}.npy", getattr(matrix, name))
    mapped = {path.stem: np.load(path, mmap_mode="r") for path in tmp_path.iterdir()}
    stored = csr_array((mapped["data"], mapped["indices"], mapped["indptr"]), shape=matrix.shape)
    query = (np.arange(40), np.linspace(0.0, 1.0, 40), 7)
    answers = [
        Retriever(postings, forward).top(*query)
        for postings, forward in ((Postings.of(matrix), matrix), (Postings.from_arrays(mapped), stored))
    ]
    assert [answer.tolist() for answer in answers[0]] == [answer.tolist() for answer in answers[1]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"starts": np.array([0, 1], dtype=np.int32)}, "starts of another type"),
        ({"weights": np.zeros(2)}, "weights of another type"),
        ({"starts": np.array([0, 2, 1], dtype=np.int64)}, "starts or tiers"),
        ({"starts": np.array([1, 1, 2], dtype=np.int64)}, "starts or tiers"),
        ({"tiers": np.array([0, 9], dtype=np.uint8)}, "starts or tiers"),
        ({"tiers": np.zeros(1, dtype=np.uint8)}, "together: tiers"),
        ({"listings": np.zeros(3, dtype=np.int32)}, "together: listings"),
        ({"tails": np.zeros((2, 2), dtype=np.uint8)}, "together: tails"),
        ({"crests": np.zeros((7, 2), dtype=np.uint8)}, "together: crests"),
        ({"unit": np.zeros(0)}, "together: unit"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change, message):
    arrays = of([[1.0, 0.0], [0.0, 2.0]]).arrays()
    with pytest.raises(ValueError, match=message):
        Postings.from_arrays(arrays | change)


def test_a_missing_array_is_named():
    with pytest.raises(ValueError, match="without peaks, unit"):
        Postings.from_arrays({name: array for name, array in of([[1.0]]).arrays().items() if name[0] not in "pu"})
