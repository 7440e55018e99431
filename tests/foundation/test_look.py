"""The shared macros and the layout, as a reader's browser gets them."""

from types import SimpleNamespace
from typing import Any

import pytest
import wtforms
from bs4 import BeautifulSoup
from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired, Length

from matchmaker.foundation.cli import extract, po_file, read_catalogue
from tests.client import Client


class Sample(wtforms.Form):
    """One field of each kind that needs its own mark-up."""

    title = wtforms.StringField("Title", [DataRequired()], description="Short.")
    summary = wtforms.TextAreaField("Summary", [Length(max=10)])
    areas = wtforms.SelectMultipleField("Areas", choices={"a": "Antibodies", "c": "Cells"})
    grouped = wtforms.SelectMultipleField("Marks", choices={"Quality": {"gmp": "GMP"}, "Research": {"glp": "GLP"}})
    kind = wtforms.RadioField("Kind", choices={"offer": "Offer", "need": "Need"})
    agreed = wtforms.BooleanField("Agreed", [DataRequired()])
    secret = wtforms.HiddenField(default="kept")


def draw(app: Flask, file: str, macro: str, *arguments: object, **options: object) -> BeautifulSoup:
    with app.test_request_context("/?lang=en"):
        html: Any = get_template_attribute(f"macros/{file}.html", macro)(*arguments, **options)
    return BeautifulSoup(str(html), "html.parser")


def sample(**data: str) -> Sample:
    form = Sample(MultiDict(data))
    form.validate()
    return form


def test_a_control_is_tied_to_its_label_hint_and_error(app: Flask) -> None:
    page = draw(app, "forms", "field", sample().title)

    control = page.find("input")
    assert control["aria-describedby"].split() == ["title-hint", "title-error"]
    assert control["aria-invalid"] == "true"
    assert page.find("label")["for"] == control["id"]
    assert {page.find(id=name).name for name in control["aria-describedby"].split()} == {"p", "div"}


def test_a_text_area_counts_its_characters(app: Flask) -> None:
    page = draw(app, "forms", "field", sample(summary="가나다").summary)

    assert page.find(attrs={"data-counter-for": "summary"}).get_text(strip=True).endswith("3/10")
    assert page.find("textarea")["aria-describedby"] == "summary-count"


@pytest.mark.parametrize(("name", "kind"), [("areas", "checkbox"), ("kind", "radio")])
def test_several_choices_become_a_fieldset_with_the_chosen_one_checked(app: Flask, name: str, kind: str) -> None:
    chosen = {"areas": "c", "kind": "need"}[name]
    page = draw(app, "forms", "field", sample(**{name: chosen})[name])

    assert page.find("fieldset").find("legend")
    boxes = page.find_all("input", type=kind)
    assert [(box["value"], box.has_attr("checked")) for box in boxes][1] == (chosen, True)
    assert [label["for"] for label in page.find_all("label")] == [box["id"] for box in boxes]


def test_grouped_choices_are_named_by_their_group(app: Flask) -> None:
    page = draw(app, "forms", "field", sample(grouped="glp").grouped)

    groups = {
        page.find(id=group["aria-labelledby"]).get_text(): group for group in page.find_all(attrs={"role": "group"})
    }
    assert {name: group.find("input")["id"] for name, group in groups.items()} == {
        "Quality": "grouped-0",
        "Research": "grouped-1",
    }
    assert page.find("input", checked=True)["value"] == "glp"


def test_every_error_is_linked_from_the_summary(app: Flask) -> None:
    page = draw(app, "forms", "error_summary", sample(kind="offer"))

    assert [link["href"] for link in page.find_all("a")] == ["#title", "#agreed"]


def test_hidden_fields_travel_with_the_token(app: Flask) -> None:
    page = draw(app, "forms", "csrf", sample(secret="kept"))

    assert [field["name"] for field in page.find_all("input", type="hidden")] == ["csrf_token", "secret"]


def test_a_grave_button_asks_first(app: Flask) -> None:
    page = draw(app, "forms", "post_button", "/withdraw", "Withdraw", confirm="Withdraw it?", fields={"version": 3})

    assert page.form["method"] == "post"
    assert page.find("details").find("button", type="submit")
    assert page.find("input", attrs={"name": "version"})["value"] == "3"


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, []),
        (1, 3, [1, 2, 3]),
        (1, 12, [1, 2, 3, 4, 5, 12]),
        (7, 12, [1, 5, 6, 7, 8, 9, 12]),
        (12, 12, [1, 8, 9, 10, 11, 12]),
    ],
)
def test_pagination_shows_the_ends_and_the_neighbours(app: Flask, number: int, pages: int, shown: list[int]) -> None:
    page = SimpleNamespace(number=number, pages=pages, total=pages * 20, url_for_page=lambda n: f"/?page={n}")
    links = draw(app, "ui", "pagination", page).select(".page-links .page-link:not(.link-dot)")

    assert [int(link.find(string=True, recursive=False)) for link in links] == shown


def test_a_value_that_is_not_given_says_so(app: Flask) -> None:
    page = draw(app, "ui", "definition", [("Site", None), ("Areas", ["a", "b"]), ("Name", "<b>")])

    assert [dd.get_text("|", strip=True) for dd in page.find_all("dd")][1:] == ["a|b", "<b>"]
    assert page.find("dd").find(class_="muted")


@pytest.mark.parametrize("url", ["/terms", "/privacy"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_documents_open_in_both_languages(client: Client, url: str, language: str) -> None:
    page = client.page(f"{url}?lang={language}", follow_redirects=True)

    assert page.html is not None
    assert page.html["lang"] == language


def test_an_unknown_address_is_answered_in_the_look_of_the_site(client: Client) -> None:
    page = client.page("/no-such-page", status=404)

    assert page.find(id="krds-header")
    assert page.find("main").find("a", class_="primary")


def test_every_sentence_of_the_ground_is_in_korean() -> None:
    korean = read_catalogue(po_file("foundation"))

    assert [m.id for m in extract("foundation") if m.id and not (korean.get(m.id) and korean[m.id].string)] == []
