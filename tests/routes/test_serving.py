from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.availability import Usable
from matchmaker.foundation.errors import RuleViolation
from matchmaker.routes.rules import NEEDED, HandoverState, Position, check_move, check_stages, positions
from matchmaker.routes.serving import Outlook, Server, route

ORDER = ("RESEARCH", "DEMO", "MANUF", "STARTUP", "INVEST", "CLINICAL")
LATER = Usable(now=False, later=True, from_text="2029-H2", earliest=date(2029, 12, 31))
NEVER = Usable(now=False)


def server(key: str, *stages: str, score: float = 0.0, fit: float = 0.0, usable: Usable | None = None) -> Server:
    return Server(key=key, stages=frozenset(stages), score=score, fit=fit, usable=usable or Usable(now=True))


def test_what_lies_before_the_present_stage_is_behind_and_the_next_one_is_needed_wherever_it_lies() -> None:
    assert positions(ORDER, "DEMO", "INVEST") == {
        "RESEARCH": Position.BEHIND, "DEMO": Position.NOW, "MANUF": Position.AHEAD, "STARTUP": Position.AHEAD,
        "INVEST": Position.NEXT, "CLINICAL": Position.AHEAD,
    }  # fmt: skip
    assert positions(ORDER, "CLINICAL", "MANUF")["MANUF"] is Position.NEXT
    assert set(positions(ORDER, None, None).values()) == {Position.AHEAD}
    assert positions(ORDER, None, "MANUF")["RESEARCH"] is Position.BEHIND


def test_the_chain_breaks_where_a_needed_stage_has_nobody() -> None:
    found = route(
        [server("org-1", "MANUF", score=0.2), server("org-2", "STARTUP", "CLINICAL"),
         server("asset-1", "INVEST", usable=NEVER)],
        order=ORDER, now="DEMO", following="MANUF",
    )  # fmt: skip

    assert found.gaps == ("INVEST",)
    assert not found.at("RESEARCH").is_gap
    assert [one.key for one in found.at("INVEST").unpromised] == ["asset-1"]


def test_taking_away_the_only_maker_breaks_the_chain_at_manufacturing() -> None:
    others = [server(f"org-{n}", stage) for n, stage in enumerate(ORDER) if stage != "MANUF"]

    assert route([*others, server("maker", "MANUF")], order=ORDER, now="DEMO", following="MANUF").gaps == ()
    assert route(others, order=ORDER, now="DEMO", following="MANUF").gaps == ("MANUF",)


def test_what_opens_later_serves_a_stage_but_never_as_if_it_were_open() -> None:
    stage = route([server("asset-1", "MANUF", usable=LATER)], order=ORDER, now="DEMO", following="MANUF").at("MANUF")

    assert (stage.outlook, stage.now, [one.key for one in stage.later]) == (Outlook.LATER, (), ["asset-1"])
    assert not stage.is_gap


def test_the_engines_score_comes_before_shared_codes_and_both_before_the_key() -> None:
    listed = [server("b", "MANUF", fit=0.9), server("c", "MANUF", score=0.1), server("a", "MANUF", fit=0.9)]

    stage = route(listed, order=ORDER, now=None, following="MANUF").at("MANUF")

    assert [one.key for one in stage.now] == ["c", "a", "b"]


STAGES = st.sampled_from(ORDER)


@given(
    st.lists(st.tuples(st.frozensets(STAGES), st.sampled_from([Usable(now=True), LATER, NEVER])), max_size=6),
    st.none() | STAGES, st.none() | STAGES,
)  # fmt: skip
def test_a_stage_is_a_gap_exactly_when_it_is_needed_and_nothing_can_serve_it(listed, now, following) -> None:
    servers = [server(f"s{n}", *stages, usable=usable) for n, (stages, usable) in enumerate(listed)]

    found = route(servers, order=ORDER, now=now, following=following)

    places = positions(ORDER, now, following)
    for one in found.stages:
        can = [s for s in servers if one.stage in s.stages and s.usable.ever]
        assert one.is_gap is (places[one.stage] in NEEDED and not can)
        here = {s.key for s in servers if one.stage in s.stages}
        assert {s.key for s in (*one.now, *one.later, *one.unpromised)} == here


def test_a_hand_over_goes_to_another_stage_and_is_settled_once() -> None:
    check_stages("DEMO", "MANUF", "CLINICAL")
    check_stages(None, "MANUF", "CLINICAL")
    for now, to, following, code in (
        ("DEMO", "DEMO", "MANUF", "handover.same_stage"), ("DEMO", "MANUF", "MANUF", "handover.next_is_same"),
    ):  # fmt: skip
        with pytest.raises(RuleViolation, match=code):
            check_stages(now, to, following)
    check_move(HandoverState.OFFERED, HandoverState.CONFIRMED)
    with pytest.raises(RuleViolation, match=r"handover\.settled"):
        check_move(HandoverState.CONFIRMED, HandoverState.WITHDRAWN)
