"""What fits a wish, when a unit can be counted on, and the shortage against a count by hand."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.rules import LegalStatus
from matchmaker.landing.rules import add_months
from matchmaker.landing.spaces import rules
from matchmaker.landing.spaces.rules import DemandState, Unit, Verdict, Wish
from matchmaker.landing.spaces.shortage import Claim, shortage

TODAY = date(2026, 11, 23)
JANUARY = date(2027, 1, 1)
V = Verdict


def wish(**values):
    return Wish(**({"unit_type": "wet_lab", "area_m2": 100, "move_in": JANUARY, "lease_months": 12} | values))


def unit(number=1, **values):
    fields = {"id": number, "unit_type": "wet_lab", "area_m2": 120, "status": LegalStatus.OPEN,
              "lease_months_min": 6, "lease_months_max": 36}  # fmt: skip
    return Unit(**(fields | values))


@pytest.mark.parametrize(
    ("status", "text", "on", "verdict"),
    [
        (LegalStatus.OPEN, "", JANUARY, V.MATCH),
        (LegalStatus.OPEN, "2027-H2", JANUARY, V.GAP),
        (LegalStatus.PLANNED, "", JANUARY, V.UNKNOWN),
        (LegalStatus.GROUND_BROKEN, "2029-H2", date(2029, 6, 1), V.GAP),
        (LegalStatus.GROUND_BROKEN, "2029-H2", date(2029, 9, 1), V.UNKNOWN),
        (LegalStatus.GROUND_BROKEN, "2029-H2", date(2030, 1, 1), V.MATCH),
        (LegalStatus.GROUND_BROKEN, "2025", date(2030, 1, 1), V.UNKNOWN),
    ],
)
def test_a_unit_is_never_available_before_its_date(status, text, on, verdict):
    assert rules.usable_on(status, text, on, TODAY) is verdict


def test_each_wish_is_a_match_a_gap_or_unknown():
    wanted = wish(biosafety_level=2, cleanroom_class=7, benches=4, services=frozenset({"waste", "fume_hood"}))
    fit = rules.judge(wanted, unit(biosafety_level=2, cleanroom_class=8, services=frozenset({"waste"})), TODAY)
    assert {point.name: point.verdict for point in fit.points} == {
        "unit_type": V.MATCH, "area": V.MATCH, "available": V.MATCH, "free": V.MATCH, "lease": V.MATCH,
        "benches": V.UNKNOWN, "biosafety": V.MATCH, "cleanroom": V.GAP, "services": V.GAP,
    }  # fmt: skip
    assert not fit.fits


def test_a_cleaner_room_and_a_higher_level_meet_the_wish():
    fit = rules.judge(wish(biosafety_level=2, cleanroom_class=7), unit(biosafety_level=3, cleanroom_class=6), TODAY)
    assert fit.fits


def test_a_month_that_is_let_is_a_gap_and_the_month_after_the_lease_is_none():
    assert not rules.judge(wish(), unit(taken={date(2027, 12, 1)}), TODAY).fits
    assert rules.judge(wish(), unit(taken={date(2028, 1, 1)}), TODAY).fits


def test_what_fits_stands_first_then_what_comes_closest():
    units = [unit(1, area_m2=90), unit(2, area_m2=400), unit(3, area_m2=110), unit(4, area_m2=None)]
    assert [fit.unit.id for fit in rules.rank(wish(), units, TODAY)] == [3, 2, 4, 1]


def test_ended_demands_stay_ended_and_do_not_count():
    ended = {state for state, new in rules.DEMAND_NEXT.items() if not new}
    assert ended == {DemandState.ENDED, DemandState.REFUSED, DemandState.WITHDRAWN}
    assert not ended & rules.COUNTED


kinds = st.sampled_from(["office", "wet_lab"])
claims = st.builds(Claim, unit_type=kinds, move_in=st.integers(0, 8).map(lambda n: add_months(JANUARY, n)),
                   lease_months=st.integers(1, 6), area_m2=st.integers(1, 500))  # fmt: skip
there = st.builds(Unit, id=st.integers(1, 9), unit_type=kinds, area_m2=st.none() | st.integers(1, 500),
                  status=st.sampled_from([LegalStatus.OPEN, LegalStatus.PLANNED]),
                  available_from=st.sampled_from(["", "2027-H1", "2027-03", "2027-05-15", "2026"]))  # fmt: skip


@given(st.lists(claims, max_size=8), st.lists(there, max_size=8))
def test_shortage_is_accepted_demand_less_supply_by_month_and_kind(asked, units):
    months = [add_months(JANUARY, n) for n in range(10)]
    demand, supply = Counter(), Counter()
    for claim in asked:
        for n in range(claim.lease_months):
            demand[add_months(claim.move_in, n), claim.unit_type] += 1
    for one in units:
        for month in months:
            if rules.usable_on(one.status, one.available_from, month, TODAY) is V.MATCH:
                supply[month, one.unit_type] += 1
    cells = shortage(asked, units, months, TODAY)
    assert {(c.month, c.unit_type): c.shortage for c in cells} == {
        (month, kind): demand[month, kind] - supply[month, kind]
        for month in months
        for kind in {one.unit_type for one in (*asked, *units)}
    }
    within = sum(claim.area_m2 for claim in asked for n in range(claim.lease_months)
                 if add_months(claim.move_in, n) in months)  # fmt: skip
    assert sum(cell.demand_m2 for cell in cells) == within
