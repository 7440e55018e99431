"""What search engines and other sites read of a public page: address, languages, description, structured data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from matchmaker.foundation.i18n import LOCALES, locale
from matchmaker.gateway.face.structured import Thing, script

DESCRIPTION_MAX = 160


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a public page. `alternates` are pairs of language and address."""

    title: str
    description: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    structured: Markup


def public_url(endpoint: str, *, language: str | None = None, **values: Any) -> str:
    """The address of a public page as the world knows it; in `language`, or in that of whoever opens it."""
    base: str = current_app.extensions["config"].base_url
    wanted = values | ({"lang": language} if language else {})
    return base.rstrip("/") + url_for(endpoint, **wanted)


def head(endpoint: str, title: str, description: str, things: Sequence[Thing] = (), **values: Any) -> Head:
    """The head of the page at `endpoint`; `things` are structured data (schema.org)."""
    alternates = [(code, public_url(endpoint, language=code, **values)) for code in LOCALES]
    return Head(
        title, _short(description), public_url(endpoint, language=locale(), **values),
        (*alternates, ("x-default", public_url(endpoint, **values))), script(things),
    )  # fmt: skip


def _short(text: str) -> str:
    """`text` cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= DESCRIPTION_MAX else text[:DESCRIPTION_MAX].rsplit(" ", 1)[0] + "…"
