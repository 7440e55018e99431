"""Rows held one by one against others say what a block of pairs says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matchmaker.matching.listing import Side
from matchmaker.matching.pairing import Common, Couples, Paired
from tests.matching.market import build, crowd, listing
from tests.matching.semantic.encoders import real

WORDS = (
    "bioreactor",
    "세포치료제",
    "optics",
    "single-use bioreactor",
    "항체",
    "cell therapy",
    "GMP",
    "유통",
    "zeolite",
)
sentence = st.lists(st.sampled_from(WORDS), max_size=5).map(", ".join)
codes = st.fixed_dictionaries({"area": st.sets(st.sampled_from(["CGT", "BPE", "QC"])).map(" ".join)})


def written(number, offer, need, profile, coded):
    name = f"kr{number}" if number % 2 else f"us{number}"
    return listing(name, offer=offer, need=need, profile=profile, codes=coded, seeks=coded)


def whole_block(index):
    """Every domestic row with every overseas one, as a ranking scores them."""
    segment = index.base
    table = segment.contents.table
    rows = table.rows_of(Side.DOMESTIC)
    return segment.scorer(Side.OVERSEAS).parts(segment.contents.vectors[rows]), table.domestic, len(table)


def pair_by_pair(index):
    segment = index.base
    domestic, count = segment.contents.table.domestic, len(segment.contents.table)
    couples, starts = Couples.of([(range(domestic), range(domestic, count))])
    assert starts.tolist() == [0, domestic * (count - domestic)]
    vectors = segment.contents.vectors
    return Paired(vectors, vectors, couples, segment.settings).parts()


def arrays_of(parts):
    ways = (parts.forward, parts.backward, parts.similarity)
    evidence = [array for way in ways for array in (way.words, way.meaning)]
    return [*evidence, parts.rivalry, parts.reach, parts.codes, parts.text]


@pytest.mark.parametrize("encoder", [None, real()], ids=["words alone", "encoder"])
@given(texts=st.lists(st.tuples(sentence, sentence, sentence, codes), min_size=2, max_size=6))
@settings(max_examples=20, deadline=None)
def test_pairs_are_made_of_the_same_to_the_last_bit(encoder, texts):
    index = build([written(number, *said) for number, said in enumerate(texts)], encoder=encoder)
    block, domestic, count = whole_block(index)
    one_by_one = pair_by_pair(index)
    for crossed, paired in zip(arrays_of(block), arrays_of(one_by_one), strict=True):
        assert crossed.shape == (domestic, count - domestic)
        assert crossed.reshape(-1).tolist() == paired.tolist()
    assert block.scores(index.settings).reshape(-1).tolist() == one_by_one.scores(index.settings).tolist()


def test_ranges_are_paired_row_by_row_in_the_order_of_the_first():
    couples, starts = Couples.of([(range(2, 4), range(7, 9)), (range(5, 6), range(3))])
    assert list(couples) == [(2, 7), (2, 8), (3, 7), (3, 8), (5, 0), (5, 1), (5, 2)]
    assert starts.tolist() == [0, 4, 7]
    assert list(couples[np.array([6, 1])]) == [(5, 2), (2, 8)]


def test_no_ranges_make_no_pairs():
    couples, starts = Couples.of([])
    assert (list(couples), len(couples), starts.tolist()) == ([], 0, [0])


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(st.sets(st.integers(0, 60), max_size=60), min_size=2 * rows, max_size=2 * rows)
    )
)
@settings(max_examples=50, deadline=None)
def test_what_two_rows_share_is_found_however_much_it_is(said):
    dense = np.zeros((len(said), 61))
    for row, columns in enumerate(said):
        dense[row, list(columns)] = row + 1.0
    matrix = csr_array(dense)
    half = len(said) // 2
    couples = Couples(np.arange(half, dtype=np.int64), np.arange(half, 2 * half, dtype=np.int64))
    expected = [
        [(column, (row + 1.0) * (row + half + 1.0)) for column in sorted(said[row] & said[row + half])]
        for row in range(half)
    ]
    assert list(Common.of(matrix, matrix, couples)) == expected


def test_a_crowd_shares_what_it_says():
    index = build(crowd())
    contents = index.base.contents
    places = contents.table.places
    couples, _ = Couples.of([(places["kr1"], places["us1"])])
    shared = Common.of(contents.matrices["offer"], contents.matrices["need"], couples)
    assert "#single-use-bioreactor" in contents.space.terms_at(shared.terms)
