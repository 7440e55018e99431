"""Structured data of public pages, in the words of schema.org (JSON-LD).

A script element of this type is data and never run, so the content security policy lets it stand in a page
(HTML, 4.12.1: a data block). It carries public facts only.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

Thing = dict[str, Any]
CONTEXT = "https://schema.org"
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script(things: Sequence[Thing]) -> Markup:
    """The element that carries `things`; empty for none. Nothing in it can end the element."""
    if not things:
        return Markup()
    text = json.dumps({"@context": CONTEXT, "@graph": list(things)}, ensure_ascii=False).translate(_ESCAPED)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 - escaped above


def breadcrumbs(items: Sequence[tuple[str, str]]) -> Thing:
    """The way from the front page: pairs of name and address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(items, 1)
        ],
    }


def agency(name: str, url: str) -> Thing:
    """The agency that runs the service."""
    return {
        "@type": "GovernmentOrganization", "@id": f"{url}#agency", "name": name, "url": url,
        "address": {"@type": "PostalAddress", "addressLocality": "Siheung", "addressRegion": "Gyeonggi-do",
                    "addressCountry": "KR"},
    }  # fmt: skip


def website(name: str, url: str, languages: Sequence[str]) -> Thing:
    """The service itself."""
    return {
        "@type": "WebSite", "@id": f"{url}#site", "name": name, "url": url, "inLanguage": list(languages),
        "publisher": {"@id": f"{url}#agency"},
    }  # fmt: skip


def place(kind: str, name: str, url: str, description: str, **more: object) -> Thing:
    """A place or an organisation of schema.org's type `kind`; what is empty in `more` is left out."""
    thing: Thing = {"@type": kind, "name": name, "url": url}
    if description:
        thing["description"] = description
    return thing | {key: value for key, value in more.items() if value}
