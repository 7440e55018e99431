"""Search: Korean by morphemes, across languages, hostile questions, and nobody reads what is not theirs."""

import pytest
import sqlalchemy as sa
from flask import current_app
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.desk.search.indexing import refresh_all
from matchmaker.desk.search.models import SearchEntry
from matchmaker.desk.search.service import search
from matchmaker.desk.search.sources import Reader
from matchmaker.desk.search.terms import as_fts5, as_tsquery, question
from matchmaker.desk.tasks import service as tasks
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import IntroductionState
from matchmaker.matching import Analyser
from matchmaker.organisations.days import today
from matchmaker.outcomes.models import Outcome
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane
from matchmaker.vocabulary import vocabulary
from tests.desk.scenes import make_pair
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import staff

S = IntroductionState


def kinds_found(user, text, organisation=None):
    with current_app.test_request_context():
        groups = search(text, Reader(staff(user), organisation, "en"))
    return {group.kind: [find.url for find in group.finds] for group in groups}


def index():
    db.session.flush()
    return refresh_all()


def test_korean_is_found_by_its_morphemes_and_in_other_languages(app):
    broker = make_user(Role.BROKER)
    pair = make_pair(message="세포치료제를 위한 일회용 배양기를 만듭니다.")
    make_pair(message="We sell forklifts.")
    index()
    url = f"/desk/pairs/{pair.id}"
    for text in ("배양기", "배양기는", "세포 치료제", "cell therapy", "일회용 cell therapy"):
        assert kinds_found(broker, text).get("introduction") == [url], text
    assert "introduction" not in kinds_found(broker, "배양기 forklifts")
    assert kinds_found(broker, "the and of") == {}


def test_names_find_pairs_for_staff_and_never_for_members(app):
    broker, kim = make_user(Role.BROKER), make_user()
    firm = make_organisation(member=kim)
    pair = make_pair(from_=firm, to=make_organisation(country="US", name_en="Quillen Therapeutics"))
    index()
    assert kinds_found(broker, "Quillen")["pair"] == [f"/desk/pairs/{pair.id}"]
    assert kinds_found(kim, "Quillen", firm) == {}


def test_everybody_finds_only_what_they_may_read(app):
    broker, boston, basel = (
        make_user(Role.BROKER),
        make_user(Role.CO_BROKER),
        make_user(Role.CO_BROKER, cluster="BASEL"),
    )
    kim, lee = make_user(), make_user()
    firm, partner = make_organisation(member=kim), make_organisation(country="US", cluster="BOSTON", member=lee)
    pair = make_pair(S.FORWARDED, from_=firm, to=partner, message="Nothing of it.")
    for lane, author in ((Lane.REQUESTER, kim), (Lane.COUNTERPART, lee), (Lane.NOTES, broker)):
        db.session.add(ThreadMessage(introduction_id=pair.id, lane=lane, author_id=author.id, token=lane.value,
                                     by_staff=author is broker, body=f"cryostorage in lane {lane.value}"))  # fmt: skip
    brokering.add_note(pair, "cryostorage, says the agency", staff=staff(broker))
    brokering.add_note(pair, "cryostorage, says Boston", staff=staff(boston))
    tasks.add(tasks.Wanted("cryostorage", today(), broker.id), staff=staff(broker), introduction_id=pair.id)
    index()
    found = {
        who.id: {kind: len(urls) for kind, urls in kinds_found(who, "cryostorage", of).items()}
        for who, of in ((broker, None), (boston, None), (basel, None), (kim, firm), (lee, partner))
    }
    assert found == {
        broker.id: {"message": 3, "note": 2, "task": 1}, boston.id: {"message": 2, "note": 1}, basel.id: {},
        kim.id: {"message": 1}, lee.id: {"message": 1},
    }  # fmt: skip


def test_rights_are_asked_at_the_moment_of_the_search(app):
    boston = make_user(Role.CO_BROKER)
    partner = make_organisation(country="US", cluster="BOSTON")
    make_pair(to=partner, message="A lyophiliser is wanted.")
    index()
    assert "introduction" in kinds_found(boston, "lyophiliser")
    partner.cluster = "BASEL"
    db.session.flush()
    assert kinds_found(boston, "lyophiliser") == {}


def test_changes_and_deletions_reach_the_index_and_a_second_run_finds_nothing_to_do(app):
    broker = make_user(Role.BROKER)
    pair = make_pair(S.INTRODUCED, message="A lyophiliser is wanted.")
    outcome = Outcome(introduction_id=pair.id, kind="poc", happened_on=today(), title="Lyophiliser proved")
    db.session.add(outcome)
    assert index() > 0
    assert refresh_all() == 0
    assert {"introduction", "outcome"} <= set(kinds_found(broker, "lyophiliser"))
    pair.message = "A centrifuge is wanted."
    db.session.delete(outcome)
    index()
    assert kinds_found(broker, "lyophiliser") == {}
    assert "introduction" in kinds_found(broker, "centrifuge")
    assert db.session.scalar(sa.select(sa.func.count()).where(SearchEntry.kind == "outcome")) == 0
    assert now() >= pair.updated_at


HOSTILE = ("\" OR 1=1 --", "NEAR(a b)", "words:secret", "a AND NOT b", "x* y^2", "'); DROP TABLE user;", "<script>",
           "a" * 10_000, "(((((", ":*", "& | !", "\\", "한" * 300, "%_%")  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_answered_like_any_other(app, sign_in, text):
    make_pair(message="We make closed systems.")
    index()
    page = sign_in(make_user(Role.BROKER)).get("/desk/search", query_string={"q": text})
    assert page.status_code == 200
    assert "<script>" not in page.text


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser(vocabulary().glossary)


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_a_question_is_made_of_codes_and_joints_only(analyser, text):
    asked = question(text, using=analyser)
    for made in (as_fts5(asked), as_tsquery(asked)):
        words = made.replace("(", " ").replace(")", " ").split()
        assert all(word in {"AND", "OR", "&", "|"} or (word[0] == "x" and len(word) == 13) for word in words)


def test_the_page_marks_what_was_found_and_groups_it_by_kind(app, sign_in):
    make_pair(message="We make closed systems for cell therapy.")
    index()
    page = sign_in(make_user(Role.BROKER)).page("/desk/search?q=세포치료제")
    assert [mark.get_text() for mark in page.select("#group-introduction ~ ul mark, section mark")] == ["cell therapy"]
    kim = make_user()
    make_organisation(member=kim)
    assert "Nothing found" in sign_in(kim).page("/search/mine?q=세포치료제").get_text()
    sign_in(kim).page("/desk/search?q=x", status=403)
