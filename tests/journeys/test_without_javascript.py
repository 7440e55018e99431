"""Everything works in a browser that runs no scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from matchmaker.demo import service as demo
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def gateway(demo_gateway: Gateway) -> Gateway:
    return demo_gateway


@pytest.fixture
def partner(reader: Callable[..., Reader]) -> Reader:
    return reader("en", demo.PARTNER, demo.PASSWORD, javascript=False).sign_in()


def test_suggestions_are_filtered_saved_and_dismissed(partner: Reader) -> None:
    partner.menu("/suggestions")
    everything, title = cards(partner), first_title(partner)
    partner.follow("Does not suit").fill(reason="not_now", words="Next year perhaps.").press("Dismiss")
    partner.open("/suggestions?tab=dismissed").sees(title, partner.label("dismiss_reason", "not_now"))

    partner.open("/suggestions").unfold("More filters").fill(area="CGT").press("Apply")
    assert "area=CGT" in partner.page.url
    assert 0 < cards(partner) <= everything
    title = first_title(partner)
    partner.press("Save").reads("The suggestion has been saved.")
    assert "area=CGT" in partner.page.url
    partner.open("/suggestions?tab=saved").sees(title)


def test_another_language_stays_on_the_page(partner: Reader) -> None:
    partner.open("/suggestions?area=CGT")
    found = cards(partner)
    partner.language = "ko"
    partner.follow_link(partner.page.locator(".header-tools [lang=ko]"))
    assert partner.page.url.endswith("/suggestions?area=CGT")
    assert cards(partner) == found


def test_rows_are_added_and_a_deed_is_confirmed_on_the_page(partner: Reader) -> None:
    partner.menu("/opportunities")
    partner.follow_title(first_title(partner)).follow("Edit")
    path = partner.page.url.replace("/edit/what", "/edit/partner").removeprefix(partner.gateway.url)
    rows = partner.open(path).page.locator("[name$=-note]")
    before = rows.count()
    partner.fill(add_field="employees").press("Add a requirement")
    expect(rows).to_have_count(before + 1)
    partner.page.locator(f'[name="requirements-{before}-figure"]').fill("25")
    partner.page.locator(f'[name="requirements-{before}-note"]').fill("Enough people to run two lines.")
    partner.press("Save and close").sees("Enough people to run two lines.")
    partner.unfold("Withdraw the publication").press("Withdraw the publication")
    partner.sees(partner.label("opportunity_state", "withdrawn"))


def cards(person: Reader) -> int:
    """How many are listed."""
    return person.page.locator("#results .structured-item").count()


def first_title(person: Reader) -> str:
    """What the first card is called."""
    return person.page.locator("#results .structured-item a").first.inner_text().strip()
