"""Every refusal is a page for people, in their language."""

import pytest
from flask import Flask
from structlog.testing import capture_logs

from matchmaker.foundation.answers import PAGES
from tests.client import Client

TITLES = {
    400: ("요청을 이해하지 못하였습니다", "The request was not understood"),
    403: ("이 화면을 볼 수 없습니다", "You may not open this page"),
    404: ("화면을 찾을 수 없습니다", "This page was not found"),
    409: ("지금은 처리할 수 없습니다", "This could not be done now"),
    413: ("보내신 내용이 너무 큽니다", "What you sent is too large"),
    429: ("요청이 너무 많습니다", "Too many requests"),
    500: ("서비스에 문제가 생겼습니다", "Something went wrong on our side"),
}


@pytest.mark.parametrize("status", sorted(PAGES))
def test_every_error_has_a_page_in_both_languages(visitor: Client, status: int) -> None:
    titles = []
    for language in ("ko", "en"):
        page = visitor.page(f"/failing/abort/{status}", status=status, headers={"Accept-Language": language})
        assert page.html["lang"] == language
        titles.append(page.h1.get_text(strip=True))
        assert page.main.find("a", class_="primary")["href"] == "/"
    assert titles[1] == TITLES[status][1]
    assert titles[0] != titles[1]


@pytest.mark.parametrize(("status", "like"), [(405, 400), (410, 400), (415, 400), (418, 400), (501, 500), (503, 500)])
def test_an_error_without_a_page_of_its_own_gets_the_nearest(visitor: Client, status: int, like: int) -> None:
    page = visitor.page(f"/failing/abort/{status}", status=status)

    assert page.h1.get_text(strip=True) == TITLES[like][1]


@pytest.mark.parametrize(("kind", "status"), [("rule", 409), ("missing", 404), ("forbidden", 403)])
def test_a_refusal_of_the_rules_is_told_in_its_own_words(visitor: Client, kind: str, status: int) -> None:
    page = visitor.page(f"/failing/rule/{kind}", status=status)

    assert page.select_one(".page-lead").get_text(strip=True).startswith("Somebody else changed this")


def test_a_row_that_somebody_else_changed_is_a_conflict(visitor: Client) -> None:
    page = visitor.page("/failing/stale", status=409)

    assert page.select_one(".page-lead").get_text(strip=True).startswith("Somebody else changed this")


def test_a_crash_is_told_without_its_cause_and_logged_whole(visitor: Client) -> None:
    with capture_logs() as logged:
        page = visitor.page("/failing/crash", status=500)

    assert "a secret of the program" not in str(page)
    assert [(entry["event"], entry["log_level"], entry["exc_info"]) for entry in logged] == [
        ("request.crashed", "error", True)
    ]


def test_a_form_without_its_token_is_refused_and_says_what_to_do(visitor: Client) -> None:
    answer = visitor.post("/failing/form", data={"a": "1"})

    assert answer.status_code == 400
    assert "This form has expired." in answer.text


def test_a_form_with_its_token_is_taken(visitor: Client) -> None:
    token = visitor.page("/terms").body["hx-headers"].split('"')[3]

    assert visitor.post("/failing/form", data={"a": "1", "csrf_token": token}).json == {"received": 2}
    assert visitor.post("/failing/form", data={"a": "1"}, headers={"X-CSRFToken": token}).json == {"received": 1}


def test_a_request_that_is_too_large_is_refused(visitor: Client) -> None:
    answer = visitor.post("/failing/form", data={"a": "x" * 1_200_000})

    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text


def test_a_redirect_is_no_error(visitor: Client) -> None:
    answer = visitor.get("/failing/away")

    assert (answer.status_code, answer.location) == (302, "/terms")


def test_the_health_check_answers(app: Flask, client: Client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
