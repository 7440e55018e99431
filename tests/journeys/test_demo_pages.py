"""Every page that the menus of the demo cluster lead to can be read by everybody, in the reader's language."""

from collections.abc import Callable

import pyotp
import pytest

from matchmaker.demo import service as demo
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

LEADS_ON = ".krds-main-menu a, .user-menu a, .account-list a, .f-menu a"
FIRST_OF_EACH = "main .structured-item a, main .queue-list a, main table a"


@pytest.fixture(scope="module")
def gateway(demo_gateway: Gateway) -> Gateway:
    return demo_gateway


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_visitor_reads_every_page(reader: Callable[..., Reader], language: str) -> None:
    walk(reader(language).open("/"))


@pytest.mark.parametrize(("language", "address"), [("ko", demo.FIRM), ("en", demo.PARTNER)])
def test_a_member_reads_every_page(reader: Callable[..., Reader], language: str, address: str) -> None:
    walk(reader(language, address, demo.PASSWORD).sign_in())


def test_the_broker_reads_every_page(reader: Callable[..., Reader]) -> None:
    broker = reader("ko", demo.BROKER, demo.PASSWORD).sign_in()
    walk(broker.fill(code=pyotp.TOTP(demo.BROKER_SECRET).now()).press("Sign in"))


def walk(person: Reader) -> None:
    """Open every page of the menus, and of each the first page that it leads to."""
    menus = addresses(person, LEADS_ON)
    assert len(menus) > 2
    seen = set(menus)
    for path in menus:
        person.open(path)
        further = [one for one in addresses(person, FIRST_OF_EACH) if one.partition("?")[0] not in seen][:1]
        seen.update(one.partition("?")[0] for one in further)
        for one in further:
            person.open(one)


def addresses(person: Reader, selector: str) -> list[str]:
    """Where the links lead within the service, each once."""
    links = person.page.locator(selector).all()
    found = [link.get_attribute("href") or "" for link in links]
    return list(dict.fromkeys(one for one in found if one.startswith("/")))
