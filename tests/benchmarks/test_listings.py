"""Generated listings: seeded, endless, valid, with both sides of the gateway."""

from collections import Counter
from datetime import date
from itertools import groupby, pairwise

import numpy as np
import pytest

from benchmarks.listings import generated
from benchmarks.listings.plan import blocks
from benchmarks.listings.sentences import stock
from benchmarks.listings.writing import SEED
from matchmaker.matching import Kind, MatchIndex, Passage, Side, Stance
from matchmaker.matching.language.text import clean
from matchmaker.matching.listing import analysed_fields
from matchmaker.vocabulary import vocabulary


@pytest.fixture(scope="module")
def listings():
    return list(generated(300))


def test_one_seed_gives_one_set_of_listings(listings):
    assert list(generated(300)) == listings
    assert list(generated(300, seed=SEED + 1)) != listings


def test_the_first_of_many_are_the_same_as_few(listings):
    assert list(generated(40)) == listings[:40]
    few, many = list(blocks(6000, stock(SEED))), list(blocks(12_000, stock(SEED)))
    assert [len(block) for block in few[:-1]] == [len(block) for block in many[: len(few) - 1]]
    assert sum(map(len, few)) == 6000
    last = many[len(few) - 1].first(len(few[-1]))
    assert all(
        np.array_equal(getattr(last, name), getattr(few[-1], name))
        for name in ("organisation", "row", "field", "sentence", "code_row", "number")
    )


def test_none_are_none_and_fewer_are_refused():
    assert list(generated(0)) == []
    with pytest.raises(ValueError, match="-1 listings"):
        next(generated(-1))


def test_organisations_stand_together_with_their_profile_first(listings):
    groups = [list(group) for _, group in groupby(listings, key=lambda listing: listing.organisation)]
    assert len({group[0].organisation for group in groups}) == len(groups)
    assert all(
        [one.kind for one in group] == [Kind.ORGANISATION, *[Kind.OPPORTUNITY] * (len(group) - 1)] for group in groups
    )
    assert {len(group) for group in groups[:-1]} == {1, 2, 3, 4, 5, 6}
    assert all(len({(one.side, one.texts["names"]) for one in group}) == 1 for group in groups)
    assert len({listing.id for listing in listings}) == len(listings)


def test_both_sides_all_stances_and_four_languages_occur(listings):
    languages = Counter(
        passage.lang for one in listings for name, found in one.texts.items() if name != "names" for passage in found
    )
    assert set(languages) == {"ko", "en", "ja", "de"}
    assert min(languages["ko"], languages["en"]) > 5 * max(languages["ja"], languages["de"])
    assert {one.side for one in listings} == set(Side)
    assert {one.stance for one in listings} == set(Stance)


def test_every_code_is_one_of_its_list(listings):
    known = vocabulary().lists
    coded = [
        (name, code)
        for one in listings
        for codes in (one.codes, one.seeks)
        for name, found in codes.items()
        for code in found
    ]
    assert all(code in known[name] for name, code in coded if name in known and name != "country")
    assert {"area", "modality", "stage", "partnership_type", "org_type"} <= {name for name, _ in coded}
    assert any(one.requirements for one in listings)
    assert sum(bool(one.requirements) for one in listings) < len(listings) / 4


def test_a_text_does_not_say_the_name_of_its_organisation(listings):
    for one in listings:
        cleaned = {name: tuple(Passage(clean(p.text), p.lang) for p in found) for name, found in one.texts.items()}
        assert analysed_fields(one) | {"names": ()} == cleaned | {"names": ()}


def test_an_index_of_them_finds_partners_on_both_sides(listings):
    index = MatchIndex.build(listings, vocabulary=vocabulary(), encoder=None, on=date(2026, 11, 22))
    found = {side: [] for side in Side}
    for organisation, suggested in index.all_best(limit=10):
        found[next(one.side for one in listings if one.organisation == organisation)].append(suggested)
    for lists in found.values():
        assert sum(len(one) == 10 for one in lists) > len(lists) / 2
        assert all(one.score >= other.score for several in lists for one, other in pairwise(several))
