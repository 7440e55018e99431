"""The index as a whole."""

import pytest

from matchmaker.matching import NotIndexed, Side
from tests.matching.market import build, crowd, listing, partners

INDEX = build(crowd())


def test_best_of_all_is_the_best_of_each_in_both_directions():
    assert dict(INDEX.all_best(limit=3)) == {
        name: INDEX.best_for(name, 3) for name in ("ch1", "kr1", "kr2", "us1", "us2")
    }


def test_suggestions_are_sorted_by_score_then_by_id():
    twins = [listing(name, need="cell therapy") for name in ("us3", "us1", "us2")]
    index = build([listing("kr1", offer="cell therapy"), *twins])
    assert partners(index, "kr1") == ["us1", "us2", "us3"]
    assert [found.partner for found in index.best_for("kr1", limit=2)] == ["us1", "us2"]


def test_the_best_pair_of_listings_stands_for_two_organisations():
    (found,) = [found for found in INDEX.best_for("kr1") if found.partner == "us1"]
    assert (found.listing, found.partner_listing, found.pairs) == ("kr1.profile", "us1.profile", 2)
    explained = INDEX.explain("kr1", "us1")
    assert (explained.listing_mine, explained.listing_theirs, explained.pairs) == ("kr1.profile", "us1.profile", 2)
    assert explained.score == pytest.approx(found.score)


def test_the_other_side_sees_the_same_scores():
    for counterpart in INDEX.affected_by("kr1"):
        (seen,) = [found for found in INDEX.best_for(counterpart.organisation) if found.partner == "kr1"]
        assert seen == counterpart


def test_two_builds_agree_whatever_the_order_of_the_listings():
    again = build(reversed(crowd()))
    assert dict(again.all_best()) == dict(INDEX.all_best())


def test_an_update_without_a_change_changes_nothing():
    listings = [found for found in crowd() if found.organisation == "us1"]
    updated = INDEX.updated(listings)
    assert dict(updated.all_best()) == dict(INDEX.all_best())
    assert updated.explain("us1", "kr1") == INDEX.explain("us1", "kr1")


def test_an_update_changes_what_it_should_and_leaves_the_first_index_alone():
    before = dict(INDEX.all_best())
    updated = INDEX.updated([listing("us2", need="zeolite columns")], removed=["us1"])
    newer = updated.updated([listing("kr9", offer="zeolite columns")])
    assert "us1" not in updated.organisations
    assert partners(newer, "us2") == ["kr9"]
    assert [found.organisation for found in newer.affected_by("kr9")] == ["us2"]
    assert "zeolite columns" in {part.mine for part in newer.explain("kr9", "us2").contributions}
    assert dict(INDEX.all_best()) == before


def test_a_withdrawn_opportunity_disappears_with_the_next_update():
    (profile,) = [found for found in crowd() if found.id == "us1.profile"]
    updated = INDEX.updated([profile])
    assert len(updated) == len(INDEX) - 1
    assert updated.explain("kr1", "us1").pairs == 1


def test_search_finds_listings_across_languages_but_names_only_when_asked():
    assert {hit.listing for hit in INDEX.search("細胞治療")} >= {"ch1.profile", "kr2.profile", "us1.profile"}
    assert INDEX.search("누리셀") == []
    assert [hit.organisation for hit in INDEX.search("누리셀", with_names=True)] == ["kr1"]
    assert [hit.listing for hit in INDEX.search("bioreactor", limit=1)] == ["us1.need"]
    assert INDEX.search("") == []


def test_progress_is_told_until_all_is_done():
    told = []
    build(crowd(), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (6, 6)
    told.clear()
    list(INDEX.all_best(progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_unknown_organisations_are_named():
    for ask in (INDEX.best_for, INDEX.affected_by, lambda name: INDEX.explain("kr1", name)):
        with pytest.raises(NotIndexed, match="nobody"):
            ask("nobody")


def test_an_empty_market_and_a_market_with_one_side_have_no_suggestions():
    assert dict(build([]).all_best()) == {}
    assert build([]).search("cell") == []
    assert dict(build([listing("kr1", offer="cell")]).all_best()) == {"kr1": []}
    assert build([listing("kr1", offer="cell")]).updated(removed=["kr1"]).organisations == ()


def test_ids_and_sides_must_be_clear():
    with pytest.raises(ValueError, match="same id"):
        build([listing("kr1"), listing("kr1")])
    with pytest.raises(ValueError, match="both sides"):
        build([listing("kr1"), listing("kr1", Side.OVERSEAS, name="x")])
