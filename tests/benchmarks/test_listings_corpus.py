"""Composed corpora: the same terms as the analyser's, kept on disk, and BEIR folders read alike."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from benchmarks.listings import Corpus, corpus, from_beir, generated, generated_terms, generated_tokens
from benchmarks.listings.composing import counted
from benchmarks.listings.corpus import Words
from benchmarks.listings.terms import frequencies_of
from matchmaker.matching import Kind, Stance

COUNT = 150


@pytest.fixture(scope="module")
def made():
    return corpus(COUNT, cache=None)


def raw(listing, role):
    """Frequencies of a listing as an offer or a need, field by field, as the index weighs them."""
    fields = {name: frequencies_of([passages])[0] for name, passages in listing.texts.items() if name != "names"}
    other = {"offer": "need", "need": "offer"}[role]
    if role not in fields:
        is_profile = listing.kind is Kind.ORGANISATION and role == "offer"
        weights = {"summary": 1.0, "profile": 1.0} if is_profile else {}
    elif listing.stance not in (Stance(role), Stance.BOTH):
        weights = {role: 1.0}
    else:
        share = 0.25 if listing.stance is Stance.BOTH and other in fields else 1.0
        weights = {role: 1.0, "title": 2.0 * share, "summary": share}
    total = {}
    for name, weight in weights.items():
        for term, frequency in fields.get(name, {}).items():
            total[term] = total.get(term, 0.0) + weight * frequency
    return total


@pytest.mark.slow
def test_composed_terms_are_those_of_the_analyser():
    counts, terms = counted(COUNT)
    for role, matrix in (("offer", counts.offers), ("need", counts.needs)):
        expected = [raw(listing, role) for listing in generated(COUNT)]
        composed = [
            {terms[column]: weight for column, weight in zip(row.indices, row.data, strict=True)}
            for row in (csr_array(matrix[[n]]) for n in range(COUNT))
        ]
        assert [bool(one) for one in composed] == [bool(one) for one in expected]
        assert share_alike(composed, expected) > 0.99
        assert sum(one.keys() == other.keys() for one, other in zip(composed, expected, strict=True)) > 0.8 * COUNT


def share_alike(composed, expected):
    """Share of the weight that both have."""
    common = whole = 0.0
    for one, other in zip(composed, expected, strict=True):
        for term in one.keys() | other.keys():
            common += min(one.get(term, 0.0), other.get(term, 0.0))
            whole += max(one.get(term, 0.0), other.get(term, 0.0))
    return common / whole


def test_rows_are_vectors_of_length_one_with_sorted_columns(made):
    for matrix in (made.offers, made.needs):
        assert matrix.shape == (COUNT, len(made.terms))
        assert (matrix.data.dtype, matrix.indices.dtype) == (np.float64, np.int32)
        assert matrix.has_sorted_indices
        norms = np.sqrt((matrix * matrix).sum(axis=1))
        assert np.allclose(norms[np.diff(matrix.indptr) > 0], 1.0, rtol=1e-12)
    assert np.count_nonzero(np.diff(made.offers.indptr)) > 0.85 * COUNT


def test_vectors_follow_the_formula_of_the_index():
    counts, terms = counted(40)
    lengths = np.asarray(counts.offers.sum(axis=1))
    mean = lengths[lengths > 0].mean()
    idf = np.log(41.0 / (1.0 + np.bincount(counts.present.indices, minlength=len(terms)))) + 1.0
    row = csr_array(counts.offers[[3]])
    floor = 2.0 * (0.4 + 0.6 * lengths[3] / mean)
    expected = row.data * 3.0 / (row.data + floor) * idf[row.indices]
    expected = dict(zip([terms[n] for n in row.indices], expected / np.linalg.norm(expected), strict=True))
    found = corpus(40, cache=None)
    vector = csr_array(found.offers[[3]])
    assert dict(zip([found.terms[n] for n in vector.indices], vector.data, strict=True)) == pytest.approx(expected)


def test_tokens_repeat_what_a_text_says_often(made):
    counts, terms = counted(COUNT)
    row = csr_array(counts.offers[[7]])
    expected = sorted(
        term
        for term, weight in zip((terms[n] for n in row.indices), row.data, strict=True)
        for _ in range(max(1, round(weight)))
    )
    assert sorted(made.tokens.of(7)) == expected
    assert len(made.tokens) == COUNT
    assert list(made.tokens.texts())[7] == made.tokens.of(7)
    assert (made.tokens.ids.dtype, made.tokens.starts.dtype) == (np.int32, np.int64)


def test_a_corpus_is_kept_and_read_again(made, tmp_path):
    assert same(corpus(COUNT, cache=tmp_path), made)
    folders = list(tmp_path.iterdir())
    assert len(folders) == 1
    again = corpus(COUNT, cache=tmp_path)
    assert same(again, made)
    assert isinstance(again.offers.data, np.memmap)
    assert list(tmp_path.iterdir()) == folders
    assert same_matrix(generated_terms(COUNT, cache=tmp_path), made.offers)
    assert np.array_equal(generated_tokens(COUNT, cache=tmp_path).ids, made.tokens.ids)


def same(one: Corpus, other: Corpus) -> bool:
    return (
        same_matrix(one.offers, other.offers)
        and same_matrix(one.needs, other.needs)
        and list(one.terms) == list(other.terms)
        and np.array_equal(one.need_tokens.starts, other.need_tokens.starts)
    )


def same_matrix(one: csr_array, other: csr_array) -> bool:
    return one.shape == other.shape and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("data", "indices", "indptr")
    )


def test_needs_find_offers_of_their_theme(made):
    rows = made.queries(20)
    scores = (made.needs[rows] @ made.offers.T).toarray()
    assert len(rows) == 20
    assert np.array_equal(rows, np.unique(rows))
    assert (np.sort(scores, axis=1)[:, -10] > 0.0).all()
    columns, weights = made.short_query(int(rows[0]), 3)
    assert (len(columns), float(weights @ weights)) == (3, pytest.approx(1.0))


def test_no_listing_makes_no_corpus():
    with pytest.raises(ValueError, match="at least one"):
        corpus(0, cache=None)


def test_words_are_kept_as_letters():
    words = Words.of(["세포", "", "cell therapy", "\ud800"])
    assert list(words) == ["세포", "", "cell therapy", "\ud800"]
    assert (len(words), words[2], words[-1], words[1:3]) == (4, "cell therapy", "\ud800", ["", "cell therapy"])


def test_a_folder_is_read_with_the_same_analyser(tmp_path):
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Bioreactor", "text": "We supply single-use bioreactors."}\n'
        '{"_id": "d2", "title": "", "text": "동결보존 배지를 공급합니다."}\n',
        encoding="utf-8",
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "일회용 바이오리액터"}\n', encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n", encoding="utf-8")
    found = from_beir(tmp_path)
    assert (found.offers.shape[0], found.needs.shape[0]) == (2, 1)
    assert "#single-use-bioreactor" in found.tokens.of(0)
    scores = (found.needs @ found.offers.T).toarray()[0]
    assert scores[0] > 0.3 > scores[1]
