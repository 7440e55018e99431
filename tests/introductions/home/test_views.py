"""The home page of members and staff."""

from datetime import timedelta

import pytest

from matchmaker.foundation.database import now
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Membership
from matchmaker.organisations.rules import MembershipState, VettingState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.introductions.scenes import brought_to, make_scene


def test_a_member_without_an_organisation_is_led_to_one(app, sign_in):
    assert sign_in(make_user()).page("/").find("a", href="/organisation/start")


@pytest.mark.parametrize("state", list(VettingState))
def test_a_member_is_told_where_the_profile_stands(app, sign_in, state):
    kim = make_user()
    organisation = make_organisation(member=kim, state=state)
    words = sign_in(kim).page("/").get_text()
    assert (organisation.name("en") in words, "Your best suggestions" in words) == (
        True,
        state is VettingState.APPROVED,
    )


def test_a_member_sees_what_waits_and_what_expires(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    ending = make_opportunity(scene.partner, title="Ending soon", expires_at=now() + timedelta(days=5))
    make_opportunity(scene.partner, title="Ending late", expires_at=now() + timedelta(days=90))
    page = sign_in(scene.lee).page("/")
    assert page.find("a", href=f"/introductions/{row.id}")
    assert page.find("a", href=f"/opportunities/{ending.id}")
    assert "Ending late" not in page.get_text()
    assert "Nothing waits for your answer" in sign_in(scene.kim).page("/").get_text()


def test_staff_see_each_queue_with_its_oldest(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    vetting = make_organisation(
        state=VettingState.SUBMITTED, submitted_at=now() - timedelta(days=7), name_en="Waiting Ltd"
    )
    listing = make_opportunity(scene.firm, state=OpportunityState.SUBMITTED, title="Listing", submitted_at=now())
    scene.firm.memberships.append(Membership(user=make_user(), state=MembershipState.PENDING))
    page = sign_in(scene.broker).page("/")
    for url in (f"/staff/introductions/{row.id}", f"/staff/organisations/{vetting.id}",
                f"/staff/opportunities/{listing.id}",
                f"/staff/organisations/{scene.firm.id}"):  # fmt: skip
        assert page.select(f'main a[href="{url}"]'), url
    elsewhere = sign_in(scene.boston).page("/").get_text()
    assert "Waiting Ltd" not in elsewhere
    assert "Firm A Bio → Partner B Therapeutics" in elsewhere
