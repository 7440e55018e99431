"""Free-text search as members and staff meet it."""

import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, Disclosure
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import builds, indexes
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.searching import service, views
from matchmaker.suggestions.searching.warming import warm_up, warm_up_aside
from tests.client import Client
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Cluster

SignIn = Callable[[User], Client]
CountQueries = Callable[[Callable[[], object]], int]
SECRETS = ("brindlevec", "rheinklinik", "ostertor", "seonbi kwak")


def titles(page: BeautifulSoup | Tag) -> list[str]:
    return [" ".join(tag.get_text().split()) for tag in page.select("#results h3")]


def links(page: BeautifulSoup) -> list[str]:
    return [str(tag["href"]) for tag in page.select("#results .structured-item a")]


def count_line(page: BeautifulSoup) -> str:
    found = page.select_one("#results-title")
    assert found is not None
    return found.get_text(strip=True)


def found(visitor: Client, text: str, url: str = "/search") -> list[str]:
    return titles(visitor.page(url, query_string={"q": text}))


@pytest.fixture
def member(built: Cluster, sign_in: SignIn) -> Client:
    return sign_in(built.member)


# What is found


@pytest.mark.parametrize(
    "words",
    ["렌티바이러스 벡터", "lentiviral vectors", "レンチウイルスベクター", "Lentiviraler Vektor", "LENTIVIRAL-VECTOR"],
)
def test_a_search_finds_the_same_thing_in_whatever_language_it_is_asked(member: Client, words: str) -> None:
    assert found(member, words)[0] == "GMP lentiviral vector manufacturing by ■■■"


def test_a_result_shows_where_it_says_what_was_looked_for(member: Client) -> None:
    page = member.page("/search", query_string={"q": "렌티바이러스 벡터"})

    first = page.select("#results .structured-item")[0]
    assert [mark.get_text() for mark in first.select("h3 mark")] == ["lentiviral vector"]
    assert "Found by: lentiviral vector" in first.get_text(" ", strip=True)
    assert "CDMO · Cell & gene therapy · Boston" in first.get_text(" ", strip=True)
    assert "Name on request" in first.get_text()


def test_what_only_the_long_text_says_is_quoted(app: Flask, cluster: Cluster, sign_in: SignIn) -> None:
    cluster.offer.texts[0].description = "We do many things. " * 30 + "Also cryopreservation at Brindlevec Biologics."
    db.session.flush()
    builds.build()

    page = sign_in(cluster.member).page("/search", query_string={"q": "동결보존"})

    quoted = page.select_one("#results .excerpt")
    assert quoted is not None
    assert quoted.get_text().startswith("…")
    assert quoted.get_text().endswith("Also cryopreservation at ■■■.")


def test_only_the_other_side_is_searched(member: Client, built: Cluster, sign_in: SignIn) -> None:
    assert found(member, "insurance of laboratory buildings") == []
    assert found(sign_in(built.partner), "insurance of laboratory buildings") != []
    assert "렌티바이러스 벡터 위탁생산처" in found(sign_in(built.partner), "viral vector")


@pytest.mark.parametrize("which", ["blocked by me", "blocks me", "suspended", "withdrawn", "expired"])
def test_what_went_a_moment_ago_is_not_found(member: Client, built: Cluster, which: str) -> None:
    before = found(member, "lentiviral vector")
    if which == "blocked by me":
        built.firm.blocks.append(Block(blocked_domain="brindlevec.example"))
    elif which == "blocks me":
        built.maker.blocks.append(Block(blocked_id=built.firm.id))
    elif which == "suspended":
        built.maker.state = VettingState.SUSPENDED
    elif which == "withdrawn":
        built.offer.state = OpportunityState.WITHDRAWN
    else:
        built.offer.expires_at = now() - timedelta(hours=1)
    db.session.flush()

    after = found(member, "lentiviral vector")

    assert before[0] == "GMP lentiviral vector manufacturing by ■■■"
    assert before[0] not in after


def test_enough_is_found_although_most_of_the_best_are_in_the_care_of_others(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FETCHED", (4, 20, 80))
    for _number in range(12):
        make_opportunity(make_organisation(), title="Bioreactor", offer="Bioreactor bioreactor bioreactor.")
    for _number in range(3):
        make_opportunity(
            make_organisation(country="US"), title="Stirred tank", offer="A bioreactor among other things."
        )
    builds.build()

    boston = sign_in(make_user(Role.CO_BROKER, cluster="BOSTON"))

    assert found(boston, "bioreactor", "/staff/search") == ["Stirred tank"] * 3


def test_closed_doors_among_the_best_leave_room_for_the_next(app: Flask, sign_in: SignIn) -> None:
    member = make_user()
    own = make_organisation(member=member)
    for number in range(15):
        maker = make_organisation(country="US")
        make_opportunity(maker, title=f"Bioreactor {number}", offer="A bioreactor.")
        if number % 3 == 0:
            own.blocks.append(Block(blocked_id=maker.id))
    builds.build()

    page = sign_in(member).page("/search", query_string={"q": "bioreactor"})

    assert len(titles(page)) == 10
    assert not {f"Bioreactor {number}" for number in range(0, 15, 3)} & set(titles(page))
    assert count_line(page) == "10 results"


def test_more_results_are_shown_on_request(app: Flask, sign_in: SignIn) -> None:
    member = make_user()
    make_organisation(member=member)
    for number in range(14):
        make_opportunity(make_organisation(country="US"), title=f"Bioreactor {number}", offer="A bioreactor.")
    builds.build()
    visitor = sign_in(member)

    few = visitor.page("/search", query_string={"q": "bioreactor"})
    more = visitor.page(str(few.select_one(".search-more a")["href"]))  # type: ignore[index]

    assert (count_line(few), len(titles(few))) == ("The best 10 results", 10)
    assert (count_line(more), len(titles(more))) == ("14 results", 14)
    assert more.select(".search-more") == []


# Where results lead


def test_a_result_leads_to_itself_and_to_the_reasons_of_the_pair(member: Client, built: Cluster) -> None:
    page = member.page("/search", query_string={"q": "lentiviral vector manufacturing"})

    assert links(page)[:2] == [f"/opportunities/{built.offer.id}", f"/suggestions/{built.maker.id}"]
    for url in links(page):
        assert member.get(url).status_code == 200


def test_without_a_stored_pair_a_result_leads_to_itself_only(app: Flask, sign_in: SignIn) -> None:
    member = make_user()
    make_organisation(member=member, summary="Insurance.")
    profile = make_organisation(country="US", summary="Ceramic kilns.", areas=("MPE",))
    builds.build()

    assert links(sign_in(member).page("/search?q=kilns")) == [f"/organisations/{profile.id}"]


def test_the_result_for_an_unnamed_offer_does_not_lead_to_a_page_with_its_owners_name(
    member: Client, built: Cluster
) -> None:
    built.maker.anonymity_tier, built.offer.anonymity_tier = 1, 0
    other = make_opportunity(built.maker, profile_type="BO", title="Vector analytics", offer="Vector analytics.",
                             anonymity_tier=0)  # fmt: skip
    db.session.flush()
    builds.build()
    db.session.execute(sa.update(Suggestion).values(opportunity_id=None, candidate_opportunity_id=None))

    page = member.page("/search", query_string={"q": "vector analytics"})

    cards = {" ".join(card.h3.get_text().split()): [a["href"] for a in card.select("a")]
             for card in page.select("#results .structured-item")}  # fmt: skip
    assert cards["Vector analytics"][0] == f"/opportunities/{other.id}"
    for url in cards["Vector analytics"]:
        assert "Brindlevec" not in member.get(url).text


# What a search must not tell


@pytest.fixture
def secretive(cluster: Cluster) -> Cluster:
    """The maker's texts name its contact, too."""
    cluster.maker.contacts[0].name = "Seonbi Kwak"
    cluster.maker.contacts[0].phone = "+1 617 555 0142"
    cluster.offer.texts[0].description = "Ask Seonbi Kwak, kwak@brindlevec.example or +1 617 555 0142, for slots."
    db.session.flush()
    builds.build()
    return cluster


@pytest.mark.parametrize(
    "guess",
    ["Brindlevec", "brindlevec", "Brindlevec Biologics", "brindlevec.example", "https://brindlevec.example",
     "Brindelvek", "브린들벡", "Rheinklinik", "Ostertor", "Seonbi Kwak", "seonbi", "kwak@brindlevec.example", "0142"],
)  # fmt: skip
def test_a_name_finds_nobody_who_is_anonymous(secretive: Cluster, sign_in: SignIn, guess: str) -> None:
    page = sign_in(secretive.member).page("/search", query_string={"q": guess})

    assert titles(page) == []
    assert page.select("#results .empty")


@pytest.mark.parametrize("guess", ["Brindlevec", "Seonbi Kwak", "brindlevec.example", "Zzyzx"])
@pytest.mark.parametrize("words", ["vector", "cell therapy trials"])
def test_a_right_guess_beside_other_words_changes_as_little_as_a_wrong_one(
    secretive: Cluster, sign_in: SignIn, guess: str, words: str
) -> None:
    visitor = sign_in(secretive.member)

    def answer(text: str) -> list[str]:
        page = visitor.page("/search", query_string={"q": text})
        return [str(card) for card in page.select("#results .structured-item")]

    assert answer(f"{words} {guess}") == answer(words)


@pytest.mark.parametrize("words", ["lentiviral vector", "phase 1 cell therapy", "manufacturing", "Boston", "Ask"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_anonymous_owner_is_named_nowhere(
    secretive: Cluster, sign_in: SignIn, words: str, headers: dict[str, str]
) -> None:
    text = sign_in(secretive.member).get("/search", query_string={"q": words}, headers=headers).text.casefold()

    assert [secret for secret in SECRETS if secret in text] == []


def test_a_disclosed_name_is_shown_but_still_not_searched(member: Client, built: Cluster) -> None:
    db.session.add(Disclosure(viewer_id=built.firm.id, subject_id=built.maker.id, tier=1))
    db.session.flush()

    assert "GMP lentiviral vector manufacturing by Brindlevec" in found(member, "lentiviral vector")
    assert "Brindlevec Biologics" in member.get("/search?q=viral+vectors").text


def test_whose_hidden_name_is_an_everyday_word_takes_that_word_from_nobody(app: Flask, sign_in: SignIn) -> None:
    member = make_user()
    make_organisation(member=member)
    make_organisation(country="US", name_en="Bioreactor Inc.", summary="Bioreactor Inc. makes vessels.")
    make_opportunity(make_organisation(country="US"), title="Stirred bioreactor", offer="A bioreactor of glass.")
    builds.build()

    assert found(sign_in(member), "bioreactor")[0] == "Stirred bioreactor"


# What is no search


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Type what you are looking for"),
        ("   ", "Type what you are looking for"),
        ("c", "Type at least two letters"),
        ("?! -", "Type at least two letters"),
        ("x" * 201, "This text is too long to search for"),
        ("癌", "0 results"),
        ("x" * 200, "0 results"),
        ("the of and", "0 results"),
        ("\x00\u202e🧬🧬", "Type at least two letters"),
        ("%' OR 1=1 --", "0 results"),
        ("<script>alert(1)</script>", "0 results"),
    ],
)
def test_every_text_gets_a_clear_answer(member: Client, text: str, said: str) -> None:
    page = member.page("/search", query_string={"q": text})

    assert count_line(page) == said
    assert page.select_one("#results-title[data-announce]") is not None
    assert page.select_one("input[name=q]")["value"] == " ".join(text.replace("\x00", "").replace("\u202e", "").split())  # type: ignore[index]


def test_a_megabyte_of_text_is_refused_at_once(member: Client) -> None:
    assert count_line(member.page("/search", query_string={"q": "vector " * 20_000})) == (
        "This text is too long to search for"
    )


def test_a_word_that_is_not_finished_is_completed(member: Client) -> None:
    page = member.page("/search?q=lentiv")

    offered = {a.get_text(): a["href"] for a in page.select("#results .search-terms a")}
    assert offered["lentivirus"] == "/search?q=lentivirus"


def test_the_empty_page_offers_examples(member: Client) -> None:
    offered = member.page("/search").select("#results .search-terms a")

    assert len(offered) == len(views.EXAMPLES)
    assert offered[0].get_text() == "cell therapy"


def test_before_the_first_build_the_reader_is_told_to_wait(cluster: Cluster, sign_in: SignIn) -> None:
    for visitor, url in ((sign_in(cluster.member), "/search"), (sign_in(make_user(Role.BROKER)), "/staff/search")):
        assert count_line(visitor.page(f"{url}?q=vector")) == "The search is not ready yet"


def test_a_lost_index_is_no_broken_page(member: Client, app: Flask) -> None:
    with app.app_context():
        shutil.rmtree(indexes.root())

    assert count_line(member.page("/search?q=vector")) == "The search is not ready yet"


@pytest.mark.parametrize("state", [None, VettingState.SUBMITTED, VettingState.SUSPENDED])
def test_who_is_not_approved_cannot_search_and_reads_why(
    built: Cluster, sign_in: SignIn, state: VettingState | None
) -> None:
    member = make_user()
    if state is not None:
        make_organisation(member=member, state=state)

    page = sign_in(member).page("/search?q=vector")

    assert page.main.select(".empty a")  # type: ignore[union-attr]
    assert titles(page) == []


# How it is answered


def test_typing_gets_the_part_that_is_swapped(member: Client) -> None:
    answer = member.get("/search?q=vector", headers={"HX-Request": "true"})

    part = BeautifulSoup(answer.data, "html.parser")
    assert (part.html, part.select_one("form"), len(part.select("#results"))) == (None, None, 1)
    assert titles(part) == found(member, "vector")


def test_the_form_sends_while_typing_and_works_by_its_button(member: Client) -> None:
    form = member.page("/search").select_one("form.search-form")

    assert form is not None
    assert (form["method"], form["action"], form["role"]) == ("get", "/search", "search")
    assert "input changed delay:250ms" in str(form["hx-trigger"])
    assert (form["hx-target"], form["hx-sync"], form["hx-replace-url"]) == ("#results", "this:replace", "true")
    assert form.select_one("button[type=submit]") is not None


def test_a_search_takes_the_same_number_of_queries_for_one_and_for_ten(
    app: Flask, sign_in: SignIn, count_queries: CountQueries
) -> None:
    member = make_user()
    make_opportunity(make_organisation(member=member), profile_type="BR", need="Lentiviral vectors.")
    counts: dict[str, set[int]] = {"/search": set(), "/staff/search": set()}
    for more in (1, 4, 20):
        for _number in range(more):
            make_opportunity(make_organisation(country="US"), profile_type="BO", offer="Lentiviral vectors.")
        builds.build()
        for url, user in (("/search", member), ("/staff/search", make_user(Role.BROKER))):
            visitor = sign_in(user)
            visitor.get(url)
            counts[url].add(count_queries(lambda v=visitor, u=url: v.get(f"{u}?q=lentiviral")))  # type: ignore[misc]

    assert {url: len(found) for url, found in counts.items()} == {"/search": 1, "/staff/search": 1}
    assert max(max(found) for found in counts.values()) < 25


def test_who_searches_like_a_machine_has_to_wait(
    built: Cluster, sign_in: SignIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SEARCH", "3 per minute")
    settings = app.extensions["config"]
    object.__setattr__(settings, "limits_enabled", True)
    try:
        hasty, calm = sign_in(built.member), sign_in(built.partner)
        answers = [hasty.get("/search?q=vector") for _ in range(4)]
        other = calm.get("/search?q=vector")
        empty = hasty.get("/search")
    finally:
        object.__setattr__(settings, "limits_enabled", False)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Wait a minute" in answers[-1].text
    assert (other.status_code, empty.status_code) == (200, 200)


def test_the_korean_page_is_korean(member: Client) -> None:
    member.get("/search?lang=ko")

    page = member.page("/search", query_string={"q": "렌티바이러스"})

    assert page.h1.get_text(strip=True) == "검색"  # type: ignore[union-attr]
    assert count_line(page).startswith("검색 결과")


# Staff


def test_staff_find_both_sides_with_their_names(built: Cluster, sign_in: SignIn) -> None:
    visitor = sign_in(make_user(Role.BROKER))

    page = visitor.page("/staff/search", query_string={"q": "lentiviral vector"})

    assert set(titles(page)) >= {"GMP lentiviral vector manufacturing by Brindlevec", "렌티바이러스 벡터 위탁생산처"}
    assert "Brindlevec Biologics" in page.get_text()
    for url in links(page):
        assert visitor.get(url).status_code == 200


def test_staff_find_by_name(built: Cluster, sign_in: SignIn) -> None:
    page = sign_in(make_user(Role.BROKER)).page("/staff/search", query_string={"q": "Brindlevec"})

    assert "Brindlevec Biologics" in titles(page)
    assert all("Brindlevec" in card.get_text() for card in page.select("#results .structured-item"))


def test_a_co_broker_searches_its_own_cluster(built: Cluster, sign_in: SignIn) -> None:
    boston, basel = (sign_in(make_user(Role.CO_BROKER, cluster=where)) for where in ("BOSTON", "BASEL"))

    assert "GMP lentiviral vector manufacturing by Brindlevec" in found(boston, "viral vector", "/staff/search")
    assert "렌티바이러스 벡터 위탁생산처" not in found(boston, "viral vector", "/staff/search")
    assert "GMP lentiviral vector manufacturing by Brindlevec" not in found(basel, "viral vector", "/staff/search")


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        (None, {"/search": 302, "/staff/search": 302}),
        (Role.MEMBER, {"/search": 200, "/staff/search": 403}),
        (Role.BROKER, {"/search": 403, "/staff/search": 200}),
        (Role.CO_BROKER, {"/search": 403, "/staff/search": 200}),
        (Role.MANAGER, {"/search": 403, "/staff/search": 200}),
        (Role.ADMINISTRATOR, {"/search": 403, "/staff/search": 200}),
    ],
)
def test_every_search_page_answers_everybody_as_the_table_says(
    app: Flask, client: Client, sign_in: SignIn, who: Role | None, answers: dict[str, int]
) -> None:
    visitor = client if who is None else sign_in(make_user(who))
    assert {url: visitor.get(f"{url}?q=vector").status_code for url in answers} == answers


def test_the_table_names_every_route_of_the_search(app: Flask) -> None:
    rules = {
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in {"search", "staff_search"}
    }
    assert rules == {"/search", "/staff/search"}


@pytest.mark.parametrize(("who", "url"), [(Role.MEMBER, "/search"), (Role.BROKER, "/staff/search")])
def test_the_search_is_in_the_menu_and_beside_the_suggestions(
    built: Cluster, sign_in: SignIn, who: Role, url: str
) -> None:
    visitor = sign_in(built.member if who is Role.MEMBER else make_user(who))
    page = visitor.page("/suggestions" if who is Role.MEMBER else "/staff/suggestions")

    assert page.select_one(f'.krds-main-menu a[href="{url}"]') is not None
    assert page.select_one(f'main a[href="{url}"]') is not None


# Warmth


def test_a_web_process_is_warm_before_its_first_search(built: Cluster, app: Flask) -> None:
    assert warm_up(app)


def test_without_an_index_there_is_nothing_to_warm(app: Flask, cluster: Cluster) -> None:
    assert not warm_up(app)


def test_a_start_goes_on_when_warming_fails(tmp_path) -> None:  # type: ignore[no-untyped-def]
    app = make_app(f"sqlite:///{tmp_path / 'gone.sqlite'}", tmp_path)
    with app.app_context():
        db.drop_all()

    thread = warm_up_aside(app)
    thread.join(30)

    assert not thread.is_alive()
    with app.app_context():
        db.engine.dispose()
