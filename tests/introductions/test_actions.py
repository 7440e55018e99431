"""Buttons on pages upstream, and the reason that stands beside an introduction."""

import pytest

from matchmaker.introductions import actions
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.rules import VettingState
from tests.factories import make_organisation
from tests.introductions.scenes import brought_to, make_scene


@pytest.mark.parametrize(
    ("state", "firm_reads", "partner_reads"),
    [
        (S.DRAFT, "Go on with the draft", "Express interest"),
        (S.SUBMITTED, "See the introduction", "Express interest"),
        (S.FORWARDED, "See the introduction", "See the introduction"),
        (S.DECLINED, "Express interest", "Express interest"),
    ],
)
def test_each_side_gets_the_button_for_what_it_may_know(app, state, firm_reads, partner_reads):
    scene = make_scene()
    brought_to(scene, state)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        made = [
            actions.interest_in_candidate(scene.firm, scene.partner),
            actions.interest_in_candidate(scene.partner, scene.firm),
        ]
    assert [action.label for action in made if action] == [firm_reads, partner_reads]


def test_no_button_where_nothing_can_come_of_it(app):
    scene = make_scene()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert actions.interest_in_candidate(scene.firm, make_organisation()) is None
        scene.partner_need.open_for_interest = False
        assert actions.interest_in_opportunity(scene.firm, scene.partner_need) is None
        scene.firm.state = VettingState.SUSPENDED
        assert actions.interest_in_candidate(scene.firm, scene.partner) is None


def test_an_opportunity_leads_to_the_form_with_itself_chosen(app, sign_in):
    scene = make_scene()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        action = actions.interest_in_opportunity(scene.firm, scene.partner_need)
    assert action is not None
    page = sign_in(scene.kim).page(action.url)
    chosen = page.select_one("#to_opportunity option[selected]")
    assert chosen is not None
    assert chosen["value"] == str(scene.partner_need.id)


def test_the_staff_button_proposes_or_leads_to_what_is_open(app):
    scene = make_scene()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert actions.proposal(scene.firm, scene.partner).label == "Propose an introduction"
        row = brought_to(scene, S.SUBMITTED)
        assert actions.proposal(scene.partner, scene.firm).url == f"/staff/introductions/{row.id}"
