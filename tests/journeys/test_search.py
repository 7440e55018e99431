"""Somebody types what they look for, and reads the answer while typing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from matchmaker.demo import service as demo
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

RESULTS = "#results .structured-item"


@pytest.fixture(scope="module")
def gateway(demo_gateway: Gateway) -> Gateway:
    return demo_gateway


def type_slowly(page: Page, text: str) -> None:
    page.locator("main [name=q]").press_sequentially(text, delay=30)


@pytest.mark.parametrize(
    ("language", "who", "words"), [("ko", demo.FIRM, "cell therapy"), ("en", demo.PARTNER, "세포치료제")]
)
def test_answers_come_while_typing_and_stay_in_the_address(
    reader: Callable[..., Reader], language: str, who: str, words: str
) -> None:
    person = reader(language, who, demo.PASSWORD).sign_in().menu("/search")
    page = person.page
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/search?" in sent.url else None)

    type_slowly(page, words)
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.locator("main [name=q]")).to_be_focused()
    expect(page.locator("#live")).to_have_text(page.locator("#results-title").inner_text())
    assert len(asked) < len(words)
    person.look()

    first = page.locator(f"{RESULTS} h3 a").first
    title = first.inner_text()
    with page.expect_navigation():
        first.click()
    page.go_back()
    expect(page.locator("main [name=q]")).to_have_value(words)
    assert page.locator(f"{RESULTS} h3 a").first.inner_text() == title


def test_the_keyboard_alone_leads_to_a_result_and_back(reader: Callable[..., Reader]) -> None:
    page = reader("en", demo.PARTNER, demo.PASSWORD).sign_in().open("/search").page
    field = page.locator("main [name=q]")
    field.focus()
    page.keyboard.type("bioreactor")
    expect(page.locator(RESULTS).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{RESULTS} a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_nothing_found_is_said_and_what_to_do(reader: Callable[..., Reader]) -> None:
    person = reader("ko", demo.FIRM, demo.PASSWORD).sign_in().open("/search")
    type_slowly(person.page, "qqqqxz")
    expect(person.page.locator("#results .empty")).to_be_visible()
    person.reads("Nothing found").look()


def test_the_search_works_without_scripts(reader: Callable[..., Reader]) -> None:
    person = reader("en", demo.PARTNER, demo.PASSWORD, javascript=False).sign_in().menu("/search")
    person.fill(q="세포치료제").press("Search")
    assert person.page.locator(RESULTS).count() == 10
    assert "/search?q=" in person.page.url
    person.follow("Show more results")
    assert person.page.locator(RESULTS).count() > 10
