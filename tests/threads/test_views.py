"""The pages of a thread, as members and brokers go through them."""

import io
from urllib.parse import quote

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.rules import VettingState
from matchmaker.threads import reading
from matchmaker.threads.models import ThreadAttachment, ThreadMessage
from matchmaker.threads.rules import Lane
from tests.compliance.scenes import scene_with
from tests.foundation.test_files import clamd, scanned_by
from tests.introductions.scenes import brought_to, make_scene
from tests.threads.conversations import PDF, reader_of, say, url_of

HX = {"HX-Request": "true"}


def token_of(page) -> str:
    return page.find("input", attrs={"name": "token"})["value"]


def test_a_member_writes_and_the_broker_reads_and_answers(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    kim, broker = sign_in(scene.kim), sign_in(scene.colleague)
    page = kim.page(url_of(row))
    assert "does not" in page.find(class_="thread-readers").get_text()
    answer = kim.send(f"{url_of(row)}?lane=requester", {"body": "**Which** scale?", "token": token_of(page)})
    [said] = db.session.query(ThreadMessage).all()
    assert answer.location == f"{url_of(row)}?lane=requester#message-{said.id}"
    staff_page = broker.page(url_of(row, staff=True))
    assert staff_page.find(id=f"message-{said.id}").find("strong", string="Which")
    assert "is-new" in staff_page.find(id=f"message-{said.id}")["class"]
    broker.send(f"{url_of(row, staff=True)}?lane=requester", {"body": "Ten litres."})
    texts = [m.get_text(" ", strip=True) for m in kim.page(url_of(row)).select(".thread-body")]
    assert texts == ["Which scale?", "Ten litres."]


def test_seeing_marks_read_and_the_panel_and_the_home_page_say_what_is_new(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    say(row, scene.lee, Lane.ALL)
    say(row, scene.lee, Lane.ALL)
    kim = sign_in(scene.kim)
    assert reading.unread_at_hand(reader_of(scene.kim)) == {row.id: 2}
    todo = kim.page("/").find("a", href=url_of(row))
    assert todo.get_text() == "2 unread messages: Partner B Therapeutics"
    assert "2 new" in kim.page(f"/introductions/{row.id}").find("section", attrs={"aria-label": "Messages"}).get_text()
    first = kim.page(url_of(row))
    assert len(first.select(".is-new")) == 2
    assert kim.page(url_of(row)).select(".is-new") == []
    assert kim.page("/").find("a", href=url_of(row)) is None
    assert reading.unread_at_hand(reader_of(scene.kim)) == {}


def test_looking_again_gives_nothing_until_something_is_new(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    say(row, scene.lee, Lane.ALL)
    kim = sign_in(scene.kim)
    look = kim.page(url_of(row)).find(id="messages")["hx-get"]
    assert kim.get(look, headers=HX).status_code == 204
    say(row, scene.lee, Lane.ALL, "Second words.")
    part = kim.get(look, headers=HX)
    assert part.status_code == 200
    assert "Second words." in part.text
    assert "<html" not in part.text


def test_a_file_goes_up_with_a_promise_and_comes_down_under_its_korean_name(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    kim, lee = sign_in(scene.kim), sign_in(scene.lee)
    url = f"{url_of(row)}?lane=all"

    def sent(**more: str) -> dict[str, object]:
        return {"body": "The plan.", "files": (io.BytesIO(PDF), "사업 계획.pdf"), "tier": "1", **more}

    refused = kim.post(url, data=sent())
    assert refused.status_code == 422
    assert "The plan." in refused.text
    assert "confirm that you may share it" in refused.text
    kim.send(url, sent(may_share="y"))
    [file] = db.session.query(ThreadAttachment).all()
    given = lee.get(f"{url_of(row)}/files/{file.id}")
    assert (given.status_code, given.data, given.mimetype) == (200, PDF, "application/pdf")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('사업 계획.pdf')}" in given.headers["Content-Disposition"]
    assert db.session.query(AuditEntry).filter_by(action="thread.file_opened").one().actor_id == scene.lee.id


def test_a_refused_file_leaves_the_words_and_says_why(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    data = {"body": "Look.", "files": (io.BytesIO(b"MZ"), "a.exe"), "may_share": "y"}
    answer = sign_in(scene.kim).post(f"{url_of(row)}?lane=requester", data=data)
    assert answer.status_code == 422
    assert "Look." in answer.text
    assert "are taken" in answer.text
    assert db.session.query(ThreadMessage).all() == []


def test_an_empty_message_comes_back_and_one_sent_twice_is_one(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    kim, url = sign_in(scene.kim), f"{url_of(row)}?lane=requester"
    assert kim.post(url, data={"body": " "}).status_code == 422
    token = token_of(kim.page(url))
    for _ in range(2):
        kim.send(url, {"body": "Once.", "token": token})
    assert db.session.query(ThreadMessage).count() == 1


def test_one_takes_back_ones_own_message(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    said = say(row, scene.kim, Lane.ALL, "Too early.")
    kim, lee = sign_in(scene.kim), sign_in(scene.lee)
    lee.send(f"{url_of(row)}/{said.id}/delete", status=404)
    kim.send(f"{url_of(row)}/{said.id}/delete")
    text = lee.get(url_of(row)).text
    assert "Too early." not in text
    assert "This message was deleted." in text


def test_long_conversations_are_shown_in_parts(app, sign_in, count_queries):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    for n in range(60):
        db.session.add(ThreadMessage(introduction=row, lane=Lane.ALL, author=scene.lee, author_side_id=scene.partner.id,
                                     by_staff=False, body=f"Words {n}.", token=f"{n}"))  # fmt: skip
    kim = sign_in(scene.kim)
    page = kim.page(url_of(row))
    assert [m.get_text(strip=True) for m in page.select(".thread-body")] == [f"Words {n}." for n in range(10, 60)]
    earlier = kim.page(page.find("a", string="Earlier messages")["href"])
    assert [m.get_text(strip=True) for m in earlier.select(".thread-body")] == [f"Words {n}." for n in range(10)]
    many = count_queries(lambda: kim.get(url_of(row)))
    db.session.query(ThreadMessage).filter(ThreadMessage.body != "Words 0.").delete()
    assert many <= count_queries(lambda: kim.get(url_of(row))) + 1


@pytest.mark.parametrize("state", [S.DECLINED, S.DRAFT])
def test_what_has_ended_and_a_private_draft_show_no_form(app, sign_in, state):
    scene = make_scene()
    row = brought_to(scene, state)
    page = sign_in(scene.kim).page(url_of(row))
    assert page.find(id="write") is None


def test_staff_who_follow_a_members_link_come_to_their_own_page(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    answer = sign_in(scene.broker).get(f"{url_of(row)}?lane=requester")
    assert answer.location == f"{url_of(row, staff=True)}?lane=requester"


def test_no_lane_but_ones_own_answers_and_no_thread_but_ones_own(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    kim = sign_in(scene.kim)
    for asked in ("notes", "counterpart", "all", "x", "\x00"):
        assert kim.get(url_of(row), query_string={"lane": asked}).status_code == 404
        assert kim.post(f"{url_of(row)}?lane={quote(asked)}", data={"body": "x"}).status_code == 404
    assert kim.get(url_of(row, staff=True)).status_code == 403
    assert sign_in(scene.lee).get(f"/introductions/{row.id + 1}/thread").status_code == 404


def test_files_of_somebody_who_may_not_write_never_reach_the_scanner(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    kim = sign_in(scene.kim)
    with clamd() as (address, seen), scanned_by(app, address):
        sent = {"body": "Here.", "may_share": "y", "tier": "1", "token": "1" * 32, "lane": "all"}
        assert kim.post(url_of(row), data=sent | {"files": (io.BytesIO(PDF), "a.pdf")}).status_code == 302
        scene.firm.state = VettingState.SUSPENDED
        again = sent | {"token": "2" * 32, "files": (io.BytesIO(PDF), "b.pdf")}
        assert kim.post(url_of(row), data=again).status_code == 422
    assert len(seen) == 1


def test_a_file_held_back_by_a_light_leaves_the_written_words(app, sign_in):
    scene, row = scene_with("unknown")
    data = {"body": "Our plan.", "files": (io.BytesIO(PDF), "plan.pdf"), "may_share": "y"}
    answer = sign_in(scene.kim).post(f"{url_of(row)}?lane=all", data=data)
    assert (answer.status_code, "Our plan." in answer.text) == (422, True)
    assert db.session.query(ThreadMessage).all() == []
