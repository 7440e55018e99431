"""Retrieval with pruning finds what adding everything up finds."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.sparse import coo_array, csr_array
from sklearn.preprocessing import normalize

from matchmaker.matching.retrieval import Postings, Retriever

WEIGHTS = st.sampled_from([0.0, 0.0, 0.0, 0.25, 0.5, 0.5 + 1e-9, 0.5 - 1e-9, 1.0, 1e-12, 1e-30, 3.0])
MATRICES = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40), elements=WEIGHTS)


def sparse(dense):
    matrix = csr_array(dense, dtype=np.float64)
    matrix.sort_indices()
    return matrix


def retriever(matrix):
    return Retriever(Postings.of(matrix), matrix)


def added_up(matrix, query):
    """Scores of all rows: float64, one product after the other in column order."""
    scores = np.zeros(matrix.shape[0])
    for row in range(matrix.shape[0]):
        for place in range(matrix.indptr[row], matrix.indptr[row + 1]):
            scores[row] += matrix.data[place] * query[matrix.indices[place]]
    return scores


def expected(matrix, query, k, allowed=None):
    scores = added_up(matrix, query)
    rows = [row for row in np.lexsort((np.arange(len(scores)), -scores)).tolist() if scores[row] > 0.0]
    rows = [row for row in rows if allowed is None or allowed[row]][:k]
    return rows, [scores[row] for row in rows]


def found(answer):
    rows, scores = answer
    assert (rows.dtype, scores.dtype) == (np.int64, np.float64)
    return rows.tolist(), scores.tolist()


def of_topics(count, terms=400, topics=12, seed=5):
    """Rows of length one: common terms everywhere, rare ones by topic, every seventh row given before."""
    random = np.random.default_rng(seed)
    own = random.integers(0, topics, (count, 1))
    common = (50 * random.random((count, 12)) ** 2).astype(np.int64)
    rare = 60 + own + topics * random.integers(0, (terms - 60) // topics, (count, 10))
    weights = np.hstack([random.random((count, 12)) * 0.2 + 0.05, random.random((count, 10)) + 0.5])
    lists = (weights.ravel(), (np.repeat(np.arange(count), 22), np.hstack([common, rare]).ravel()))
    order = np.arange(count)
    order[1::7] = order[: len(order[1::7])]
    return sparse(normalize(csr_array(coo_array(lists, shape=(count, terms))))[order])


@settings(max_examples=300, deadline=None)
@given(matrix=MATRICES, data=st.data(), k=st.integers(0, 45))
def test_the_best_rows_are_those_of_adding_everything_up(matrix, data, k):
    query = data.draw(arrays(np.float64, matrix.shape[1], elements=WEIGHTS))
    allowed = data.draw(st.none() | arrays(np.bool_, matrix.shape[0]))
    stored = sparse(matrix)
    answer = retriever(stored).top(np.arange(len(query)), query, k, allowed=allowed)
    assert found(answer) == expected(stored, query, k, allowed)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), k=st.sampled_from([1, 10, 200, 2000]), share=st.sampled_from([0.01, 0.4, 1.0]))
def test_thousands_of_rows_by_topic_are_ranked_exactly(seed, k, share):
    matrix, random = of_topics(900, seed=seed % 4), np.random.default_rng(seed)
    query = matrix[[int(random.integers(0, 900))]].toarray()[0] * (random.random(400) + 0.5)
    allowed = random.random(900) < share
    index = retriever(matrix)
    columns = np.flatnonzero(query)
    for chosen in (columns, columns[:2], columns[-3:]):
        part = np.where(np.isin(np.arange(400), chosen), query, 0.0)
        assert found(index.top(chosen, query[chosen], k)) == expected(matrix, part, k)
        assert found(index.top(chosen, query[chosen], k, allowed=allowed)) == expected(matrix, part, k, allowed)


@pytest.mark.parametrize("scale", [1e-200, 1e-20, 1e-12, 1.0, 1e9, 1e17])
@pytest.mark.parametrize("share", [1e-250, 1e-19, 1e-3, 1.0, 1e16])
def test_weights_of_any_size_change_nothing_in_the_order(scale, share):
    matrix = of_topics(600)
    matrix.data *= scale
    matrix.data[::5] *= 1e-9
    query = matrix[[17]].toarray()[0] / scale * share
    query[::3] *= 1e-7
    assert found(retriever(matrix).top(np.arange(400), query, 25)) == expected(matrix, query, 25)


def test_differences_below_single_precision_decide():
    common = np.full((3000, 1), 0.3)
    matrix = sparse(np.hstack([common + np.arange(3000)[:, None] * 1e-13, common]))
    rows, scores = retriever(matrix).top(np.array([0, 1]), np.array([1.0, 0.5]), 3)
    assert rows.tolist() == [2999, 2998, 2997]
    assert scores.tolist() == expected(matrix, np.array([1.0, 0.5]), 3)[1]


def test_of_many_identical_listings_the_first_ones_come():
    matrix = sparse(np.tile([[0.6, 0.0, 0.8]], (20_000, 1)))
    rows, scores = retriever(matrix).top(np.array([0, 2]), np.array([0.6, 0.8]), 10)
    assert rows.tolist() == list(range(10))
    assert set(scores.tolist()) == {0.6 * 0.6 + 0.8 * 0.8}


def test_listings_of_common_terms_alone_are_not_forgotten():
    matrix = of_topics(4000).tolil()
    matrix[[5, 3999], :] = 0.0
    matrix[[5, 3999], 0] = 1.0
    stored = csr_array(matrix)
    query = stored[[5]].toarray()[0] + stored[[100]].toarray()[0] * 0.1
    assert found(retriever(stored).top(np.arange(400), query, 10)) == expected(stored, query, 10)


def test_unknown_and_repeated_columns():
    matrix = sparse([[1.0, 0.0], [0.5, 2.0]])
    columns, weights = np.array([7, 1, -1, 0, 2**40, 0]), np.array([9.0, 1.0, 9.0, 1.0, 9.0, 2.0])
    assert found(retriever(matrix).top(columns, weights, 5)) == ([1, 0], [0.5 * 3.0 + 2.0, 3.0])


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (3, 3)])
def test_without_anything_in_common_nothing_is_found(shape):
    index = retriever(csr_array(shape, dtype=np.float64))
    assert found(index.top(np.array([0]), np.array([1.0]), 5)) == ([], [])
    assert index.top_many(csr_array(([1.0], [0], [0, 1, 1]), shape=(2, 3)), 2)[0].tolist() == [[-1, -1], [-1, -1]]


def test_an_empty_query_and_no_place_find_nothing():
    index = retriever(sparse([[1.0]]))
    nothing = np.array([], dtype=np.int64)
    assert found(index.top(nothing, np.array([]), 5)) == ([], [])
    assert found(index.top(np.array([0]), np.array([0.0]), 5)) == ([], [])
    assert found(index.top(np.array([0]), np.array([1.0]), 0)) == ([], [])
    assert found(index.top(np.array([0]), np.array([1.0]), 9)) == ([0], [1.0])
    assert index.top_many(csr_array((0, 1)), 3)[0].shape == (0, 3)


@pytest.mark.parametrize("weight", [-1e-300, np.nan, np.inf, 1e19])
def test_weights_that_are_none_are_refused(weight):
    with pytest.raises(ValueError, match="weights of a query"):
        retriever(sparse([[1.0]])).top(np.array([0]), np.array([weight]), 1)
    with pytest.raises(ValueError, match="weights of a matrix"):
        Postings.of(sparse([[1.0, weight]]))


def test_what_does_not_fit_is_refused():
    matrix = sparse([[1.0, 2.0]])
    index = retriever(matrix)
    one, weight = np.array([0]), np.array([1.0])
    with pytest.raises(ValueError, match="a matrix of"):
        Retriever(Postings.of(matrix), sparse([[1.0]]))
    with pytest.raises(ValueError, match="a mask of shape"):
        index.top(one, weight, 1, allowed=np.ones(2, dtype=np.bool_))
    with pytest.raises(ValueError, match="1 columns with 2 weights"):
        index.top(one, np.ones(2), 1)
    with pytest.raises(ValueError, match="k below zero"):
        index.top(one, weight, -1)
    with pytest.raises(ValueError, match="no thread"):
        index.top_many(matrix, 1, threads=0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_a_batch_gives_what_single_queries_give(threads):
    matrix = of_topics(900)
    queries, allowed = matrix[300:420], np.arange(900) % 3 > 0
    index = retriever(matrix)
    rows, scores = index.top_many(queries, 40, threads=threads, allowed=allowed)
    for place in range(queries.shape[0]):
        part = slice(queries.indptr[place], queries.indptr[place + 1])
        single = index.top(queries.indices[part], queries.data[part], 40, allowed=allowed)
        size = len(single[0])
        assert found((rows[place, :size], scores[place, :size])) == found(single)
        assert set(rows[place, size:].tolist()) <= {-1}
        assert not scores[place, size:].any()


def test_a_batch_with_more_places_than_listings_is_filled_up():
    rows, scores = retriever(sparse([[1.0], [2.0]])).top_many(sparse([[1.0]]), 4)
    assert (rows.tolist(), scores.tolist()) == ([[1, 0, -1, -1]], [[2.0, 1.0, 0.0, 0.0]])


def test_threads_at_once_give_the_same():
    matrix = of_topics(2000)
    index = retriever(matrix)

    def answers(first):
        parts = [slice(matrix.indptr[row], matrix.indptr[row + 1]) for row in range(first, first + 200)]
        return [found(index.top(matrix.indices[part], matrix.data[part], 10)) for part in parts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(answers, [0, 400, 0, 400]))
    assert together == [answers(0), answers(400)] * 2


def test_pruning_reads_only_a_part_of_the_postings():
    matrix = of_topics(40_000, terms=6000, topics=300)
    postings = Postings.of(matrix)
    part = slice(matrix.indptr[70], matrix.indptr[71])
    columns, weights = matrix.indices[part], matrix.data[part]
    rows, scores, read = Retriever(postings, matrix).searched(np.array([0, len(columns)]), columns, weights, 10)
    everything = int(np.diff(postings.starts)[columns].sum())
    query = matrix[[70]].toarray()[0]
    assert (rows[0].tolist(), scores[0].tolist()) == expected(matrix, query, 10)
    assert 0 < read < everything / 2
