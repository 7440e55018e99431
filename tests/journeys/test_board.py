"""Cards of the pipeline are dragged with the mouse, and moved by their menu with the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState as S
from tests.desk.scenes import make_pair
from tests.factories import make_organisation
from tests.journeys.gateway import PASSWORD, Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

BROKER = "board@agency.example"


def state_of(gateway: Gateway, number: int) -> S:
    with gateway.app.app_context():
        return db.session.get_one(Introduction, number).state


def test_a_card_is_dragged_into_a_column_that_takes_it_and_nowhere_else(
    gateway: Gateway, reader: Callable[..., Reader]
) -> None:
    gateway.make_person(BROKER, "보드 담당", Role.BROKER, "en")
    with gateway.app.app_context(), transaction():
        pair = make_pair(
            from_=make_organisation(name_en="Dragged Bio"), to=make_organisation(country="US", name_en="Dropped Inc")
        )
        number = pair.id
    broker = reader("en", BROKER, PASSWORD).sign_in().set_up_second_factor()
    page = broker.open("/desk/board").page
    card = page.locator("[data-card]", has_text="Dragged Bio")

    def column(stage: str):
        return page.locator(f'.board-column[data-stage="{stage}"]')

    card.drag_to(column("review"))
    expect(column("review").locator("[data-card]")).to_contain_text("Dragged Bio")
    assert state_of(gateway, number) is S.BROKER_REVIEW

    card.drag_to(column("submitted"))
    expect(page.get_by_role("alert")).to_contain_text("cannot be moved there")
    assert state_of(gateway, number) is S.BROKER_REVIEW

    broker.open("/desk/board")
    card.drag_to(column("need_info"))  # what goes back needs words: the drop leads to its form
    expect(page).to_have_url(re.compile("act=return"))
    assert state_of(gateway, number) is S.BROKER_REVIEW

    broker.open("/desk/board")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    card.locator("form[data-target=forwarded] button").focus()
    page.keyboard.press("Enter")
    expect(column("forwarded").locator("[data-card]")).to_contain_text("Dragged Bio")
    assert state_of(gateway, number) is S.FORWARDED
