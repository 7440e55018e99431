"""Nobody reads a contact before both sides agreed, whatever the state and whoever looks."""

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import IntroductionState as S
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import REACHABLE, brought_to, make_scene

SECRETS = {
    "firm": ("park@firm-a.example", "+82-31-310-9999", "Park Contactperson", "Kim Gildong", "kim@firm-a.example"),
    "partner": (
        "smith@partner-b.example",
        "+1-617-555-0100",
        "Smith Contactperson",
        "Lee Partner",
        "lee@partner-b.example",
    ),
}


@pytest.mark.parametrize("state", REACHABLE)
def test_pages_hold_the_other_sides_contacts_only_after_both_agreed(app, sign_in, state):
    scene = make_scene()
    row = brought_to(scene, state)
    stranger = make_user()
    make_organisation(country="CH", cluster="BASEL", member=stranger)
    for viewer, other in ((scene.kim, "partner"), (scene.lee, "firm"), (stranger, "partner"), (stranger, "firm")):
        reader = sign_in(viewer)
        texts = [
            reader.get(url).text
            for url in (f"/introductions/{row.id}", f"/introductions/{row.id}/edit", "/introductions",
                        "/introductions?tab=sent", "/",
                        f"/introductions/new/{scene.partner.id}", f"/introductions/new/{scene.firm.id}")
        ]  # fmt: skip
        found = [secret for secret in SECRETS[other] if any(secret in text for text in texts)]
        agreed = state is S.INTRODUCED and viewer is not stranger
        assert found == (list(SECRETS[other][:3]) if agreed else [])


@pytest.mark.parametrize("state", REACHABLE)
def test_mails_hold_the_other_sides_contacts_only_after_both_agreed(app, state):
    scene = make_scene()
    brought_to(scene, state)
    for reader, other in (("kim@firm-a.example", "partner"), ("lee@partner-b.example", "firm")):
        bodies = [mail.subject + mail.body for mail in db.session.query(OutboxMail).filter_by(to_address=reader)]
        found = [secret for secret in SECRETS[other] if any(secret in body for body in bodies)]
        assert found == (list(SECRETS[other][:3]) if state is S.INTRODUCED else [])


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.BROKER_REVIEW, S.NEED_INFO, S.WITHDRAWN])
def test_the_counterpart_is_not_named_before_it_was_forwarded(app, sign_in, state):
    scene = make_scene()
    row = brought_to(scene, state)
    texts = [sign_in(scene.kim).get(url).text for url in (f"/introductions/{row.id}", "/introductions?tab=sent", "/")]
    texts += [mail.subject + mail.body for mail in db.session.query(OutboxMail).filter_by(to_address=scene.kim.email)]
    assert not [text for text in texts if "Partner B" in text]
    texts = [sign_in(scene.lee).get(url).text for url in (f"/introductions/{row.id}", "/introductions", "/")]
    assert not [text for text in texts if "Firm A" in text or "closed-system processing; we" in text]


def test_a_co_broker_reads_contacts_of_its_own_cluster_only(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    text = sign_in(scene.boston).get(f"/staff/introductions/{row.id}").text
    assert [secret in text for secret in SECRETS["partner"][:3]] == [True] * 3
    assert [secret in text for secret in SECRETS["firm"][:3]] == [False] * 3
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    assert sign_in(basel).get(f"/staff/introductions/{row.id}").status_code == 404
