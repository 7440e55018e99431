"""TF-IDF vectors."""

import numpy as np
import pytest

from matchmaker.matching.vectors import TermSpace, mean_length

DOCUMENTS = [{"cell": 3.0, "media": 1.0}, {"cell": 1.0}, {}]


def vectors(documents, space=None, **rest):
    space = space or TermSpace.fit(documents)
    settings = {"mean_length": mean_length(documents), "k1": 2.0, "b": 0.5, **rest}
    return space.vectors(documents, **settings)


def test_rows_have_length_one_or_nothing():
    assert np.linalg.norm(vectors(DOCUMENTS).toarray(), axis=1) == pytest.approx([1.0, 1.0, 0.0])


def test_idf_is_smoothed_and_columns_are_in_alphabetical_order():
    space = TermSpace.fit(DOCUMENTS)
    assert tuple(space.terms) == ("cell", "media")
    assert space.idf == pytest.approx([np.log(4 / 3) + 1, np.log(4 / 2) + 1])


def test_frequency_saturates():
    shares = [vectors([{"cell": n, "media": 1.0}], b=0.0).toarray()[0, 0] for n in (1.0, 2.0, 100.0, 1000.0)]
    assert shares == sorted(shares)
    assert shares[3] - shares[2] < 0.01 < shares[1] - shares[0]


def test_unseen_terms_come_last_with_the_highest_idf():
    space = TermSpace.fit(DOCUMENTS).with_terms(["assay", "cell"])
    assert tuple(space.terms) == ("cell", "media", "assay")
    assert space.idf[2] == pytest.approx(np.log(4) + 1) == max(space.idf)


def test_terms_outside_the_space_and_empty_collections_do_no_harm():
    space = TermSpace.fit(DOCUMENTS)
    assert vectors([{"unknown": 1.0}], space).nnz == 0
    assert vectors([{}, {}]).shape == (2, 0)
    assert mean_length([]) == 0.0


def test_a_space_of_fewer_columns_keeps_their_weights():
    space = TermSpace.fit(DOCUMENTS)
    media = space.only(np.array([1]))
    assert (media.terms, media.columns, media.documents) == (("media",), {"media": 0}, 3)
    assert media.idf.tolist() == space.idf[1:].tolist()
    assert space.only(np.array([], dtype=np.int64)).terms == ()
