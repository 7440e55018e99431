"""Deeds of threads: one message for one form, files with a promise, deleting in time, limits."""

from datetime import timedelta

import pytest

from matchmaker.foundation import files
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.review.brokering import disclose_both
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.organisations.visibility import tier_for
from matchmaker.threads import jobs, reading, service
from matchmaker.threads.models import SharingPromise, ThreadAttachment, ThreadMessage
from matchmaker.threads.rules import Lane
from tests.foundation.test_files import clamd, scanned_by
from tests.introductions.scenes import brought_to, make_scene
from tests.threads.conversations import PDF, reader_of, say


def kept(name: str = "사업 계획.pdf", content: bytes = PDF) -> tuple[files.Kept, ...]:
    return service.take_files([(name, content)])


def code_of(call) -> str:
    with pytest.raises(RuleViolation) as refusal:
        call()
    return refusal.value.code


def test_a_message_is_told_to_every_other_reader_of_the_lane_once(app):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    db.session.query(OutboxMail).delete()
    said = say(row, scene.kim, Lane.ALL, "가" * 400)
    mails = db.session.query(OutboxMail).all()
    assert sorted(mail.to_address for mail in mails) == sorted(
        [scene.lee.email, scene.broker.email, scene.boston.email]
    )
    assert {mail.kind for mail in mails} == {"thread_message"}
    assert [mail for mail in mails if "가" * 299 + "…" not in mail.body or "가" * 300 in mail.body] == []
    for mail in mails:
        path = "/introductions" if mail.to_address == scene.lee.email else "/staff/introductions"
        assert f"http://gateway.example{path}/{row.id}/thread?lane=all#message-{said.id}" in mail.body
    entry = db.session.query(AuditEntry).filter_by(action="thread.written").one()
    assert (entry.subject_id, entry.actor_id, entry.details) == (said.id, scene.kim.id, {"lane": "all", "files": 0})


def test_a_form_that_is_sent_twice_makes_one_message(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    first = say(row, scene.kim, Lane.REQUESTER, "Once.", token="a" * 32)
    again = say(row, scene.kim, Lane.REQUESTER, "Once.", token="a" * 32)
    assert first.id == again.id
    assert [m.body for m in db.session.query(ThreadMessage)] == ["Once."]


@pytest.mark.parametrize("state", [S.DECLINED, S.WITHDRAWN, S.EXPIRED])
def test_what_has_ended_is_read_only_but_for_notes(app, state):
    scene = make_scene()
    row = brought_to(scene, state)
    assert code_of(lambda: say(row, scene.kim, Lane.REQUESTER)) == "thread.closed"
    assert code_of(lambda: say(row, scene.broker, Lane.REQUESTER)) == "thread.closed"
    assert say(row, scene.broker, Lane.NOTES, "Why it ended.").lane is Lane.NOTES


def test_a_lane_of_others_does_not_exist(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    for user, lane in (
        (scene.kim, Lane.COUNTERPART), (scene.kim, Lane.NOTES), (scene.kim, Lane.ALL), (scene.lee, Lane.REQUESTER),
        (scene.lee, Lane.NOTES), (scene.boston, Lane.REQUESTER),
    ):  # fmt: skip
        assert code_of(lambda u=user, one=lane: say(row, u, one)) == "not_found"
    assert db.session.query(ThreadMessage).all() == []


def test_a_suspended_organisation_sends_nothing(app):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    scene.firm.state = VettingState.SUSPENDED
    assert code_of(lambda: say(row, scene.kim, Lane.ALL)) == "thread.own_not_approved"


def test_thirty_messages_in_ten_minutes_are_enough(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    messages = [say(row, scene.kim, Lane.REQUESTER, f"{n}") for n in range(30)]
    assert code_of(lambda: say(row, scene.kim, Lane.REQUESTER)) == "thread.too_many_messages"
    assert say(row, scene.broker, Lane.REQUESTER)
    messages[0].created_at = now() - timedelta(minutes=11)
    db.session.flush()
    assert say(row, scene.kim, Lane.REQUESTER, "Later.")


def test_before_the_first_file_a_person_promises_once_for_each_introduction(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    refused = code_of(lambda: say(row, scene.kim, Lane.REQUESTER, files=kept(), may_share=False))
    assert refused == "thread.sharing_not_confirmed"
    say(row, scene.kim, Lane.REQUESTER, files=kept())
    say(row, scene.kim, Lane.REQUESTER, files=kept(), may_share=False)
    promise = db.session.query(SharingPromise).one()
    assert (promise.user_id, promise.introduction_id) == (scene.kim.id, row.id)
    assert now() - promise.given_at < timedelta(minutes=1)
    assert code_of(lambda: say(row, scene.broker, Lane.REQUESTER, files=kept(), may_share=False)) == refused


def test_of_files_of_which_one_is_refused_none_is_kept(app):
    store, root = files._store()
    before = set(store.find(root)) if store.exists(root) else set()
    assert code_of(lambda: service.take_files([("a.pdf", PDF), ("b.exe", b"MZ")])) == "file.kind_refused"
    assert code_of(lambda: service.take_files([("a.pdf", PDF)] * 6)) == "thread.too_many_files"
    assert (set(store.find(root)) if store.exists(root) else set()) == before


def test_a_document_after_the_nda_opens_for_the_other_side_only_then(app):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    said = say(row, scene.kim, Lane.ALL, files=kept(), tier=Tier.DOCUMENTS)
    by_staff = say(row, scene.broker, Lane.ALL, files=kept(), tier=Tier.DOCUMENTS)
    ids = [said.attachments[0].id, by_staff.attachments[0].id]

    def opened(user) -> list[bool]:
        found = []
        for one in ids:
            try:
                found.append(service.open_file(row, one, reader=reader_of(user))[1] == PDF)
            except Forbidden:
                found.append(False)
        return found

    assert [opened(u) for u in (scene.kim, scene.lee, scene.broker)] == [[True, False], [False, False], [True, True]]
    disclose_both(row, Tier.DOCUMENTS)
    assert tier_for(scene.partner, scene.firm) is tier_for(scene.firm, scene.partner) is Tier.DOCUMENTS
    assert [opened(u) for u in (scene.kim, scene.lee)] == [[True, True], [True, True]]
    entries = db.session.query(AuditEntry).filter_by(action="thread.file_opened", actor_id=scene.lee.id)
    assert [entry.subject_id for entry in entries] == ids


def test_in_a_lane_of_one_side_a_file_is_for_all_its_readers(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    said = say(row, scene.broker, Lane.COUNTERPART, files=kept(), tier=Tier.DOCUMENTS)
    assert service.open_file(row, said.attachments[0].id, reader=reader_of(scene.lee))[1] == PDF
    with pytest.raises(NotFound):
        service.open_file(row, said.attachments[0].id, reader=reader_of(scene.kim))


def test_the_author_deletes_within_ten_minutes_and_nobody_else(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    said, late = (say(row, scene.kim, Lane.REQUESTER, files=kept()) for _ in range(2))
    late.created_at = now() - timedelta(minutes=11)
    db.session.flush()
    assert code_of(lambda: service.delete(row, said.id, reader=reader_of(scene.broker))) == "not_found"
    assert code_of(lambda: service.delete(row, late.id, reader=reader_of(scene.kim))) == "thread.too_late_to_delete"
    gone = service.delete(row, said.id, reader=reader_of(scene.kim))
    assert (gone.body, gone.attachments, gone.deleted_at is not None) == ("", [], True)
    assert service.delete(row, said.id, reader=reader_of(scene.kim)).id == said.id
    assert db.session.query(AuditEntry).filter_by(action="thread.deleted").count() == 1


def test_what_is_new_is_counted_for_each_reader_and_read_marks_never_go_back(app):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    first = say(row, scene.kim, Lane.ALL)
    say(row, scene.broker, Lane.COUNTERPART)
    last = say(row, scene.lee, Lane.ALL)
    say(row, scene.broker, Lane.NOTES)
    counts = {
        u.full_name: reading.unread_by_lane(reader_of(u), row.id) for u in (scene.kim, scene.lee, scene.colleague)
    }
    assert counts == {
        "Kim Gildong": {Lane.ALL: 1}, "Lee Partner": {Lane.ALL: 1, Lane.COUNTERPART: 1},
        "Broker Two": {Lane.ALL: 2, Lane.COUNTERPART: 1, Lane.NOTES: 1},
    }  # fmt: skip
    reading.mark_read(scene.colleague.id, row.id, Lane.ALL, last.id)
    reading.mark_read(scene.colleague.id, row.id, Lane.ALL, first.id)
    assert reading.unread_by_lane(reader_of(scene.colleague), row.id) == {Lane.COUNTERPART: 1, Lane.NOTES: 1}
    assert reading.unread_at_hand(reader_of(scene.colleague)) == {}
    assert reading.unread_at_hand(reader_of(scene.broker)) == {row.id: 2}


def test_a_file_that_the_scanner_has_not_seen_waits_and_is_decided_later(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    with scanned_by(app, "clamd://127.0.0.1:1"):
        said = say(row, scene.kim, Lane.REQUESTER, files=kept("a.txt", b"fine") + kept("b.txt", b"EICAR"))
        jobs.scan_waiting()
    fine, bad = (one.id for one in said.attachments)
    assert code_of(lambda: service.open_file(row, fine, reader=reader_of(scene.broker))) == "file.waits_for_scan"
    with clamd() as (address, _), scanned_by(app, address):
        jobs.scan_waiting()
    assert [db.session.get(ThreadAttachment, one).scan for one in (fine, bad)] == [Scan.CLEAN, Scan.INFECTED]
    assert service.open_file(row, fine, reader=reader_of(scene.broker))[1] == b"fine"
    assert code_of(lambda: service.open_file(row, bad, reader=reader_of(scene.broker))) == "not_found"
