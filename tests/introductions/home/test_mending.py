"""Reasons given again and again become something to do for the firm."""

from datetime import timedelta

import pytest

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.introductions.home import mending
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import CAN_BE_MENDED
from matchmaker.introductions.rules import IntroductionState as S
from tests.factories import make_organisation
from tests.introductions.scenes import make_scene


def decline(scene, reason, *, days_ago=5, answered=True):
    other = make_organisation(country="US")
    moment = now() - timedelta(days=days_ago)
    db.session.add(Introduction(
        from_id=scene.firm.id, to_id=other.id, first_id=min(scene.firm.id, other.id),
        second_id=max(scene.firm.id, other.id), from_opportunity_id=scene.firm_offer.id, message="Hello.",
        state=S.DECLINED, decline_reason=reason, forwarded_at=moment, answered_at=moment if answered else None,
    ))  # fmt: skip
    db.session.flush()


def listed(page):
    return [(item.get_text(strip=True), item["href"]) for item in page.select(".todo-list a")]


def test_three_times_benefit_unclear_puts_the_comparison_on_the_firms_list_until_the_offer_is_edited(app, sign_in):
    scene = make_scene()
    for _ in range(3):
        decline(scene, "benefit_unclear")
    kim = sign_in(scene.kim)
    assert listed(kim.page("/")) == [
        (
            "Declined 3 times because the benefit is unclear: add the comparison with the best alternative.",
            f"/opportunities/{scene.firm_offer.id}/edit/details",
        )
    ]
    kim.page(f"/opportunities/{scene.firm_offer.id}/edit/details")
    assert listed(sign_in(scene.lee).page("/")) == []
    audit.record("opportunity.edited", scene.firm_offer, actor_id=scene.kim.id)
    assert listed(kim.page("/")) == []


def test_what_the_broker_refused_does_not_count(app, sign_in):
    scene = make_scene()
    for answered in (True, True, False):
        decline(scene, "benefit_unclear", answered=answered)
    assert listed(sign_in(scene.kim).page("/")) == []


@pytest.mark.parametrize("reason", CAN_BE_MENDED)
def test_every_reason_that_can_be_mended_has_its_step_on_a_page_that_exists(app, sign_in, reason):
    scene = make_scene()
    for _ in range(3):
        decline(scene, reason)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        found = mending.todos(scene.kim, scene.firm)
    assert [("3 times" in todo.text, todo.is_late) for todo in found] == [(True, False)]
    sign_in(scene.kim).page(found[0].url)
