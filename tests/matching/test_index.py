"""The index as a whole."""

from dataclasses import replace

import pytest

from matchmaker.matching import ContributionKind, NotIndexed, Side
from matchmaker.matching.settings import MeaningSettings, Settings
from tests.matching.market import build, crowd, listing, partners
from tests.matching.semantic.encoders import Counting, real

INDEX = build(crowd())


@pytest.fixture(scope="module")
def meant():
    return build(fair(), encoder=real())


def fair():
    """A market in which words alone find little: what one says the other says in words no glossary knows."""
    wishes = (
        ("A hospital that runs patient studies", "환자 대상 연구를 수행할 병원"),
        ("Kidney dialysis machines for clinics", "병의원용 신장 투석 기기"),
        ("Wine and cheese from Italy", "이탈리아산 와인과 치즈"),
        ("Recycling of waste paper", "버려진 종이의 재활용"),
        ("Insurance for travellers", "여행자 보험 상품"),
        ("Microscopes for schools", "학교용 현미경"),
    )
    abroad = [listing(f"us{n + 10}", offer=english, need=wishes[n - 1][0]) for n, (english, _) in enumerate(wishes)]
    at_home = [
        listing(f"kr{n + 10}", offer="공장 부지를 임대합니다", need=korean) for n, (_, korean) in enumerate(wishes)
    ]
    return [*crowd(), *abroad, *at_home]


def everything(index):
    names = index.organisations
    return dict(index.all_best(None)), [index.explain(mine, theirs) for mine in names for theirs in names[:3]]


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
    for mine in INDEX.best_for("kr1", None):
        (seen,) = [found for found in INDEX.best_for(mine.partner) if found.partner == "kr1"]
        assert seen == mine.reversed()


def test_counterparts_are_all_partners_with_their_scores():
    for name in INDEX.organisations:
        assert INDEX.counterparts(name) == [(found.partner, found.score) for found in INDEX.best_for(name, None)]


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
    assert [name for name, _score in newer.counterparts("kr9")] == ["us2"]
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
    for ask in (INDEX.best_for, INDEX.counterparts, lambda name: INDEX.explain("kr1", name)):
        with pytest.raises(NotIndexed, match="nobody"):
            ask("nobody")


def test_a_question_without_a_known_word_finds_nothing():
    for question in ("qwxzy", "!!!", "ไบโอรีแอคเตอร์", "\u200b"):
        assert INDEX.search(question) == []
        assert INDEX.search(question, with_names=True) == []


def test_thousands_of_the_same_listing_are_ranked_by_id_and_change_in_a_moment():
    crowd_of_twins = [listing(f"us{n:04d}", offer="single-use bioreactor", need="distributor") for n in range(2_000)]
    asking = listing("kr1", offer="유통", need="일회용 바이오리액터")
    index = build([asking, *crowd_of_twins])
    assert partners(index, "kr1") == [f"us{n:04d}" for n in range(20)]
    found = index.search("bioreactor", limit=3, side=Side.OVERSEAS)
    assert [hit.organisation for hit in found] == ["us0000", "us0001", "us0002"]
    left = index.updated([listing("us0001", offer="zeolite")], removed=["us0000"])
    assert partners(left, "kr1")[:2] == ["us0002", "us0003"]


def test_a_listing_of_a_megabyte_is_one_listing_among_others():
    long = listing("us9", offer="Sterile filtration of cell culture media. " * 25_000)
    index = build([*crowd(), long])
    assert "us9" in [hit.organisation for hit in index.search("cell culture")]
    assert all(0.0 < found.score <= 1.0 for found in index.best_for("us9"))


def test_one_listing_alone_has_nobody():
    index = build([listing("kr1", offer="cell therapy")])
    assert (index.best_for("kr1"), len(index.search("세포치료제"))) == ([], 1)


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


def test_with_an_encoder_two_texts_meet_that_share_no_word(meant):
    by_words = build(fair())
    assert [partners(meant, f"kr{n + 10}")[0] for n in range(6)] == [f"us{n + 10}" for n in range(6)]
    assert [f"us{n + 10}" in partners(by_words, f"kr{n + 10}") for n in range(6)] == [False] * 6


def test_without_an_encoder_there_is_no_meaning_in_any_score():
    for mine in ("kr1", "kr2"):
        for theirs in ("us1", "us2", "ch1"):
            kinds = {part.kind for part in INDEX.explain(mine, theirs).contributions}
            assert ContributionKind.MEANING not in kinds
    nothing_meant = replace(Settings(), meaning=MeaningSettings(weight=0.0))
    assert dict(INDEX.with_settings(nothing_meant).all_best()) == dict(INDEX.all_best())


def test_with_an_encoder_lists_and_explanations_agree_to_the_last_bit_from_both_sides(meant):
    for mine in meant.organisations:
        for seen in meant.best_for(mine, None):
            (back,) = [found for found in meant.best_for(seen.partner, None) if found.partner == mine]
            assert back.reversed() == seen
            assert meant.explain(mine, seen.partner).score == seen.score


def test_with_an_encoder_two_builds_agree_to_the_last_bit_whatever_the_order(meant):
    assert everything(build(reversed(fair()), encoder=real())) == everything(meant)


def test_with_an_encoder_an_update_without_a_change_changes_nothing(meant):
    listings = [found for found in fair() if found.organisation in {"us1", "kr10", "ch1"}]
    assert everything(meant.updated(listings)) == everything(meant)


def test_with_an_encoder_an_update_leaves_pairs_of_others_as_they_were(meant):
    updated = meant.updated([listing("us99", offer="Hospital studies", need="치즈")], removed=["us2"])

    def of_others(index):
        lists = {name: found for name, found in index.all_best(None) if name not in {"us2", "us99"}}
        return {name: [one for one in found if one.partner not in {"us2", "us99"}] for name, found in lists.items()}

    assert of_others(updated) == of_others(meant)
    assert partners(updated, "us99")


def test_an_update_comes_near_a_full_build(meant):
    newcomer = listing("us99", offer="Kidney dialysis for patients at home", need="와인")
    updated = {found.partner: found.score for found in meant.updated([newcomer]).best_for("us99", None)}
    built = {found.partner: found.score for found in build([*fair(), newcomer], encoder=real()).best_for("us99", None)}
    assert {name: updated.get(name, 0.0) for name in built} == pytest.approx(built, abs=0.02)


def test_who_leaves_and_comes_back_is_found_as_before(meant):
    own = [found for found in fair() if found.organisation == "kr11"]
    returned = meant.updated(removed=["kr11"]).updated(own)
    assert partners(returned, "kr11")[0] == partners(meant, "kr11")[0] == "us11"
    assert returned.explain("kr10", "us10") == meant.explain("kr10", "us10")


def test_terms_that_nobody_has_any_more_are_forgotten_and_nobody_else_notices():
    stranger = listing("us7", offer="zeolite columns")
    index = build([*crowd(), stranger])
    left = index.updated(removed=["us7"])
    assert {"zeolit", "zeolit column"} <= set(index.base.contents.space.terms)
    assert not [term for term in left.base.contents.space.terms if "zeolit" in term]
    for mine in ("kr1", "kr2"):
        assert left.best_for(mine) == [found for found in index.best_for(mine) if found.partner != "us7"]
        assert left.explain(mine, "us1") == index.explain(mine, "us1")
    assert left.search("zeolite") == []


def test_an_update_encodes_only_what_is_new(meant):
    encoder = Counting(real())
    counted = replace(meant, encoder=encoder)
    counted.updated([found for found in fair() if found.organisation == "us1"])
    assert encoder.given == []
    counted.updated([listing("us1", offer="Something new")])
    assert encoder.given == ["Something new"]


def test_a_build_with_remembered_vectors_encodes_no_text_again(meant):
    encoder = Counting(real())
    build(fair(), encoder=encoder, remembered=meant.remembered_vectors())
    assert not set(encoder.given) & {text for text in meant.remembered_vectors() if " " in text}


@pytest.mark.parametrize(
    "text", ["", "🧬", "We need pumps. " * 70_000, "ไบโอรีแอคเตอร์ แบบใช้ครั้งเดียว", "مفاعل حيوي", "\u200b\u202e"]
)
def test_with_an_encoder_no_text_is_too_strange(meant, text):
    index = meant.updated([listing("us99", offer=text, need=text)])
    assert all(0.0 < found.score <= 1.0 for found in index.best_for("us99"))
    for partner in ("kr1", "kr10"):
        explained = index.explain("us99", partner)
        assert sum(part.value for part in explained.contributions) == pytest.approx(explained.score, abs=1e-6)


def test_an_empty_market_needs_no_encoder():
    encoder = Counting(real())
    assert dict(build([], encoder=encoder).all_best()) == {}
    assert partners(build([listing("kr1"), listing("us1")], encoder=encoder), "kr1") == []
    assert encoder.given == []


def test_stuffing_a_profile_with_keywords_does_not_raise_what_it_means():
    wish = listing("us1", need="We need single-use bioreactors and stirred vessels")
    others = [found for found in fair() if found.organisation not in {"us1", "kr1"}]

    def meaning(offer):
        explained = build([*others, wish, listing("kr1", offer=offer)], encoder=real()).explain("kr1", "us1")
        meant = sum(part.value for part in explained.contributions if part.kind is ContributionKind.MEANING)
        return meant, explained.score

    honest = "We make single-use bioreactors and stirred vessels. We serve vaccine makers."
    plain, stuffed = meaning(honest), meaning(honest + " Bioreactor. bioreactor bioreactor." * 30)
    assert stuffed <= plain
    assert stuffed[1] <= plain[1]
