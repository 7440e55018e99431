"""The two funnels, counted apart from suggestion to audited outcome."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.gateway.funnels import daily, queries, reading
from matchmaker.gateway.funnels.queries import EVERYTHING, Scope
from matchmaker.gateway.funnels.reading import Flow, Source
from matchmaker.gateway.rules import STEPS, Balance, Step
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.rules import MeetingState
from matchmaker.opportunities.rules import Gateway
from matchmaker.outcomes.rules import OutcomeState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.gateway.scenes import introduce, make_market, meet, outcome, suggest

OUT, IN = Gateway.OUTBOUND, Gateway.INBOUND
MAY = datetime(2026, 5, 4, 3, tzinfo=UTC)


def counts(scope: Scope = EVERYTHING) -> dict[str, list[int]]:
    found = reading.funnels(scope).lines
    return {gateway.value: [line.pairs for line in found[gateway]] for gateway in Gateway}


def test_a_firm_with_an_outbound_offer_and_an_inbound_one_appears_once_in_each_funnel(app):
    market = make_market()
    suggest(market.firm, market.boston, market.goes_out)
    suggest(market.firm, market.basel, market.comes_in)
    introduce(market.firm, market.boston, market.goes_out)
    introduce(market.firm, market.basel, market.comes_in)
    found = reading.funnels(EVERYTHING)
    assert counts() == {"outbound": [1, 1, 1, 0, 0, 0], "inbound": [1, 1, 1, 0, 0, 0]}
    assert found.sources == {OUT: Source(1, 1), IN: Source(1, 1)}
    listed = {
        gateway: [row[0].id for row in db.session.execute(queries.listed(Step.INTRODUCED, gateway, EVERYTHING))]
        for gateway in Gateway
    }
    assert listed == {OUT: [market.firm.id], IN: [market.firm.id]}
    assert [one.ratio for one in found.balance.values()] == [1.0, 1.0, 1.0, None, None, None]


def test_a_pair_counts_once_in_a_direction_however_often_it_is_suggested_or_asked_for(app):
    market = make_market()
    other = make_opportunity(market.firm)
    suggest(market.firm, market.boston, market.goes_out)
    suggest(market.boston, market.firm, None, other)
    row = introduce(market.firm, market.boston, market.goes_out)
    for days in (3, 2):
        meet(row, now() - timedelta(days=days))
    outcome(row, date(2026, 5, 1))
    outcome(row, date(2026, 5, 2), OutcomeState.AUDITED, "contract")
    assert counts() == {"outbound": [1, 1, 1, 1, 1, 1], "inbound": [0, 0, 0, 0, 0, 0]}


def test_the_direction_is_that_of_whoever_brings_the_pair_about(app):
    market = make_market()
    need = make_opportunity(market.boston, profile_type="TR", need="A thing.")
    suggest(market.firm, market.boston, market.goes_out, need)
    suggest(market.boston, market.firm, need, market.goes_out)
    suggest(market.firm, market.basel)
    suggest(market.basel, market.firm)
    assert counts() == {"outbound": [2, 0, 0, 0, 0, 0], "inbound": [2, 0, 0, 0, 0, 0]}


def test_two_organisations_on_one_side_of_the_border_pass_no_gateway(app):
    market = make_market()
    suggest(market.firm, make_organisation(), market.goes_out)
    introduce(market.boston, market.basel)
    assert counts() == {"outbound": [0] * 6, "inbound": [0] * 6}


def test_what_did_not_happen_does_not_count(app):
    market = make_market()
    row = introduce(market.firm, market.boston, market.goes_out)
    introduce(market.firm, market.basel, market.goes_out, made=False)
    meet(row, now() + timedelta(days=3), MeetingState.CONFIRMED)
    meet(row, now() - timedelta(days=3), MeetingState.NO_SHOW)
    outcome(row, date(2026, 5, 1), OutcomeState.REJECTED)
    assert counts()["outbound"] == [0, 2, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, [0, 1, 1, 1, 1, 0]),
        (date(2026, 5, 4), date(2026, 5, 4), [0, 1, 0, 0, 0, 0]),
        (date(2026, 5, 5), date(2026, 5, 9), [0, 0, 1, 1, 0, 0]),
        (date(2026, 5, 10), None, [0, 0, 0, 0, 1, 0]),
        (None, date(2026, 5, 3), [0, 0, 0, 0, 0, 0]),
    ],
)
def test_a_step_counts_on_the_day_in_korea_on_which_it_was_made(app, first, last, expected):
    market = make_market()
    row = introduce(market.firm, market.boston, market.goes_out, at=MAY)
    meet(row, datetime(2026, 5, 8, 15, 30, tzinfo=UTC))  # 00:30 of the 9th in Korea
    outcome(row, date(2026, 5, 10))
    assert counts(Scope(first, last))["outbound"] == expected


def test_a_co_broker_counts_pairs_of_its_own_cluster_only(app):
    market = make_market()
    for partner in (market.boston, market.basel):
        introduce(market.firm, partner, market.goes_out)
    staff = make_user(Role.CO_BROKER, cluster="BASEL")
    own = queries.in_care(Actor(staff.id, staff.role, staff.cluster), EVERYTHING)
    rows = db.session.execute(queries.listed(Step.INTRODUCED, OUT, own)).all()
    assert (counts(own)["outbound"], [row[1].id for row in rows]) == ([0, 1, 1, 0, 0, 0], [market.basel.id])
    foreign = queries.in_care(Actor(staff.id, staff.role, staff.cluster), Scope(clusters=("BOSTON",)))
    assert counts(foreign)["outbound"] == [0] * 6


def test_flows_lead_from_each_area_of_the_firm_to_the_cluster_of_the_partner(app):
    market = make_market()
    suggest(market.firm, market.boston, market.goes_out)
    suggest(make_organisation(), market.boston)
    suggest(market.basel, market.firm)
    assert reading.flows(Step.SUGGESTED, EVERYTHING) == [
        Flow(OUT, "CGT", "BOSTON", 2), Flow(IN, "BPE", "BASEL", 1), Flow(IN, "CGT", "BASEL", 1),
        Flow(OUT, "BPE", "BOSTON", 1),
    ]  # fmt: skip


SHOWS = {
    OutcomeState.CLAIMED: [Step.CLAIMED],
    OutcomeState.REJECTED: [],
    OutcomeState.AUDITED: [Step.CLAIMED, Step.AUDITED],
}


def went_on(row: Introduction, chance: Random) -> list[Step]:
    """Let a meeting and an outcome come of it or not; the steps that were made."""
    if not row.introduced_at:
        return [Step.INTEREST]
    steps = [Step.INTEREST, Step.INTRODUCED]
    if chance.random() < 0.5:
        meet(row, now() - timedelta(days=1))
        steps.append(Step.MET)
    if chance.random() < 0.5:
        state = chance.choice(list(OutcomeState))
        outcome(row, date(2026, 5, 1), state)
        steps += SHOWS[state]
    return steps


@pytest.mark.parametrize("seed", range(3))
def test_every_number_is_that_of_a_count_by_hand(app, seed):
    """Random suggestions, introductions, meetings and outcomes, against plain sets."""
    chance = Random(seed)
    firms = [make_organisation() for _ in range(3)]
    partners = [make_organisation(country=country) for country in ("US", "US", "CH")]
    offers = {one.id: [make_opportunity(one, gateway=way) for way in Gateway] for one in (*firms, *partners)}
    by_hand: dict[tuple[Gateway, Step], set[tuple[int, int]]] = defaultdict(set)
    for firm in firms:
        for partner in partners:
            for own, other in ((firm, partner), (partner, firm)):
                if chance.random() < 0.5:
                    brought = chance.choice([*offers[own.id], None])
                    suggest(own, other, brought)
                    way = brought.gateway if brought else OUT if own in firms else IN
                    by_hand[way, Step.SUGGESTED].add((firm.id, partner.id))
            asking, asked = (firm, partner) if chance.random() < 0.5 else (partner, firm)
            brought = chance.choice(offers[asking.id])
            for step in went_on(introduce(asking, asked, brought, made=chance.random() < 0.7), chance):
                by_hand[brought.gateway, step].add((firm.id, partner.id))
    found = reading.funnels(EVERYTHING)
    assert {(way, line.step): (line.pairs, line.went_on) for way in Gateway for line in found.lines[way]} == {
        (way, step): (
            len(by_hand[way, step]),
            len(by_hand[way, step] & by_hand[way, STEPS[place - 1]]) if place else 0,
        )
        for way in Gateway
        for place, step in enumerate(STEPS)
    }


def test_the_stored_day_says_what_was_counted_and_a_second_count_takes_its_place(app):
    market = make_market()
    introduce(market.firm, market.boston, market.goes_out)
    before = daily.count()
    daily.store()
    db.session.flush()
    introduce(market.firm, market.basel, market.goes_out)
    assert daily.latest() == before
    daily.store()
    db.session.flush()
    assert daily.latest().pairs[Step.INTRODUCED] == Balance(2, 0)


def test_the_public_numbers_cost_one_read(app, count_queries):
    daily.store()
    db.session.flush()
    assert count_queries(daily.latest) == 1
