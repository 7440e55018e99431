"""The draw of a comparison from an index."""

from dataclasses import replace

import pytest

from matchmaker.matching import MatchIndex, Side
from matchmaker.matching.variants import rescored
from matchmaker.suggestions.trials.drawing import Draw, Plan, Setting, draw, ranking
from matchmaker.suggestions.trials.rules import Team
from tests.matching.market import build, listing

WORDS = (
    "vectors", "plasmids", "antibodies", "exosomes", "peptides", "enzymes", "vaccines", "lipids", "sensors", "chambers",
    "filters", "resins",
)  # fmt: skip
AREAS = ("CGT", "MPE", "VAC")
FIRMS, PARTNERS = list(range(1, 9)), list(range(101, 117))
PLAN = Plan("current", "no_codes", organisations=6, length=5, seed=11)


def words(start: int, *steps: int) -> str:
    return " ".join(WORDS[(start + step) % len(WORDS)] for step in steps)


@pytest.fixture(scope="module")
def index() -> MatchIndex:
    """Firms that need what partners offer, in more words or fewer, with codes that say otherwise."""
    firms = [
        listing(str(n), Side.DOMESTIC, name=f"opp-{n}", need=words(n, 0, 1, 2, 3), codes={"area": AREAS[n % 3]})
        for n in FIRMS
    ]
    partners = [
        listing(str(n), Side.OVERSEAS, name=f"opp-{n}", offer=words(n, 0, 2, 5), codes={"area": AREAS[n % 2]})
        for n in PARTNERS
    ]
    return build([*firms, *partners])


def drawn(index: MatchIndex, **changes: object) -> Draw:
    return draw(index, replace(PLAN, **changes), [FIRMS, PARTNERS])  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_and_another_one_does_not(index):
    assert drawn(index) == drawn(index)
    assert drawn(index) != drawn(index, seed=12)


def test_both_sides_of_the_gateway_take_turns(index):
    asked = list(dict.fromkeys(pair.organisation for pair in drawn(index).pairs))
    assert len(asked) == 6
    assert sum(one in FIRMS for one in asked) in range(2, 5)


def test_each_pair_knows_its_ranks_in_both_lists(index):
    first, second = (rescored(index, name) for name in ("current", "no_codes"))
    for pair in drawn(index).pairs:
        ranks = [
            list(found).index(pair.candidate) + 1 if pair.candidate in found else None
            for found in (ranking(Setting(one), pair.organisation, 5) for one in (first, second))
        ]
        assert [pair.rank_a, pair.rank_b] == ranks
        assert (pair.rank_a if pair.team is Team.A else pair.rank_b) is not None


def test_the_order_of_judging_does_not_tell_the_place_in_the_list(index):
    lists: dict[int, list[int]] = {}
    for pair in drawn(index).pairs:
        lists.setdefault(pair.organisation, []).append(pair.position)
    assert all(sorted(places) == list(range(1, len(places) + 1)) for places in lists.values())
    assert any(places != sorted(places) for places in lists.values())


def test_an_organisation_with_the_same_list_in_both_is_passed_over_and_counted(index):
    same = draw(index, replace(PLAN, first="current", second="current"), [FIRMS, PARTNERS])
    assert same == Draw((), alike=len(FIRMS) + len(PARTNERS))


def test_a_draw_looks_at_ten_times_the_organisations_wanted_and_no_further(index):
    many = [*range(1000, 1060), *FIRMS]
    assert draw(index, replace(PLAN, organisations=5, second="current"), [many]).alike <= 50


def test_shared_words_and_compared_opportunities_are_those_of_either_setting(index):
    pair = drawn(index).pairs[0]
    explained = index.explain(str(pair.organisation), str(pair.candidate))
    shared = {(part.mine, part.theirs) for part in explained.contributions if part.kind.value == "term"}
    assert set(pair.words) <= shared
    assert pair.words
    assert set(pair.opportunities) == {pair.organisation, pair.candidate}


def test_what_shares_no_word_is_not_compared(index):
    assert all(found.contributions for found in ranking(Setting(index), 1, 5).values())
    assert ranking(Setting(index), 999, 5) == {}
    coded = build([
        listing("1", Side.DOMESTIC, need="peptides", codes={"area": "CGT"}),
        listing("101", Side.OVERSEAS, offer="chambers", codes={"area": "CGT"}),
    ])  # fmt: skip
    assert coded.best_for("1")
    assert ranking(Setting(coded), 1, 5) == {}
