"""A visitor's browser in small: opens each request in a context of its own and checks every page it is given."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.foundation.database import db

# Every page of thousands is looked at: to parse it wholly takes longer than the service took to write it.
TAG = re.compile(r"""<!--.*?-->|<(/?[a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE | re.DOTALL)
ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
TITLE = re.compile(r"<title>([^<]*)</title>")
TELLING = frozenset({"html", "h1", "script", "form", "/form", "input"})


class _Tag(NamedTuple):
    """A tag, where it stands in its page, and its attributes."""

    at: int
    name: str
    values: dict[str, str]


class Client(FlaskClient):
    """Test client whose requests share no `g` with the test (signed-in user and language live there)."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if (
            response.mimetype == "text/html"
            and response.status_code != 302
            and "HX-Request" not in dict(kwargs.get("headers") or {})
        ):
            check_page(response)
        return response

    def page(self, url: str, status: int = 200, **kwargs: Any) -> BeautifulSoup:
        """The page at `url`, which must answer with `status`."""
        response = self.get(url, **kwargs)
        assert response.status_code == status, (response.status_code, response.text[:2000])
        return BeautifulSoup(response.data, "html.parser")

    def send(self, url: str, data: dict[str, Any] | None = None, status: int = 302, **kwargs: Any) -> TestResponse:
        """Post a form; `status` 302 for a write that went well."""
        response = self.post(url, data=data or {}, **kwargs)
        assert response.status_code == status, (response.status_code, errors_of(response))
        return response


def check_page(response: TestResponse) -> None:
    """What every page of the service keeps: a language, a title, one h1, unique ids, no inline script or style."""
    page = response.text
    tags = list(_tags(page))
    assert [tag.values.get("lang") in {"ko", "en"} for tag in tags if tag.name == "html"] == [True], page[:200]
    title = TITLE.search(page)
    assert title
    assert title[1].strip()
    assert sum(tag.name == "h1" for tag in tags) == 1, [page[tag.at : tag.at + 80] for tag in tags if tag.name == "h1"]
    ids = [tag.values["id"] for tag in tags if "id" in tag.values]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not [tag for tag in tags if "style" in tag.values]
    assert not [tag for tag in tags if tag.name == "script" and not (tag.values.get("src") or _is_data(tag))]
    posting = None
    for tag in tags:
        if tag.name == "form" and str(tag.values.get("method")).lower() == "post":
            posting = tag
        elif tag.name == "input" and tag.values.get("name") == "csrf_token":
            posting = None
        assert posting is None or tag.name != "/form", page[posting.at : posting.at + 300]
    assert posting is None


def _is_data(script: _Tag) -> bool:
    return script.values.get("type") == "application/ld+json"


def _tags(page: str) -> Iterator[_Tag]:
    """The tags of a page that matter to `check_page`, in order."""
    for found in TAG.finditer(page):
        if found[1] is None:
            continue
        name, written, lower = found[1].lower(), found[2], found[2].lower()
        if name in TELLING or "id" in lower or "style" in lower:
            values = {key.lower(): value.strip("\"'") for key, value in ATTRIBUTE.findall(written)}
            yield _Tag(found.start(), name, values)


def errors_of(response: TestResponse) -> str:
    """The words that a refused form shows, for the message of a failing test."""
    soup = BeautifulSoup(response.data, "html.parser")
    main = soup.find("main")
    return " ".join((main or soup).get_text(" ", strip=True).split())[:1500]
