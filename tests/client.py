"""A visitor's browser in small: opens each request in a context of its own and checks every page it is given."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.foundation.database import db


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
    soup = BeautifulSoup(response.data, "html.parser")
    assert soup.html is not None, response.text[:200]
    assert soup.html.get("lang") in {"ko", "en"}
    assert soup.title
    assert soup.title.get_text(strip=True)
    assert len(soup.find_all("h1")) == 1, [h.get_text() for h in soup.find_all("h1")]
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not soup.find_all(style=True)
    assert not [s for s in soup.find_all("script", type=lambda t: t != "application/ld+json") if not s.get("src")]
    for form in soup.find_all("form", method=lambda m: (m or "").lower() == "post"):
        assert form.find("input", attrs={"name": "csrf_token"}), str(form)[:300]


def errors_of(response: TestResponse) -> str:
    """The words that a refused form shows, for the message of a failing test."""
    soup = BeautifulSoup(response.data, "html.parser")
    main = soup.find("main")
    return " ".join((main or soup).get_text(" ", strip=True).split())[:1500]
