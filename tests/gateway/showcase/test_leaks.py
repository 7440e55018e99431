"""The whole demo cluster on all public pages: nobody who is not public by its nature is named anywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.assets.models import Asset
from matchmaker.clusters.loading import load_all
from matchmaker.demo import reader, service
from matchmaker.foundation.database import db
from matchmaker.gateway.funnels import daily
from matchmaker.gateway.showcase.checking import PATENT
from matchmaker.opportunities.models import Attachment, Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Contact, Organisation
from tests.client import Client
from tests.conftest import make_app

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
REFERENCE = re.compile(r"SH-[A-Z]+-[A-Z]{2}-\d{8}-\d{3,}")
"""What an offer or need is called by; it says its type, its country and the day of publication."""
PUBLIC_BY_NATURE = frozenset({"public", "cluster"})
"""Types of organisation that are public bodies: the agency and the city stand on public pages by name."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service with the demo cluster and a document that carries a name in its file name."""
    folder: Path = tmp_path_factory.mktemp("demo")
    app = make_app(f"sqlite:///{folder / 'demo.sqlite'}", folder)
    with app.app_context():
        load_all()
        service.load(reader.read(), lambda: None)
        for number, one in enumerate(db.session.scalars(sa.select(Opportunity).limit(20))):
            one.attachments.append(
                Attachment(title=f"Zelkova {number}", tier=0, sha256="0" * 64, size=1, media_type="application/pdf",
                           file_name=f"zelkova-{number}.pdf")
            )  # fmt: skip
        daily.store()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def hidden_words() -> set[str]:
    """Names, domains, addresses, people and file names of everybody who is not public by nature."""
    shown = set(db.session.scalars(sa.select(Asset.operator_en))) | set(
        db.session.scalars(sa.select(Asset.operator_ko))
    )
    found: set[str] = set()
    for one in db.session.scalars(sa.select(Organisation)):
        if one.org_type in PUBLIC_BY_NATURE or one.is_anchor or {one.name_en, one.name_ko} & shown:
            continue
        found |= {
            word for word in (one.name_en, one.name_ko, one.website, one.website_domain, *one.other_names) if word
        }
    found |= {
        word for name, mail in db.session.execute(sa.select(Contact.name, Contact.email)) for word in (name, mail)
    }
    found |= set(db.session.scalars(sa.select(Attachment.file_name))) | {"zelkova"}
    return {word for word in found if len(word) > 2}


def public_pages(app: Flask, client: Client) -> dict[str, str]:
    """Everything in the sitemap, the lists behind it, and the files for robots, in both languages."""
    base = app.config.get("BASE_URL") or app.extensions["config"].base_url
    sitemap = client.get("/sitemap.xml")
    paths = [entry.text.removeprefix(base) for entry in ET.fromstring(sitemap.data).iter(LOCATION)]
    pages = {path: client.get(path).text for path in paths}
    listed = len(pages)
    for number in range(2, 1 + -(-listed // 40)):
        pages[f"/showcase?page={number}"] = client.get(f"/showcase?page={number}").text
    return pages | {"/sitemap.xml": sitemap.text, "/robots.txt": client.get("/robots.txt").text}


@pytest.mark.slow
def test_no_public_page_of_the_demo_cluster_names_anybody(demo):
    client = demo.test_client()
    pages = public_pages(demo, client)
    said = {path: page.casefold() for path, page in pages.items()}
    found = {
        word: [path for path, page in said.items() if word.casefold() in page][:3] for word in sorted(hidden_words())
    }
    assert {word: paths for word, paths in found.items() if paths} == {}
    published = sa.select(sa.func.count()).where(Opportunity.state == OpportunityState.PUBLISHED)
    assert len([path for path in pages if path.startswith("/showcase/")]) == 2 * db.session.scalar(published)
    plain = {path: REFERENCE.sub("", re.sub(r"<[^>]+>", " ", page)) for path, page in pages.items()}
    patents = {path: PATENT.findall(text) for path, text in plain.items() if path.startswith("/showcase")}
    assert {path: numbers for path, numbers in patents.items() if numbers} == {}
