"""Two settings of the engine are compared by a broker who does not know whose suggestion is whose."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from matchmaker.foundation.permissions import Role
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

BUTTON = "button[name=verdict]"


@pytest.fixture(scope="module")
def gateway(demo_gateway: Gateway) -> Gateway:
    return demo_gateway


def arrive(reader: Callable[..., Reader], gateway: Gateway, language: str, *, javascript: bool = True) -> Reader:
    """A new broker, signed in."""
    address = f"judge-{language}-{javascript}@gateway.example".lower()
    gateway.make_person(address, "한평가", Role.BROKER, language)
    return reader(language, address, javascript=javascript).sign_in().set_up_second_factor()


def start(broker: Reader) -> Reader:
    """Start the smallest comparison; its lists are there at once."""
    broker.menu("/staff/trials").follow("Start a comparison")
    broker.fill(variant_b="current").press("Start").reads("Choose two different settings.")
    return broker.fill(variant_b="no_codes", organisations="5", length="5").press("Start").follow("Start judging")


def test_a_broker_judges_with_four_keys_and_reads_the_result(reader: Callable[..., Reader], gateway: Gateway) -> None:
    broker = start(arrive(reader, gateway, "ko"))
    page = broker.page
    first = page.url
    press(broker, "1")
    broker.look().follow("Back to the pair before").reads("(your judgement so far)")
    assert page.url == first
    press(broker, "3")

    page.locator("label[for=keys-switch]").click()
    page.keyboard.press("1")
    expect(page.locator(BUTTON)).to_have_count(4)
    page.locator("label[for=keys-switch]").click()

    while page.locator(BUTTON).count():
        press(broker, "2")
    broker.look().reads(
        "Every pair has been judged. The comparison can be closed, or more colleagues can judge it first."
    )
    broker.press_and_confirm("Close and show the result")
    broker.reads("What was judged").sees(broker.words("Without codes, texts only"))
    with page.expect_download() as download:
        page.get_by_role("button", name=broker.words("Download the judgements")).click()
    assert download.value.suggested_filename.startswith("comparison-")


def test_a_pair_is_judged_without_scripts(reader: Callable[..., Reader], gateway: Gateway) -> None:
    broker = start(arrive(reader, gateway, "en", javascript=False))
    expect(broker.page.locator("[data-keys-switch]")).to_be_hidden()
    broker.follow_link(broker.page.locator(BUTTON).nth(1))
    broker.reads("You have judged %(judged)s of %(pairs)s pairs.", judged=1, pairs=25)


def press(broker: Reader, key: str) -> None:
    """Press a key, which leads to the next page."""
    with broker.page.expect_navigation():
        broker.page.keyboard.press(key)
    broker.page.wait_for_load_state()
