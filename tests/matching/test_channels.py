"""Coded fields as supply and demand."""

import pytest

from matchmaker.matching.channels import channels
from tests.matching.market import listing


def value(name, mine, theirs):
    (channel,) = [channel for channel in channels([mine, theirs]) if channel.name == name]
    return float((channel.supply[[0]] @ channel.demand[[1]].T).toarray()[0, 0])


def test_shared_codes_count_by_how_much_of_both_they_are():
    one, two = listing("kr1", codes={"area": "CGT"}), listing("us1", codes={"area": "CGT QC"})
    assert value("area", one, two) == pytest.approx(0.5**0.5)
    assert value("area", one, one) == pytest.approx(1.0)
    assert value("area", one, listing("us2")) == 0.0


def test_each_stated_wish_counts_alike_however_many_codes_it_allows():
    mine = listing("kr1", codes={"country": "KR", "org_type": "startup"})
    theirs = listing("us1", seeks={"country": "KR JP SG", "org_type": "large"})
    assert value("wish", mine, theirs) == pytest.approx(0.5)


def test_without_a_sought_partnership_type_the_own_one_is_meant():
    mine, theirs = (listing(name, codes={"partnership_type": "investment"}) for name in ("kr1", "us1"))
    assert value("partnership_type", mine, theirs) == pytest.approx(1.0)
