"""A person without a mouse gets everywhere, and always sees where they are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from matchmaker.demo import service as demo
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

MOST_STEPS = 150
IS_REACHED = "wanted => document.activeElement.matches(wanted)"
IS_SEEN = """
() => {
  const at = document.activeElement, box = at.getBoundingClientRect()
  const marked = [at, ...(at.labels ?? [])].some(one => ['', '::before', '::after'].some(part => {
    const look = getComputedStyle(one, part || null)
    return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none'
  }))
  const visible = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
  return marked && visible ? '' : `marked ${marked}, visible ${visible}: ${at.outerHTML.slice(0, 200)}`
}
"""


@pytest.fixture(scope="module")
def gateway(demo_gateway: Gateway) -> Gateway:
    return demo_gateway


def test_the_first_key_leads_to_the_content(reader: Callable[..., Reader]) -> None:
    page = reader("en").open("/").page
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_interest_is_expressed_with_the_keyboard_alone(reader: Callable[..., Reader]) -> None:
    person = reader("en", demo.PARTNER, demo.PASSWORD).open("/")
    page = person.page
    go(page, '.account-list a[href="/sign-in"]')
    write(page, "[name=email]", demo.PARTNER)
    write(page, "[name=password]", demo.PASSWORD)
    leave(page)
    go(page, '.krds-main-menu a[href="/suggestions"]')
    go(page, "#results .structured-item a")
    go(page, 'main a[href*="/introductions/new/"]')
    for field in ("from_opportunity", "to_opportunity"):
        reach(page, f"[name={field}]")
        page.keyboard.press("ArrowDown")
    write(page, "[name=message]", "We read that you look for what we make.")
    go(page, "[name=send]")
    person.sees(person.label("introduction_state", "submitted"))


def reach(page: Page, wanted: str) -> None:
    """Press Tab until the wanted thing has the focus; wherever the focus is meanwhile, it is seen."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(IS_SEEN) == "", page.url
        if page.evaluate(IS_REACHED, wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached on {page.url}")


def go(page: Page, wanted: str) -> None:
    """Reach it and press Enter."""
    reach(page, wanted)
    leave(page)


def leave(page: Page) -> None:
    """Press Enter, which leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, wanted: str, text: str) -> None:
    """Reach a field and type into it."""
    reach(page, wanted)
    page.keyboard.type(text)
