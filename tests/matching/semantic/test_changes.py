"""Rows that leave an index, and rows that enter it."""

import numpy as np
import pytest

from matchmaker.matching.semantic.changes import Placement, changed_meaning
from matchmaker.matching.semantic.meaning import encoded
from matchmaker.matching.semantic.spans import ROLES
from tests.matching.semantic.encoders import real
from tests.matching.semantic.rows import IS_DOMESTIC, MARKET, SETTINGS, meaning_of, nothing_known, same, spans_in


@pytest.fixture(scope="module")
def built():
    """The meaning of the market before it changes."""
    return meaning_of(MARKET, IS_DOMESTIC)


def test_rows_that_leave_and_enter_leave_the_others_as_they_were(built):
    # The third row leaves, the fifth is written anew, one enters: old rows 0, 1, 3, 5, then the new ones 4 and 5.
    entering = [{"offer": "Optical sensors"}, {"need": "Fermentation experts"}]
    placed = Placement((0, 1, 3, 5), (0, 1, 2, 4, 3, 5), np.array([True, True, False, False, False, False]))
    spans = encoded(spans_in(entering), real(), remembered={})
    changed = changed_meaning(built, spans, nothing_known(2), placed, SETTINGS)
    old, new = np.array([0, 1, 3, 5]), np.array([0, 1, 2, 4])
    for role in ROLES:
        for name in ("vectors", "crowding", "languages", "known"):
            before, after = (getattr(found.texts[role], name) for found in (built, changed))
            assert np.array_equal(after[new], before[old]), (role, name)
    assert changed.spans.texts[changed.spans.of(3)] == ("Optical sensors", "Optical sensors")
    assert changed.closest(0, "offer", 2, "need") == built.closest(0, "offer", 3, "need")
    assert changed.texts["need"].crowding[5] != 0.0
    assert not [text for text in changed.spans.texts if "Medizintechnik" in text]


def test_rows_that_leave_and_come_back_as_they_were_change_nothing(built):
    placed = Placement((0, 1, 2, 3), tuple(range(6)), IS_DOMESTIC)
    spans = encoded(spans_in(MARKET[4:]), real(), remembered=built.remembered())
    assert same(changed_meaning(built, spans, nothing_known(2), placed, SETTINGS), built)


def test_everybody_may_leave(built):
    spans = encoded([], real(), remembered={})
    placed = Placement((), (), np.zeros(0, dtype=bool))
    nobody = changed_meaning(built, spans, nothing_known(0), placed, SETTINGS)
    assert (nobody.spans.texts, nobody.texts["offer"].vectors.shape) == ((), (0, 512))
