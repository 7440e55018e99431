"""Notes of staff and the other side's lane reach no member: on no page, part, mail, export, count or search."""

import pytest
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.rules import Tier
from matchmaker.threads import queries, reading, service
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane, lanes_of
from matchmaker.threads.standing import is_writable, lanes_open_to, parties_of, stand_of
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import REACHABLE, brought_to, make_scene
from tests.threads.conversations import PDF, reader_of, say

SECRETS = {Lane.REQUESTER: "plainwords-requester", Lane.COUNTERPART: "plainwords-counterpart",
           Lane.ALL: "plainwords-common", Lane.NOTES: "plainwords-notes"}  # fmt: skip
MAY_READ = {"kim": {Lane.REQUESTER, Lane.ALL}, "lee": {Lane.COUNTERPART, Lane.ALL}, "stranger": set()}


def spoken(scene, row) -> dict[Lane, ThreadMessage]:
    """A secret and a file with a telling name in every lane that is open to the agency now."""
    said = {}
    for lane in lanes_open_to(row, reader_of(scene.broker)):
        if is_writable(row, lane):
            files = service.take_files([(f"file-{SECRETS[lane]}.pdf", PDF)])
            said[lane] = say(row, scene.broker, lane, SECRETS[lane], files=files)
    return said


def stranger_of() -> object:
    stranger = make_user()
    make_organisation(country="CH", cluster="BASEL", member=stranger)
    return stranger


@pytest.mark.parametrize("state", REACHABLE)
def test_members_read_their_own_lanes_only_wherever_they_look(app, sign_in, state):
    scene = make_scene()
    row = brought_to(scene, state)
    said = spoken(scene, row)
    people = {"kim": scene.kim, "lee": scene.lee, "stranger": stranger_of()}
    for name, user in people.items():
        browser = sign_in(user)
        base = f"/introductions/{row.id}"
        urls = ["/", "/introductions", "/introductions?tab=sent", base, f"{base}/thread", f"{base}/thread/export",
                f"/staff{base}/thread", f"/staff{base}/thread/export",
                *(f"{base}/thread?lane={lane.value}" for lane in Lane),
                *(f"{base}/thread?lane={lane.value}&before=99999" for lane in Lane)]  # fmt: skip
        texts = [browser.get(url).text for url in urls]
        texts += [browser.get(url, headers={"HX-Request": "true"}).text for url in urls]
        texts += [m.subject + m.body for m in db.session.query(OutboxMail).filter_by(to_address=user.email)]
        found = {lane for lane, secret in SECRETS.items() if any(secret in text for text in texts)}
        assert found == MAY_READ[name] & set(said)
        opened = {
            lane for lane, message in said.items()
            if browser.get(f"{base}/thread/files/{message.attachments[0].id}").status_code == 200
        }  # fmt: skip
        assert opened == MAY_READ[name] & set(said)


@pytest.mark.parametrize("state", REACHABLE)
def test_counts_and_searches_hold_nothing_of_other_lanes(app, state):
    scene = make_scene()
    row = brought_to(scene, state)
    said = spoken(scene, row)
    for name, user in {"kim": scene.kim, "lee": scene.lee, "stranger": stranger_of()}.items():
        reader, mine = reader_of(user), MAY_READ[name] & set(said)
        assert reading.unread_by_lane(reader, row.id) == dict.fromkeys(mine, 1)
        assert reading.unread_at_hand(reader) == ({row.id: len(mine)} if mine else {})
        assert {m.lane for m in db.session.scalars(queries.found(reader, "plainwords"))} == mine


@pytest.mark.parametrize("state", REACHABLE)
def test_the_rule_on_lanes_and_the_query_of_messages_agree(app, state):
    scene = make_scene()
    row = brought_to(scene, state)
    for lane in Lane:
        by_staff = lane is Lane.NOTES
        db.session.add(
            ThreadMessage(introduction=row, lane=lane, author=None, by_staff=by_staff, body="x", token=lane.value)
        )
    db.session.flush()
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    siheung = make_user(Role.CO_BROKER, cluster="SIHEUNG")
    members = [scene.kim, scene.lee, make_user()]
    for user in (*members, basel, siheung, scene.boston):
        reader = reader_of(user)
        seen = {m.lane for m in db.session.scalars(queries.of_introduction(reader, row.id))}
        by_rule = set(lanes_of(parties_of(row, reader), stand_of(row)))
        if user in members:
            assert seen == by_rule
        elif state is S.DRAFT:
            assert seen == set()
        else:
            closed = {Lane.ALL, Lane.COUNTERPART} - by_rule
            assert seen - closed == by_rule


def test_a_message_of_staff_in_a_lane_of_one_side_is_mailed_to_that_side_only(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    db.session.query(OutboxMail).delete()
    say(row, scene.colleague, Lane.COUNTERPART, "For the partner.")
    assert {m.to_address for m in db.session.query(OutboxMail)} == {
        scene.lee.email,
        scene.broker.email,
        scene.boston.email,
    }
    db.session.query(OutboxMail).delete()
    say(row, scene.colleague, Lane.REQUESTER, "For the firm.")
    assert {m.to_address for m in db.session.query(OutboxMail)} == {scene.kim.email, scene.broker.email}
    db.session.query(OutboxMail).delete()
    say(row, scene.broker, Lane.NOTES, "For staff.")
    mails = db.session.query(OutboxMail).all()
    assert {(m.to_address, m.kind) for m in mails} == {(scene.boston.email, "thread_note")}


def test_a_mail_names_the_other_side_by_the_tier_reached(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    db.session.query(OutboxMail).delete()
    say(row, scene.broker, Lane.REQUESTER, "Which scale?")
    [mail] = db.session.query(OutboxMail).filter_by(to_address=scene.kim.email)
    assert "Partner B" not in mail.subject + mail.body


def test_a_database_keeps_notes_for_staff(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    note = ThreadMessage(introduction=row, lane=Lane.NOTES, author=scene.kim, by_staff=False, body="x", token="x")
    nested = db.session.begin_nested()
    db.session.add(note)
    with pytest.raises(IntegrityError):
        db.session.flush()
    nested.rollback()


def test_the_name_of_a_document_that_waits_for_the_nda_is_hidden_from_the_other_side(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    say(row, scene.kim, Lane.ALL, files=service.take_files([("telling-name.pdf", PDF)]), tier=Tier.DOCUMENTS)
    for url in (f"/introductions/{row.id}/thread", f"/introductions/{row.id}/thread/export"):
        assert "telling-name" in sign_in(scene.kim).get(url).text
        text = sign_in(scene.lee).get(url).text
        assert "telling-name" not in text
        assert "Opens after the NDA" in text
