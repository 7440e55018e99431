"""Rows of two tables in one are what a table of these rows is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import Facts, Requirement, StandardFact
from matchmaker.matching.table import Table, row_of
from tests.matching.market import TODAY, listing

codes = st.fixed_dictionaries({"area": st.sets(st.sampled_from(["CGT", "BPE", "QC"])).map(" ".join)})
facts = st.builds(
    Facts,
    standards=st.sampled_from([{}, {"kgmp": StandardFact("held", TODAY)}]),
    codes=st.sampled_from([{}, {"country": frozenset({"KR"})}]),
    numbers=st.sampled_from([{}, {"trl": 4.0}, {"trl": 7.0}]),
)
musts = st.lists(
    st.sampled_from(
        [Requirement("standard", "any_of", ("kgmp",), "must"), Requirement("trl", "at_least", ("5",), "must")]
    ),
    max_size=2,
    unique=True,
).map(tuple)
sides = st.sampled_from(["kr", "us"])


@st.composite
def tables(draw, prefix):
    said = draw(st.lists(st.tuples(sides, codes, facts, musts), max_size=5))
    return Table.of(
        row_of(listing(f"{side}{prefix}{number}", offer="media", codes=coded, facts=known, requirements=asked))
        for number, (side, coded, known, asked) in enumerate(said)
    )


def chosen(draw, table):
    return np.array(sorted(draw(st.sets(st.sampled_from(range(len(table)))))) if len(table) else [], dtype=np.int64)


def stated(conditions, row):
    """What a row states on each topic."""
    entries = zip(conditions.topics, conditions.answers[row].tolist(), strict=True)
    return {topic: conditions.facts[entry] for topic, entry in entries if entry}


def demanded(conditions, row):
    matrix = conditions.demanded
    return {conditions.musts[must] for must in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist()}


@given(st.data(), tables("a"), tables("b"))
@settings(max_examples=60, deadline=None)
def test_joined_tables_are_those_of_their_rows(data, first, second):
    kept, added = chosen(data.draw, first), chosen(data.draw, second)
    rows = [first.rows[place] for place in kept] + [second.rows[place] for place in added]
    joined, order = Table.joined(first, kept, second, added)
    anew = Table.of(rows)
    assert [rows[place] for place in order] == list(joined.rows) == list(anew.rows)
    assert (list(joined.lines), list(joined.ids), joined.names) == (list(anew.lines), list(anew.ids), anew.names)
    for one, other in zip(joined.channels, anew.channels, strict=True):
        assert (one.name, one.codes) == (other.name, other.codes)
        for part in ("supply", "demand"):
            assert getattr(one, part).toarray().tolist() == getattr(other, part).toarray().tolist()
    mine, theirs = joined.conditions, anew.conditions
    assert [stated(mine, row) for row in range(len(rows))] == [stated(theirs, row) for row in range(len(rows))]
    assert [demanded(mine, row) for row in range(len(rows))] == [demanded(theirs, row) for row in range(len(rows))]
    assert (len(mine.facts), set(mine.musts)) == (len(theirs.facts), set(theirs.musts))
