"""Explanations."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import (
    Basis,
    ContributionKind,
    Direction,
    Explanation,
    Facts,
    Requirement,
    RequirementCheck,
    StandardFact,
    Verdict,
)
from matchmaker.matching.language.text import clean
from matchmaker.matching.settings import MeaningSettings, Settings
from tests.matching.market import build, crowd, listing
from tests.matching.semantic.encoders import real

INDEX = build(crowd())
SMALL = Settings(meaning=MeaningSettings(usual_crowding=0.0))


@pytest.fixture(scope="module")
def meant():
    """The market read by the real encoder too; it is so small that what is usual elsewhere would hide all meaning."""
    return build(crowd(), encoder=real(), settings=SMALL)


WORDS = (
    "bioreactor",
    "세포치료제",
    "optics",
    "유통",
    "single-use bioreactor",
    "항체",
    "PD-L1",
    "cell",
    "細胞治療",
    "GMP",
)
sentence = st.lists(st.sampled_from(WORDS), max_size=6).map(", ".join)
area = st.sets(st.sampled_from(["CGT", "BPE", "QC"])).map(" ".join)


def total(explanation):
    return sum(part.value for part in explanation.contributions)


@pytest.mark.parametrize("mine", ["kr1", "kr2", "us1", "us2", "ch1"])
@pytest.mark.parametrize("theirs", ["kr1", "kr2", "us1", "us2", "ch1"])
def test_contributions_add_up_to_the_score(mine, theirs):
    explanation = INDEX.explain(mine, theirs)
    assert total(explanation) == pytest.approx(explanation.score, abs=1e-6)


@given(st.lists(st.tuples(sentence, sentence, area, area), min_size=2, max_size=2), st.booleans())
@settings(deadline=None, max_examples=50)
def test_contributions_add_up_for_any_pair_and_say_the_same_from_both_sides(sides, same_stage):
    stage = {"stage": "DEMO"} if same_stage else {}
    listings = [
        listing(name, offer=offer, need=need, codes={"area": codes, **stage, "country": "KR"}, seeks={**stage})
        for name, (offer, need, codes, _) in zip(("kr1", "us1"), sides, strict=True)
    ]
    index = build(listings)
    here, there = index.explain("kr1", "us1"), index.explain("us1", "kr1")
    assert total(here) == pytest.approx(here.score, abs=1e-6)
    assert 0 <= here.score <= 1
    assert here.score == pytest.approx(there.score, abs=1e-9)
    assert here.score == pytest.approx(next((found.score for found in index.best_for("kr1")), 0.0), abs=1e-9)


@pytest.mark.parametrize("mine", ["kr1", "kr2", "us1", "us2", "ch1"])
@pytest.mark.parametrize("theirs", ["kr1", "kr2", "us1", "us2", "ch1"])
def test_contributions_add_up_with_an_encoder(meant, mine, theirs):
    explanation = meant.explain(mine, theirs)
    assert total(explanation) == pytest.approx(explanation.score, abs=1e-6)


@given(st.lists(st.tuples(sentence, sentence, sentence, area), min_size=4, max_size=4))
@settings(deadline=None, max_examples=25)
def test_contributions_add_up_with_an_encoder_for_any_pair_on_every_basis(sides):
    listings = [
        listing(name, offer=offer, need=need, profile=profile, codes={"area": codes})
        for name, (offer, need, profile, codes) in zip(("kr1", "us1", "kr2", "us2"), sides, strict=True)
    ]
    index = build(listings, encoder=real())
    for mine, theirs in (("kr1", "us1"), ("kr1", "us2"), ("kr2", "us1"), ("us2", "kr2")):
        here, there = index.explain(mine, theirs), index.explain(theirs, mine)
        assert total(here) == pytest.approx(here.score, abs=1e-6)
        assert 0 <= here.score == there.score <= 1


@pytest.mark.parametrize(
    ("mine", "theirs", "basis", "directions"),
    [
        ("kr1", "us1", Basis.TWO_WAY, {Direction.FORWARD, Direction.BACKWARD}),
        ("kr2", "us1", Basis.ONE_WAY, {Direction.FORWARD}),
        ("kr2", "ch1", Basis.SIMILARITY, {Direction.BOTH}),
    ],
)
def test_on_every_basis_the_line_of_meaning_quotes_what_both_really_say(meant, mine, theirs, basis, directions):
    explanation = meant.explain(mine, theirs)
    lines = [part for part in explanation.contributions if part.kind is ContributionKind.MEANING]
    assert (explanation.basis, {part.direction for part in lines}) == (basis, directions)
    for part in lines:
        assert part.value > 0
        assert part.mine
        assert part.mine in said_by(mine)
        assert part.theirs
        assert part.theirs in said_by(theirs)


def said_by(organisation):
    texts = [found.texts for found in crowd() if found.organisation == organisation]
    return " ".join(clean(p.text) for fields in texts for name, ps in fields.items() if name != "names" for p in ps)


def test_the_line_of_meaning_never_names_either_of_the_two():
    mine = listing(
        "kr1", names="㈜누리셀 Nuricell Therapeutics Inc.",
        offer="Nuricell sells optical sensors that NURICELL's people invented. 누리셀은 광학 센서를 만듭니다.",
    )  # fmt: skip
    theirs = listing("us1", names="Straßer-labs", need="Strasser wants sensors as good as Nuricell's or 누리셀의 센서.")
    explained = build([mine, theirs], encoder=real()).explain("kr1", "us1")
    (line,) = [part for part in explained.contributions if part.kind is ContributionKind.MEANING]
    said = json.dumps(explained.to_dict(), ensure_ascii=False).casefold()
    assert line.theirs == "… wants sensors as good as …'s or …의 센서"
    assert not [name for name in ("nuricell", "누리셀", "strasser", "straßer") if name in said]


def test_a_long_sentence_is_cut_and_no_half_of_a_name_is_left():
    long = "optical sensors " * 18 + "by Zephyrgen " + "for hospitals " * 9
    mine = listing("kr1", names="Zephyrgen Therapeutics", offer=long)
    index = build([mine, listing("us1", need="sensors for hospitals")], encoder=real(), settings=SMALL)
    explained = index.explain("kr1", "us1")
    (line,) = [part for part in explained.contributions if part.kind is ContributionKind.MEANING]
    assert (len(line.mine) <= 300, line.mine[-1]) == (True, "…")
    assert "zeph" not in line.mine.casefold()


def test_both_sides_are_quoted_in_their_own_words():
    terms = {part.key: part for part in INDEX.explain("kr1", "us1").contributions}
    part = terms["#single-use-bioreactor"]
    assert (part.mine, part.theirs, part.direction) == (
        "일회용 바이오리액터",
        "single-use bioreactor",
        Direction.FORWARD,
    )
    assert part.concept == "single-use-bioreactor"
    assert terms["#cell-therapy"].direction is Direction.BACKWARD
    assert terms["area:CGT"].kind is ContributionKind.CODE


def test_competitors_are_told_what_was_taken_off():
    explanation = INDEX.explain("kr1", "us2")
    (penalty,) = [part for part in explanation.contributions if part.kind is ContributionKind.PENALTY]
    assert (penalty.key, penalty.value < 0) == ("competitor", True)


def test_an_explanation_survives_storage():
    explanation = INDEX.explain("kr1", "us1")
    assert Explanation.from_dict(json.loads(json.dumps(explanation.to_dict()))) == explanation


def test_terms_not_shown_are_summed_up_in_one_line_for_each_direction():
    words = " ".join(f"wort{chr(97 + n)}{chr(97 + n)}x" for n in range(26))
    explanation = build([listing("kr1", offer=words), listing("us1", need=words)]).explain("kr1", "us1")
    kinds = [part.kind for part in explanation.contributions]
    assert (kinds.count(ContributionKind.TERM), kinds.count(ContributionKind.REST)) == (12, 1)
    assert total(explanation) == pytest.approx(explanation.score, abs=1e-6)


def test_names_make_no_match_and_are_never_shown():
    mine = listing("kr1", names="Zephyrgen Inc.", offer="Zephyrgen's cell media and quux. Zephyrgen!")
    theirs = listing("us1", names="Quux-labs", need="Quux's cell media like that of zephyrgen's or Zephyrgen Inc")
    index = build([mine, theirs])
    said = json.dumps(index.explain("kr1", "us1").to_dict()).casefold()
    assert index.explain("kr1", "us1").score > 0
    assert "zephyr" not in said
    assert "quux" not in said
    only_names = listing("us1", need="zephyrgen")
    assert build([mine, only_names]).best_for("kr1") == []


def test_requirements_of_both_sides_are_listed_with_their_verdicts():
    demand = Requirement("standard", "is", ("kgmp",), "should")
    wish = Requirement("trl", "at_least", ("6",), "should")
    index = build(
        [
            listing("kr1", offer="media", requirements=(wish,), facts=Facts(standards={"kgmp": StandardFact("held")})),
            listing("us1", need="media", requirements=(demand,)),
        ]
    )
    assert index.explain("kr1", "us1").requirements == (
        RequirementCheck(wish, is_mine=True, verdict=Verdict.UNKNOWN),
        RequirementCheck(demand, is_mine=False, verdict=Verdict.MATCH),
    )


@pytest.mark.parametrize("encoder", [None, real()], ids=["words alone", "encoder"])
def test_many_pairs_at_once_get_the_explanations_that_each_would_get_alone_from_either_side(encoder):
    index = build(crowd(), encoder=encoder)
    pairs = [(mine, theirs) for mine in index.organisations for theirs in index.organisations]

    together = index.explain_all(pairs)

    assert together == [index.explain(*pair) for pair in pairs]
    assert len(together) == 25


def test_no_pairs_get_no_explanations():
    assert build(crowd()).explain_all([]) == []
