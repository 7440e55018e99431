"""Who may do what in which state: every deed as every person, against what the rules say."""

import pytest

from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import ACTS, Act, Party
from matchmaker.introductions.rules import IntroductionState as S
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import REACHABLE, brought_to, make_scene


def member_deeds(row, scene):
    edited = {
        "from_opportunity": scene.firm_offer.id,
        "to_opportunity": scene.partner_need.id,
        "message": "Other words.",
    }
    version = {"version": row.version}
    return {
        Act.EDIT: (f"/introductions/{row.id}/edit", edited | version),
        Act.WITHDRAW: (f"/introductions/{row.id}/withdraw", version),
        Act.ANSWER: (f"/introductions/{row.id}/decline", version | {"reason": "no_capacity"}),
        Act.ASK: (f"/introductions/{row.id}/question", version | {"question": "Which scale?"}),
    }


def staff_deeds(row, scene):
    v = row.version
    at = f"/staff/introductions/{row.id}"
    said = {"answer-version": v, "answer-answer": "no", "answer-reason": "other", "answer-note": "Call."}
    return {
        Act.TAKE: (f"{at}/take", {"version": v}),
        Act.FORWARD: (f"{at}/forward", {"version": v}),
        Act.ASSIGN: (f"{at}/assign", {"assign-version": v, "assign-broker": scene.colleague.id}),
        Act.RETURN: (f"{at}/return", {"send_back-version": v, "send_back-words": "More."}),
        Act.REFUSE: (f"{at}/refuse", {"refuse-version": v, "refuse-reason": "other", "refuse-words": "No."}),
        Act.WITHDRAW: (f"{at}/withdraw", {"withdraw-version": v, "withdraw-note": "By phone."}),
        Act.ANSWER: (f"{at}/answer", said),
        Act.NOTE: (f"{at}/note", {"note-note": "A note."}),
        Act.ASK: (f"{at}/question", {"ask-version": v, "ask-question": "Which scale?"}),
        Act.APPROVE: (f"{at}/approve", {"version": v}),
    }  # fmt: skip


@pytest.mark.parametrize("state", REACHABLE)
@pytest.mark.parametrize("act", [Act.EDIT, Act.WITHDRAW, Act.ANSWER, Act.ASK])
@pytest.mark.parametrize("who", ["requester", "counterpart"])
def test_members_do_what_their_side_may_and_nothing_else(app, sign_in, state, act, who):
    scene = make_scene()
    row = brought_to(scene, state)
    party = Party(who)
    url, data = member_deeds(row, scene)[act]
    before = (row.state, row.version)
    response = sign_in(scene.kim if who == "requester" else scene.lee).post(url, data=data)
    allowed = state in ACTS[party].get(act, frozenset())
    changed = (row.state, row.version) != before
    assert changed == allowed, (response.status_code, response.location)
    if not allowed and act is not Act.EDIT:
        assert response.status_code in {403, 404, 409}


@pytest.mark.parametrize("state", [state for state in REACHABLE if state is not S.DRAFT])
@pytest.mark.parametrize(
    "act",
    [act for act in Act if act not in {Act.EDIT, Act.SEND, Act.REPLY, Act.TAKE_BACK_APPROVAL}],
)
@pytest.mark.parametrize("who", ["agency", "boston", "basel"])
def test_staff_do_what_their_role_may_and_nothing_else(app, sign_in, state, act, who):
    scene = make_scene(partner_member=state in {S.DECLINED, S.INTRODUCED})
    row = brought_to(scene, state)
    url, data = staff_deeds(row, scene)[act]
    person = {"agency": scene.broker, "boston": scene.boston, "basel": make_user(Role.CO_BROKER, cluster="BASEL")}[who]
    party = {"agency": Party.AGENCY, "boston": Party.CO_BROKER_OF_COUNTERPART}.get(who)
    before = (row.state, row.version, row.broker_id, len(row.steps))
    response = sign_in(person).post(url, data=data)
    allowed = party is not None and state in ACTS[party].get(act, frozenset())
    changed = (row.state, row.version, row.broker_id, len(row.steps)) != before
    assert changed == allowed, response.status_code
    assert response.status_code == 302 if allowed else response.status_code in {403, 404, 409}


def test_visitors_and_strangers_reach_nothing(app, client, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    stranger = make_user()
    make_organisation(country="US", member=stranger)
    deeds = [*member_deeds(row, scene).values(), *staff_deeds(row, scene).values()]
    for url, data in deeds:
        assert client.post(url, data=data).location.startswith("/sign-in")
        assert sign_in(stranger).post(url, data=data).status_code in {403, 404}
    for url, data in member_deeds(row, scene).values():
        assert sign_in(scene.broker).post(url, data=data).status_code == 403
    assert row.state is S.FORWARDED
