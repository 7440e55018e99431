"""Which language a reader gets, the switch, and Korean particles."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.i18n import choose_time_zone, josa, language_url
from tests.client import Client
from tests.factories import make_user


@pytest.mark.parametrize(
    ("header", "language"),
    [("ko", "ko"), ("en-GB,en;q=0.8", "en"), ("de,en;q=0.5", "en"), ("ja", "ko"), ("", "ko"), ("*", "ko")],
)
def test_a_visitor_reads_what_the_browser_asks_for_else_korean(client: Client, header: str, language: str) -> None:
    assert client.page("/terms", headers={"Accept-Language": header}).html["lang"] == language


@pytest.mark.parametrize(
    ("url", "back"),
    [
        ("/terms?lang=ko", "/terms"),
        (
            "/assets?stage=DEMO&lang=ko&words=%EC%84%B8%ED%8F%AC&words=b",
            "/assets?stage=DEMO&words=%EC%84%B8%ED%8F%AC&words=b",
        ),
        ("/terms?lang=fr", "/terms"),
        ("/terms?lang=", "/terms"),
        ("/no-such-page?lang=ko", "/no-such-page"),
    ],
)
def test_the_switch_stays_on_the_page(client: Client, url: str, back: str) -> None:
    answer = client.get(url)

    assert (answer.status_code, answer.location) == (302, back)


def test_the_switch_cannot_lead_to_another_site(client: Client) -> None:
    answer = client.get("//other.example/?lang=ko")

    assert "other.example" not in (answer.location or "").partition("/other.example")[0]
    assert not (answer.location or "").startswith("//")


def test_the_chosen_language_is_kept_and_an_unknown_one_is_ignored(client: Client) -> None:
    client.get("/terms?lang=ko")
    assert client.page("/privacy").html["lang"] == "ko"

    client.get("/terms?lang=fr")
    assert client.page("/privacy").html["lang"] == "ko"


def test_an_account_s_language_counts_more_than_the_browser_s_and_less_than_the_switch(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(make_user(locale="ko"))
    with browser.session_transaction() as session:
        session.pop("locale")

    assert browser.page("/terms", headers={"Accept-Language": "en"}).html["lang"] == "ko"
    browser.get("/terms?lang=en")
    assert browser.page("/terms").html["lang"] == "en"


def test_a_form_is_not_redirected_by_the_switch(visitor: Client) -> None:
    assert visitor.post("/failing/form?lang=ko").status_code == 400  # it lacks its token


def test_the_links_of_the_switch_keep_the_address(app: Flask) -> None:
    with app.test_request_context(
        "/assets?stage=DEMO&lang=en&words=a+b", environ_overrides={"SCRIPT_NAME": "/gateway"}
    ):
        assert language_url("ko") == "/gateway/assets?stage=DEMO&words=a+b&lang=ko"


def test_the_page_offers_both_languages(client: Client) -> None:
    links = client.page("/terms?x=1").select(".header-tools .language-list a")

    assert [(link["href"], link["lang"], link.get_text()) for link in links] == [
        ("/terms?x=1&lang=ko", "ko", "한국어"),
        ("/terms?x=1&lang=en", "en", "English"),
    ]


def test_a_visitor_sees_korean_time(app: Flask) -> None:
    with app.test_request_context():
        assert choose_time_zone() is None


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("소개", "을/를", "소개를"), ("제안", "을/를", "제안을"), ("기관", "이/가", "기관이"),
        ("기업체", "이/가", "기업체가"), ("담당자", "은/는", "담당자는"), ("상담", "은/는", "상담은"),
        ("서울", "으로/로", "서울로"), ("시흥", "으로/로", "시흥으로"), ("바젤", "으로/로", "바젤로"),
        ("고베", "으로/로", "고베로"), ("서울", "을/를", "서울을"), ("서울", "과/와", "서울과"),
        ("기관(주)", "을/를", "기관(주)를"), ("“제안”", "을/를", "“제안”을"), ("3", "을/를", "3을"),
        ("2", "을/를", "2를"), ("1", "으로/로", "1로"), ("6", "으로/로", "6으로"),
        ("GM", "이/가", "GM이"), ("KTR", "으로/로", "KTR로"), ("SIPA", "을/를", "SIPA를"),
        ("", "을/를", "를"), (10, "을/를", "10을"),
    ],
)  # fmt: skip
def test_a_particle_follows_the_last_sound(word: object, pair: str, said: str) -> None:
    assert josa(word, pair) == said
