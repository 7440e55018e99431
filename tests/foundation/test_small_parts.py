"""Paging, navigation, names of countries, cleaned texts, marks of htmx."""

import unicodedata
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import SPOKEN, code_choices, code_label, country_choices, country_name, is_known
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import clean_line, clean_text
from matchmaker.foundation.htmx import page_or_part, wants_part
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.navigation import navigation
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.paging import Page, paginate, wanted_page
from matchmaker.foundation.permissions import Role
from tests.client import Client
from tests.factories import make_user

# Paging


def entries(number: int) -> sa.Select[AuditEntry]:
    db.session.add_all(AuditEntry(action=f"test.{n:03}", subject_type="x") for n in range(number))
    db.session.flush()
    return sa.select(AuditEntry).order_by(AuditEntry.action)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("999999", 3),
        ("0", 1),
        ("-1", 1),
        ("x", 1),
        ("", 1),
        ("٣", 1),
        ("9" * 30, 1),
    ],
)
def test_a_list_shows_the_page_asked_for_or_the_nearest(app: Flask, asked: str, number: int) -> None:
    with app.test_request_context("/", query_string={"page": asked}):
        page = paginate(entries(50))

    assert (page.number, page.total, page.pages) == (number, 50, 3)
    assert [row.action for row in page.rows][:1] == [f"test.{(number - 1) * 20:03}"]
    assert len(page.rows) == (10 if number == 3 else 20)


def test_an_empty_list_has_one_page(app: Flask) -> None:
    with app.test_request_context("/?page=7"):
        page = paginate(entries(0))

    assert (list(page.rows), page.number, page.pages, page.total) == ([], 1, 1, 0)


def test_a_page_number_is_put_into_the_address_that_is_shown(app: Flask) -> None:
    with app.test_request_context("/assets?stage=DEMO&page=2&a=1&a=2", environ_overrides={"SCRIPT_NAME": "/gateway"}):
        assert wanted_page() == 2
        assert Page([], 2, 50).url_for_page(3) == "/gateway/assets?stage=DEMO&a=1&a=2&page=3"


@given(total=st.integers(0, 10_000), per_page=st.integers(1, 500))
def test_pages_hold_all_rows_and_none_is_empty(total: int, per_page: int) -> None:
    pages = Page([], 1, total, per_page).pages

    assert (pages - 1) * per_page < max(total, 1) <= max(pages * per_page, 1)


# Navigation


def menu(app: Flask, path: str) -> dict[str, bool]:
    with app.test_request_context(path, headers={"Accept-Language": "en"}):
        return {link.label: link.active for link in navigation()}


def test_one_entry_of_the_menu_is_where_the_reader_is(app: Flask) -> None:
    assert menu(app, "/assets")["Cluster assets"] is True
    assert menu(app, "/assets/carx-gmp")["Cluster assets"] is True
    assert menu(app, "/assetsx")["Cluster assets"] is False
    assert sum(menu(app, "/assets/carx-gmp").values()) == 1


def test_a_visitor_sees_no_entry_of_the_staff(app: Flask, client: Client, sign_in: Callable[[User], Client]) -> None:
    def labels(browser: Client) -> set[str]:
        return {link.get_text() for link in browser.page("/terms").select(".gnb-menu a")}

    assert "Audit log" not in labels(client)
    assert "Audit log" not in labels(sign_in(make_user()))
    assert "Audit log" in labels(sign_in(make_user(Role.MANAGER)))


# Codes


def test_countries_are_named_in_both_languages_with_korea_first(app: Flask) -> None:
    names = {}
    for language in ("ko", "en"):
        with app.test_request_context(), in_language(language):
            choices = country_choices()
            names[language] = (country_name("KR"), country_name("CH"), country_name("JP"), choices[0][0], len(choices))
    assert names["ko"][:4] == ("대한민국", "스위스", "일본", "KR")
    assert names["en"][:4] == ("South Korea", "Switzerland", "Japan", "KR")
    assert names["ko"][4] == names["en"][4] > 240


@pytest.mark.parametrize(
    ("list_name", "code", "known"),
    [
        ("country", "KR", True), ("country", "US", True), ("country", "EU", False), ("country", "ZZ", False),
        ("country", "kr", False), ("country", "", False), ("language", "ko", True), ("language", "xx", False),
        ("area", "CGT", True), ("area", "cgt", False), ("stage", "DEMO", True),
    ],
)  # fmt: skip
def test_a_code_is_known_or_not(list_name: str, code: str, known: bool) -> None:
    assert is_known(list_name, code) is known


def test_codes_have_labels_and_an_old_code_is_shown_as_it_is(app: Flask) -> None:
    with app.test_request_context(), in_language("ko"):
        assert [code_label("stage", "DEMO"), code_label("country", "DE"), code_label("language", "de")] == [
            "실증", "독일", "독일어",
        ]  # fmt: skip
        assert [code_label("stage", "GONE"), code_label("country", "QQ"), code_label("stage", None)] == [
            "GONE",
            "QQ",
            "",
        ]
        stages = [(choice.value, choice.label) for choice in code_choices("stage", optional=True)]
        assert stages[:2] == [("", "–"), ("RESEARCH", "연구")]
        assert [choice.value for choice in code_choices("language")] == list(SPOKEN)
        assert all(choice.label != choice.value for choice in code_choices("language"))


# Texts


@given(st.text())
def test_a_cleaned_text_holds_nothing_invisible_and_is_cleaned_for_good(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c)[0] == "C" and c not in "\n\t"]


@given(st.text())
def test_a_cleaned_line_is_one_line_with_single_spaces(text: str) -> None:
    line = clean_line(text)

    assert clean_line(line) == line
    assert line == " ".join(line.split())
    assert "\n" not in line


@given(st.text(alphabet="가나다abc 0-9", max_size=50))
def test_what_people_write_is_kept(text: str) -> None:
    assert clean_text(text) == text.strip()


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("a\r\nb\rc", "a\nb\nc"), ("\ufeff시흥\u200b바이오", "시흥바이오"), ("\u1109\u1175", "시"), ("a\x00b", "ab"),
        (None, ""), ("\u202eabc", "abc"),
    ],
)  # fmt: skip
def test_texts_from_other_programs_come_in_clean(given_text: str | None, cleaned: str) -> None:
    assert clean_text(given_text) == cleaned


# htmx


@pytest.mark.parametrize(
    ("headers", "part"),
    [({}, False), ({"HX-Request": "true"}, True), ({"HX-Request": "true", "HX-Boosted": "true"}, False)],
)
def test_htmx_gets_the_part_and_everybody_else_the_page(app: Flask, headers: dict[str, str], part: bool) -> None:
    with app.test_request_context(headers=headers):
        assert wants_part() is part
        assert ("<html" in page_or_part("foundation/terms.html", "macros/ui.html")) is not part
