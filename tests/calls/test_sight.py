"""Who sees a call, and how much of an anchor that hides its name."""

import sqlalchemy as sa

from matchmaker.calls.answers import deciding
from matchmaker.calls.postings import posting
from matchmaker.calls.postings.posting import Row
from matchmaker.calls.presenting import teaser
from matchmaker.calls.rules import Met, RowKind
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.organisations import visibility
from matchmaker.organisations.rules import Tier, VettingState
from tests.calls.scenes import answer, make_scene, open_call


def test_an_open_call_of_a_suspended_anchor_is_shown_to_its_suppliers_and_office_only(app, sign_in):
    scene = make_scene()
    call = open_call(scene)
    answer(call, scene.kim, scene.maker)
    scene.anchor.state = VettingState.SUSPENDED
    db.session.flush()
    sign_in(scene.lee).page(f"/calls/{call.id}", status=404)
    sign_in(scene.boston).page(f"/staff/calls/{call.id}", status=404)
    sign_in(scene.kim).page(f"/calls/{call.id}")
    sign_in(scene.broker).page(f"/staff/calls/{call.id}")


def test_an_anchor_that_hides_its_name_is_nowhere_on_the_page_until_the_finalists_are_chosen(app, sign_in):
    scene = make_scene()
    call = open_call(scene, is_anonymous=True, title="Bags for Anchor Pharm", description="앵커제약 needs bags.")
    maker = sign_in(scene.kim)
    for path in ("/calls", f"/calls/{call.id}", f"/calls/{call.id}/answer"):
        page = maker.page(path).get_text()
        assert "Anchor Pharm" not in page
        assert "앵커제약" not in page
    with app.test_request_context():
        assert "Anchor Pharm" not in f"{teaser(call).owner} {teaser(call).title}"
    found = answer(call, scene.kim, scene.maker)
    deciding.screen_in(found, by=scene.by_anchor, version=found.version)
    posting.begin_screening(call, by=scene.by_anchor, version=call.version)
    posting.begin_assessment(call, by=scene.by_anchor, version=call.version)
    deciding.score(found, {"price": 3, "delivery": 3}, by=scene.by_anchor, version=found.version)
    deciding.choose_finalists(call, {found.id}, by=scene.by_anchor, version=call.version)
    assert visibility.tier_for(scene.maker, scene.anchor) is Tier.NAMED
    assert visibility.tier_for(scene.anchor, scene.maker) is Tier.NAMED
    assert "Anchor Pharm" in maker.page(f"/calls/{call.id}").get_text()


def test_no_free_text_of_a_hidden_anchor_names_it(app, sign_in):
    scene = make_scene()
    call = open_call(
        scene,
        is_anonymous=True,
        title="Bags",
        unit="box of Anchor Pharm",
        quantity="as Anchor Pharm says",
        delivery="Anchor Pharm plant",
        rows=(Row(RowKind.SPECIFICATION, "As Anchor Pharm SOP 12"),),
    )
    found = answer(call, scene.kim, scene.maker, Met.MATCH)
    posting.begin_screening(call, by=scene.by_anchor, version=call.version)
    words = "Anchor Pharm wants another size."
    deciding.screen_out(found, "must_not_met", words, by=scene.by_anchor, version=found.version)
    maker = sign_in(scene.kim)

    shown = "".join(maker.page(path).get_text() for path in ("/calls", f"/calls/{call.id}"))
    mailed = "".join(one.body for one in db.session.scalars(sa.select(OutboxMail)) if one.kind == "call_decided")
    assert "Anchor Pharm" not in shown + mailed
    assert "wants another size." in shown
