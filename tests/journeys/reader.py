"""A person in front of a browser, who reads every page that comes and finds it usable."""

import os
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Literal, Self

import pyotp
from playwright.sync_api import Locator, Page, expect

from config import ROOT
from tests.journeys.gateway import PASSWORD, Gateway

HEIGHT = 900
PICTURES = os.environ.get("MATCHMAKER_JOURNEY_PICTURES")
"""Folder for a picture of every page at both widths, for people who want to look at them."""
_numbers = count(1)
_seen: set[str] = set()

GRAVE_FINDINGS = """
async without => (await axe.run(document, {
    resultTypes: ['violations'],
    preload: false,
    rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
  })).violations
  .filter(found => ['serious', 'critical'].includes(found.impact))
  .map(found => found.id + ': ' + found.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | '))
"""
NARROW, WIDE = 360, 1440
LEFT_OUT = {NARROW: ["color-contrast"], WIDE: []}
"""Rules left out at a width: colours are the same at both, and to compare them takes longest."""

PARTS = """
() => {
  const chains = new Map([[null, '']])
  for (const one of document.querySelectorAll('*')) {
    const said = [...one.attributes].map(({name, value}) => /^(class|role|type)$/.test(name) ? name + value : name)
    const state = [one.localName, ...said.sort(), one.labels?.length, one.textContent.trim() !== '']
    chains.set(one, chains.get(one.parentElement) + '>' + state.join(' '))
  }
  return [...new Set(chains.values())]
}
"""
"""What a page is made of: its kinds of elements, each with all that it stands in."""

TOO_WIDE = """
() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  return [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > room)
    .map(one => one.outerHTML.slice(0, 80))
}
"""


@cache
def axe() -> str:
    """The source of axe-core."""
    return (ROOT / "static" / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")


def check_accessible(page: Page) -> None:
    """No serious or critical finding of axe-core and no sideways scrolling, at both widths.

    A page of which axe-core has seen every part on other pages, in the same surroundings, is only measured.
    """
    parts = set(page.evaluate(PARTS)) - _seen
    if parts:
        page.evaluate(axe())
    number = next(_numbers)
    for width, left_out in LEFT_OUT.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        grave = page.evaluate(GRAVE_FINDINGS, left_out) if parts else []
        too_wide = page.evaluate(TOO_WIDE)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{number:03}-{width}.png", full_page=True)
        assert (grave, too_wide) == ([], []), (page.url, width, grave, too_wide)
    _seen.update(parts)


@dataclass(slots=True)
class Reader:
    """Somebody who reads `language`; `address` is the e-mail address of the account.

    Words of the service are given in English and looked for as the reader reads them. `inspects`: whether every page
    is checked; that needs scripts.
    """

    page: Page
    gateway: Gateway
    language: str
    address: str = ""
    password: str = PASSWORD
    inspects: bool = True

    def open(self, path: str) -> Self:
        """Open an address of the service."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self.look()

    def words(self, sentence: str, **facts: object) -> str:
        """A sentence of the service in the reader's language."""
        return self.gateway.words(sentence, self.language, **facts)

    def label(self, list_name: str, code: str) -> str:
        """What a code of a list is called in the reader's language."""
        return self.gateway.label(list_name, code, self.language)

    def follow(self, words: str, *, within: str = "main") -> Self:
        """Follow the link with these words."""
        link = self.page.locator(within).get_by_role("link", name=self.words(words), exact=True)
        return self.follow_link(link.first)

    def follow_title(self, title: str) -> Self:
        """Follow the link that bears somebody's own words."""
        return self.follow_link(self.page.locator("main").get_by_role("link", name=title, exact=True).first)

    def menu(self, path: str) -> Self:
        """Follow the entry of the main menu that leads to `path`; some entries are folded away."""
        link = self.page.locator(f'a[href="{path}"]')
        entry = self.page.locator(".krds-main-menu").locator(link)
        if not entry.is_visible():
            self.page.locator(".krds-main-menu .more-menu").filter(has=link).locator("summary").click()
        return self.follow_link(entry)

    def press(self, words: str, **facts: object) -> Self:
        """Press the button with these words."""
        said = self.words(words, **facts)
        return self.follow_link(self.page.locator("main").get_by_role("button", name=said, exact=True).first)

    def unfold(self, words: str) -> Self:
        """Open what is folded away under these words."""
        self.page.locator("main summary").get_by_text(self.words(words), exact=True).first.click()
        return self

    def press_and_confirm(self, words: str) -> Self:
        """Press a button that asks first, and say yes."""
        self.unfold(words)
        return self.follow_link(self.page.locator("#confirm-dialog [data-answer=yes]"))

    def follow_link(self, target: Locator) -> Self:
        """Click what leads to another page, and look at that."""
        with self.page.expect_navigation():
            target.click()
        return self.look()

    def fill(self, **values: str | Literal[True] | list[str]) -> Self:
        """Fill in form fields by name: `__` stands for a hyphen; True ticks, a list ticks these values."""
        for name, value in values.items():
            self._fill(name.replace("__", "-"), value)
        return self

    def _fill(self, name: str, value: str | Literal[True] | list[str]) -> None:
        fields = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
        kind = fields.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            self._tick(name, ["y"] if value is True else [value] if isinstance(value, str) else value)
        elif fields.first.evaluate("field => field.localName") == "select":
            fields.select_option(value if isinstance(value, list) else str(value))
        else:
            fields.fill(str(value))

    def _tick(self, name: str, wanted: list[str]) -> None:
        """Tick what is wanted and nothing else, by a click on the label as people do: the box is drawn by it."""
        ticked = self.page.locator(f'main [name="{name}"]:checked')
        before = {str(box.get_attribute("value")) for box in ticked.all()}
        is_radio = self.page.locator(f'main [name="{name}"]').first.get_attribute("type") == "radio"
        for value in set(wanted) - before if is_radio else set(wanted) ^ before:
            box = self.page.locator(f'main [name="{name}"][value="{value}"]')
            self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    def reads(self, sentence: str, **facts: object) -> Self:
        """The service says this sentence."""
        return self.sees(self.words(sentence, **facts))

    def sees(self, *texts: str) -> Self:
        """These texts stand on the page."""
        for one in texts:
            expect(self.page.locator("body")).to_contain_text(one)
        return self

    def sees_nothing_of(self, *texts: str) -> Self:
        """None of these texts stands anywhere in what the service sent."""
        sent = self.page.content()
        assert [one for one in texts if one in sent] == [], self.page.url
        return self

    def look(self) -> Self:
        """The page has come, in the reader's language, and can be used by everybody."""
        self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") == self.language, self.page.url
        if self.inspects:
            check_accessible(self.page)
        return self

    def sign_in(self) -> Self:
        """Sign in with address and password."""
        return self.open("/sign-in").fill(email=self.address, password=self.password).press("Sign in")

    def set_up_second_factor(self) -> Self:
        """Type the secret into an app, and its first code into the page."""
        secret = self.page.locator("main code").inner_text().replace(" ", "")
        return self.fill(code=pyotp.TOTP(secret).now()).press("Switch on").follow("I have kept the codes")
