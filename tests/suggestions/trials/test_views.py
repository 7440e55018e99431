import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.suggestions.trials.models import Trial, TrialPair
from matchmaker.suggestions.trials.rules import Team, TrialState, Verdict
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Cluster
from tests.suggestions.trials.scenes import Scene, make_pair, make_scene, make_trial, say, verdicts

SignIn = Callable[[User], Client]
ROOT = "/staff/trials"
CHOSEN = {"variant_a": "current", "variant_b": "one_direction", "organisations": "5", "length": "5"}


@pytest.fixture
def user(app: Flask) -> User:
    return make_user(Role.BROKER)


@pytest.fixture
def broker(user: User, sign_in: SignIn) -> Client:
    return sign_in(user)


def url_of(scene: Scene, pair: TrialPair | None = None) -> str:
    return f"{ROOT}/{scene.trial.id}" + (f"/pairs/{pair.id}" if pair else "")


def without_tokens(page: BeautifulSoup) -> str:
    return re.sub(r"name=\"csrf_token\"[^>]*", "", str(page.main))


def test_a_broker_starts_a_comparison_and_judges_it_to_the_end(market: Cluster, broker: Client):
    trial = broker.send(f"{ROOT}/new", CHOSEN | {"variant_b": "no_codes"}).location
    following = broker.get(f"{trial}/next").location
    judged = 0
    while following != trial:
        broker.page(following)
        following = broker.send(following, {"verdict": ("suits", "not")[judged % 2]}).location
        judged += 1
    pairs = db.session.scalar(sa.select(sa.func.count()).select_from(TrialPair))
    result = broker.send(f"{trial}/close").location
    assert f"{pairs} of {pairs}" in broker.page(result).main.get_text()
    assert judged <= (pairs or 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"variant_b": "current"}, {"variant_a": "no_such"}, {"organisations": "4"}, {"organisations": "101"},
        {"organisations": ""}, {"organisations": "²"}, {"length": "7"}, {"length": ""}, {"variant_b": ""},
    ],
)  # fmt: skip
def test_a_comparison_needs_two_settings_and_sizes_in_range(broker: Client, wrong: dict[str, str]):
    broker.send(f"{ROOT}/new", CHOSEN | wrong, status=422)
    assert db.session.scalars(sa.select(Trial)).all() == []


def test_two_different_settings_are_proposed(broker: Client):
    page = broker.page(f"{ROOT}/new")
    assert [one["value"] for one in page.select("select option[selected]")] == ["current", "words_only"]


def test_without_an_index_the_reason_is_told(broker: Client):
    answer = broker.post(f"{ROOT}/new", data=CHOSEN)
    assert answer.status_code == 409
    assert "There is no match index yet." in answer.text


def test_each_answer_leads_to_the_next_pair_and_the_last_one_back(broker: Client, user: User):
    scene = make_scene()
    led = []
    for pair, verdict in zip(scene.pairs, Verdict, strict=True):
        led.append(broker.send(url_of(scene, pair), {"verdict": verdict.value}).location)
    assert led == [*(url_of(scene, pair) for pair in scene.pairs[1:]), url_of(scene)]
    assert [verdicts(pair) for pair in scene.pairs] == [[(user.id, verdict)] for verdict in Verdict]
    page = broker.page(url_of(scene)).main.get_text()
    assert [words in page for words in ("4 of 4", "Close and show the result", "Every pair has been judged")] == [
        True, True, True,
    ]  # fmt: skip


def test_a_judge_goes_back_and_changes_an_answer(broker: Client, user: User):
    scene = make_scene()
    broker.send(url_of(scene, scene.pairs[0]), {"verdict": "not"})
    page = broker.page(url_of(scene, scene.pairs[1]))
    back = page.find("a", string="Back to the pair before")
    assert back["href"] == url_of(scene, scene.pairs[0])
    again = broker.page(back["href"])
    assert "(your judgement so far)" in again.find("button", value="not").get_text()
    broker.send(back["href"], {"verdict": "suits"})
    assert verdicts(scene.pairs[0]) == [(user.id, Verdict.SUITS)]


@pytest.mark.parametrize("data", [{}, {"verdict": ""}, {"verdict": "superb"}, {"verdict": "\x00"}])
def test_an_answer_is_one_of_four(broker: Client, data: dict[str, str]):
    scene = make_scene()
    broker.send(url_of(scene, scene.pairs[0]), data, status=422)
    assert verdicts(scene.pairs[0]) == []


def test_the_page_shows_both_texts_and_the_shared_words(broker: Client):
    scene = make_scene()
    withdrawn = make_opportunity(scene.boston[0], title="Gone by now", state=OpportunityState.WITHDRAWN)
    shown = make_opportunity(scene.boston[0], title="Vectors to sell", offer="Vectors <b>of</b> all sizes.")
    scene.pairs[0].opportunities = [shown.id, withdrawn.id, 999_999]
    db.session.flush()
    page = broker.page(url_of(scene, scene.pairs[0]))
    text = page.main.get_text(" ", strip=True)
    wanted = (
        "Hanbit 1",
        "Harbor 1",
        "Vectors to sell",
        "Vectors <b>of</b> all sizes.",
        "렌티바이러스 벡터 ↔ lentiviral vectors",
    )
    assert [one for one in wanted if one not in text] == []
    assert "Gone by now" not in text
    assert [one.get_text() for one in page.select("main details.disclosure > summary")] == ["1 more offer or need"]


def test_a_judge_sees_the_same_page_whoever_contributed_the_pair_at_whatever_rank(broker: Client):
    scene = make_scene()
    pair = scene.pairs[0]
    before = without_tokens(broker.page(url_of(scene, pair)))
    pair.team, pair.rank_a, pair.rank_b, pair.position = Team.B, None, 7, 4
    scene.trial.variant_a, scene.trial.variant_b = "no_rivalry", "one_direction"
    db.session.flush()
    assert without_tokens(broker.page(url_of(scene, pair))) == before


def test_no_page_tells_the_settings_or_a_result_before_it_is_closed(broker: Client, sign_in: SignIn):
    scene = make_scene()
    for visitor in (broker, sign_in(make_user(Role.MANAGER))):
        for url in (ROOT, url_of(scene), url_of(scene, scene.pairs[0])):
            page = visitor.page(url).main.get_text().casefold()
            assert [
                word for word in ("no_codes", "without codes", "present setting", "score", "/ 100") if word in page
            ] == []
        visitor.page(f"{url_of(scene)}/result", status=409)
        visitor.send(f"{url_of(scene)}/export", status=409)


def test_what_others_said_is_not_shown_to_a_judge(broker: Client):
    scene = make_scene()
    before = without_tokens(broker.page(url_of(scene, scene.pairs[0])))
    say(scene.pairs[0], make_user(Role.BROKER), Verdict.NOT)
    assert without_tokens(broker.page(url_of(scene, scene.pairs[0]))) == before


def test_the_result_is_told_in_words_and_figures(user: User, sign_in: SignIn):
    scene = make_scene()
    for pair in scene.pairs:
        say(pair, user, Verdict.SUITS if pair.team is Team.A else Verdict.NOT)
    manager = sign_in(make_user(Role.MANAGER))
    answer = manager.send(f"{url_of(scene)}/close")
    assert answer.location == f"{url_of(scene)}/result"
    text = manager.page(answer.location).main.get_text(" ", strip=True)
    wanted = ("Too few organisations are decided", "The present setting", "Without codes, texts only", "4 of 4",
              "Hanbit 1", "2.00 (2.00 to 2.00)", "0.00 (0.00 to 0.00)", "p = 0.500")  # fmt: skip
    assert [one for one in wanted if one not in text] == []


def test_a_clear_difference_is_called_one(user: User, broker: Client):
    scene = make_scene()
    for n in range(6):
        firm = make_organisation(name_en=f"Clear {n}")
        for partner, team in ((scene.boston[0], Team.A), (scene.basel[0], Team.B)):
            make_pair(scene.trial, firm, partner, team)
    for pair in db.session.scalars(sa.select(TrialPair)):
        say(pair, user, Verdict.PARTLY if pair.team is Team.B else Verdict.NOT)
    answer = broker.send(f"{url_of(scene)}/close")
    assert "B is better. The difference is larger than chance would make." in broker.page(answer.location).get_text()


def test_the_export_is_noted(user: User, broker: Client):
    scene = make_scene(state=TrialState.CLOSED)
    say(scene.pairs[0], user, Verdict.SUITS)
    answer = broker.post(f"{url_of(scene)}/export")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "trial.exported")).one()
    assert (entry.actor_id, entry.subject_id, entry.details) == (user.id, scene.trial.id, {"pairs": 1})


def test_a_co_broker_meets_organisations_of_its_cluster_only(sign_in: SignIn):
    scene = make_scene()
    boston = sign_in(make_user(Role.CO_BROKER, cluster="BOSTON"))
    assert "0 of 2" in boston.page(ROOT).main.get_text()
    assert boston.get(f"{url_of(scene)}/next").location == url_of(scene, scene.pairs[0])
    boston.page(url_of(scene, scene.pairs[1]), status=404)
    boston.send(url_of(scene, scene.pairs[1]), {"verdict": "suits"}, status=404)
    assert boston.send(url_of(scene, scene.pairs[0]), {"verdict": "suits"}).location == url_of(scene, scene.pairs[2])
    boston.send(f"{url_of(scene)}/close", status=409)
    scene.trial.state, scene.trial.closed_at = TrialState.CLOSED, scene.trial.started_at
    result = boston.page(f"{url_of(scene)}/result").main.get_text()
    assert [name for name in ("Hanbit", "Rhein", "Harbor") if name in result] == []
    assert "No organisation in your care was judged." in result


@pytest.mark.parametrize(
    ("role", "reads", "starts"),
    [
        (None, 302, 302), (Role.MEMBER, 403, 403), (Role.CO_BROKER, 200, 403), (Role.BROKER, 200, 200),
        (Role.MANAGER, 200, 200), (Role.ADMINISTRATOR, 200, 200),
    ],
)  # fmt: skip
def test_who_may_open_what(client: Client, sign_in: SignIn, role: Role | None, reads: int, starts: int):
    scene, closed = make_scene(), make_scene(state=TrialState.CLOSED)
    visitor = client if role is None else sign_in(make_user(role))
    for url in (ROOT, url_of(scene), url_of(scene, scene.pairs[0]), f"{url_of(closed)}/result"):
        assert visitor.get(url).status_code == reads, url
    assert visitor.get(f"{ROOT}/new").status_code == starts
    assert visitor.post(f"{url_of(closed)}/export").status_code == starts
    if reads != 200:
        for url in (url_of(scene, scene.pairs[0]), f"{url_of(scene)}/close"):
            assert visitor.post(url, data={"verdict": "suits"}).status_code == reads, url


@pytest.mark.parametrize(
    "path", ["/0", "/999999", "/999999/next", "/999999/result", "/999999/pairs/1", "/1/pairs/999999"]
)
def test_what_is_not_there_is_not_found(broker: Client, path: str):
    make_trial()
    broker.page(f"{ROOT}{path}", status=404)


@pytest.mark.parametrize("state", [TrialState.PREPARING, TrialState.NOTHING])
def test_a_comparison_without_pairs_says_why(broker: Client, state: TrialState):
    trial = make_trial(state=state)
    page = broker.page(f"{ROOT}/{trial.id}").main
    told = {TrialState.PREPARING: "The lists are being drawn.", TrialState.NOTHING: "nothing to judge"}
    assert told[state] in page.get_text()
    assert "Close and show the result" not in page.get_text()
    assert broker.get(f"{ROOT}/{trial.id}/next").location == f"{ROOT}/{trial.id}"


def test_the_pages_take_the_same_number_of_queries_for_few_and_for_many(
    broker: Client, user: User, count_queries: Callable[[Callable[[], object]], int]
):
    few, many = make_scene(), make_scene()
    for n in range(12):
        firm = make_organisation()
        make_opportunity(firm)
        make_opportunity(many.boston[0], title=f"More {n}")
        make_pair(many.trial, firm, many.boston[0], Team.A)
    for scene in (few, many):
        for pair in db.session.scalars(sa.select(TrialPair).where(TrialPair.trial_id == scene.trial.id)):
            say(pair, user, Verdict.SUITS)

    def counts(scene: Scene) -> list[int]:
        urls = (ROOT, url_of(scene), url_of(scene, scene.pairs[0]))
        return [count_queries(lambda url=url: broker.get(url)) for url in urls]

    counts(few)
    assert counts(few) == counts(many)
    for scene in (few, many):
        scene.trial.state, scene.trial.closed_at = TrialState.CLOSED, scene.trial.started_at
    results = [count_queries(lambda scene=scene: broker.get(f"{url_of(scene)}/result")) for scene in (few, many)]
    assert results[0] == results[1]
