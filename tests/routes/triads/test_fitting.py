from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.availability import usable_in
from matchmaker.assets.rules import LegalStatus
from matchmaker.routes.triads.fitting import Offered, Wanted, Window, fit, triad_score, window

CART = Wanted(
    capabilities=frozenset({"cell_expansion", "release_testing"}), required=(frozenset({"cell_expansion"}),),
    stages=frozenset({"MANUF"}), areas=frozenset({"CGT"}),
)  # fmt: skip
CENTRE = Offered(
    capabilities=frozenset({"cell_expansion", "robotics_automation"}), stages=frozenset({"DEMO", "MANUF"}),
    areas=frozenset({"CGT", "QC"}),
)  # fmt: skip
TODAY = date(2026, 11, 23)
HALF = 0.5 * 0.5 + 0.3 + 0.2


class Site:
    def __init__(self, legal_status: LegalStatus, available_from: str = "") -> None:
        self.legal_status, self.available_from = legal_status, available_from


def score(offered: Offered, site: Site, first: date, last: date) -> float:
    return triad_score(0.4, fit(CART, offered), usable_in(site, first, last, today=TODAY))


def test_an_open_centre_with_the_capability_multiplies_the_score_of_the_pair_by_its_fit() -> None:
    assert score(CENTRE, Site(LegalStatus.OPEN), TODAY, date(2027, 11, 23)) == pytest.approx(0.4 * HALF)
    found = fit(CART, CENTRE)
    assert (found.capabilities, found.stages, found.areas) == (("cell_expansion",), ("MANUF",), ("CGT",))


def test_without_the_required_capability_the_score_is_zero() -> None:
    testing = Offered(capabilities=frozenset({"release_testing"}), stages=CENTRE.stages, areas=CENTRE.areas)

    assert score(testing, Site(LegalStatus.OPEN), TODAY, date(2027, 11, 23)) == 0
    assert fit(CART, testing).lacking == ("cell_expansion",)


def test_outside_the_wanted_window_the_score_is_zero_and_in_it_the_date_is_known() -> None:
    site = Site(LegalStatus.GROUND_BROKEN, "2029-H2")

    assert score(CENTRE, site, TODAY, date(2028, 12, 31)) == 0
    assert score(CENTRE, site, TODAY, date(2030, 6, 30)) == pytest.approx(0.4 * HALF)
    usable = usable_in(site, TODAY, date(2030, 6, 30), today=TODAY)
    assert (usable.now, usable.later, usable.from_text) == (False, True, "2029-H2")


def test_a_site_of_which_nobody_has_published_a_date_is_never_counted_on() -> None:
    assert score(CENTRE, Site(LegalStatus.PLANNED), TODAY, date(2040, 1, 1)) == 0


def test_a_hospital_that_names_no_capability_fits_by_the_stage_that_is_needed_next() -> None:
    wanted = Wanted(capabilities=frozenset({"cell_expansion"}), stages=frozenset({"CLINICAL"}))

    assert fit(wanted, Offered(stages=frozenset({"CLINICAL"}))).value == pytest.approx(0.3 / 0.8)
    assert fit(wanted, Offered(stages=frozenset({"RESEARCH"}))).value == 0


def test_a_pair_that_states_nothing_gets_no_asset() -> None:
    assert fit(Wanted(), CENTRE).value == 0


CODES = st.frozensets(st.sampled_from("abcd"), max_size=3)


@given(CODES, st.lists(CODES.filter(bool), max_size=2), CODES, CODES, CODES, CODES, CODES)
def test_a_fit_lies_between_zero_and_one_and_falls_to_zero_with_every_lack(
    caps, required, stages, areas, c, s, a
) -> None:
    wanted = Wanted(capabilities=caps.union(*required), required=tuple(required), stages=stages, areas=areas)

    found = fit(wanted, Offered(capabilities=c, stages=s, areas=a))

    assert 0 <= found.value <= 1
    assert not (found.lacking and found.value)
    assert any(not group & c for group in required) <= bool(found.lacking)


def test_the_window_is_what_both_periods_share_and_never_before_today() -> None:
    def between(*days: date | None) -> Window:
        return window(*days, today=TODAY)

    june, july, december = date(2027, 6, 1), date(2027, 7, 1), date(2027, 12, 1)
    assert between(None, None, None, None) == Window(TODAY, date(2027, 11, 23))
    assert between(june, december, july, None) == Window(july, december)
    assert between(None, june, july, december) == Window(july, december)
    assert between(date(2020, 1, 1), date(2021, 1, 1), None, None) == Window(TODAY, date(2027, 11, 23))


@given(*[st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))] * 4)
def test_a_window_never_ends_before_it_begins(first, last, other_first, other_last) -> None:
    found = window(first, last, other_first, other_last, today=TODAY)

    assert TODAY <= found.first <= found.last
