"""How far weights had moved."""

from math import log

import pytest

from matchmaker.matching.drift import Moved, moved
from tests.matching.market import build, crowd, listing


def test_the_same_listings_move_nothing():
    assert moved(build(crowd()), build(crowd())).mean == 0.0


def test_the_term_that_became_common_has_moved_most_and_new_ones_are_counted():
    before = build([listing("kr1", offer="pump"), listing("us1", offer="valve")])
    after = build([listing("kr1", offer="pump"), listing("us1", offer="pump"), listing("us2", offer="pump gasket")])
    found = moved(before, after)
    # `pump` was said by one of two and is said by three of three.
    assert (found.largest_term, found.largest) == ("pump", pytest.approx(log(3 / 2)))
    assert 0.0 < found.mean <= found.largest
    assert found.unseen > 0.0


def test_where_everything_is_new_nothing_has_moved():
    found = moved(build([listing("kr1", offer="pump")]), build([listing("kr1", offer="칼럼")]))
    assert found == Moved(0.0, 0.0, "", 1.0)
    assert moved(build([]), build([])) == Moved(0.0, 0.0, "", 0.0)
