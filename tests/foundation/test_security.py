"""The headers of every answer, the cookie, the token."""

import pytest

from matchmaker.foundation.security import HEADERS
from tests.client import Client


@pytest.mark.parametrize(
    "url",
    ["/terms", "/healthz", "/static/css/app.css", "/no-such-page", "/failing/crash", "/failing/away", "/terms?lang=ko"],
)
def test_every_answer_carries_the_headers(visitor: Client, url: str) -> None:
    with visitor.get(url) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_content_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))

    assert policy == {
        "default-src": "'self'", "img-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
        "form-action": "'self'", "frame-ancestors": "'none'",
    }  # fmt: skip


def test_pages_are_not_kept_by_browsers_but_style_sheets_may_be(visitor: Client) -> None:
    with visitor.get("/terms") as page, visitor.get("/static/css/app.css") as style_sheet:
        assert page.headers["Cache-Control"] == "no-store"
        assert style_sheet.headers["Cache-Control"] != "no-store"


def test_transport_security_is_demanded_only_where_there_is_any(visitor: Client) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/terms").headers
    secure = visitor.get("/terms", base_url="https://gateway.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(visitor: Client) -> None:
    cookie = visitor.get("/terms?lang=ko").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
