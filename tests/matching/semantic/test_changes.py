"""Rows of two meanings in one."""

import numpy as np
import pytest

from matchmaker.matching.semantic.changes import Part, joined
from matchmaker.matching.semantic.meaning import closest
from matchmaker.matching.semantic.spans import ROLES
from tests.matching.semantic.rows import IS_DOMESTIC, MARKET, meaning_of, same


@pytest.fixture(scope="module")
def built():
    """The meaning of a market of six rows."""
    return meaning_of(MARKET, IS_DOMESTIC)


def test_rows_of_both_stand_in_the_order_asked_for(built):
    # Rows 0, 1 and 3 of the first, then 4 and 2 of the second; the last of them goes to the front.
    found = joined(Part(built, (0, 1, 3)), Part(built, (4, 2)), (4, 0, 1, 2, 3))
    rows = np.array([2, 0, 1, 3, 4])
    for role in ROLES:
        for name in ("vectors", "speaks", "crowding", "languages", "known"):
            before, after = (getattr(one.texts[role], name) for one in (built, found))
            assert np.array_equal(after, before[rows]), (role, name)
    for place, row in enumerate(rows.tolist()):
        own, old = found.spans.of(place), built.spans.of(row)
        assert list(found.spans.texts[own]) == list(built.spans.texts[old])
        assert np.array_equal(found.spans.vectors[own], built.spans.vectors[old])
    assert closest(found.sentences(1, "offer"), found.sentences(3, "need")) == closest(
        built.sentences(0, "offer"), built.sentences(3, "need")
    )


def test_all_rows_in_their_order_are_the_same_meaning(built):
    assert same(joined(Part(built, range(4)), Part(built, (4, 5)), range(6)), built)


def test_nobody_may_be_left(built):
    nobody = joined(Part(built, ()), Part(built, ()), ())
    assert (list(nobody.spans.texts), nobody.texts["offer"].vectors.shape) == ([], (0, 512))
    assert np.array_equal(nobody.centres, built.centres)
