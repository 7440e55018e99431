"""How long a search takes while somebody types: the whole request, in process, on a real SQLite database.

    python -m benchmarks.search_latency FOLDER --listings 100000

The first run fills FOLDER with generated listings and their index (no encoder: a search reads words), later runs of the
same size use it. Queries are what people type: terms of the glossary in four languages, sent letter by letter as the
page sends them, whoever searches being a member or staff. Other words are asked for first: what is timed is a service
that somebody has searched before.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.listings import generated
from config import Config
from matchmaker.accounts.models import User
from matchmaker.app import create_app
from matchmaker.foundation.database import Base, db, now, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.matching import Kind, Listing, MatchIndex, Side
from matchmaker.opportunities.models import Opportunity, OpportunityText
from matchmaker.organisations.models import Contact, Membership, Organisation, OrganisationText
from matchmaker.suggestions import indexes
from matchmaker.suggestions.models import IndexBuild
from matchmaker.suggestions.searching.warming import warm_up
from matchmaker.vocabulary import vocabulary

TYPED = 200
"""Requests that are timed for each kind of reader."""

_SEED = 20261122
_AT_ONCE = 500
_LANGUAGES = ("en", "ko", "ja", "de")
_PLACES = {Side.DOMESTIC: ("KR", "SIHEUNG"), Side.OVERSEAS: ("US", "BOSTON")}


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill the folder if need be, type, and print the percentiles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--listings", type=int, default=10_000)
    chosen = parser.parse_args(arguments)
    folder = chosen.folder / str(chosen.listings)
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(Config(instance=folder, encoder="none", limits_enabled=False))
    with app.app_context():
        readers = filled(chosen.listings)
    start = time.perf_counter()
    warm_up(app)
    sys.stdout.write(f"warm after {time.perf_counter() - start:.1f} s\n")
    for url, user_id in readers.items():
        client = _signed_in(app, user_id)
        timed(client, url, typed(TYPED, seed=_SEED + 1))
        sys.stdout.write(line_of(url, timed(client, url, typed(TYPED))) + "\n")


def timed(client: FlaskClient, url: str, texts: Iterable[str]) -> np.ndarray:
    """Requests x 2: milliseconds of each by the clock, and of the processor (what a busy machine does not lengthen).

    Asked as by a page that swaps the answer in. Raises RuntimeError for a request that failed.
    """
    found = []
    for text in texts:
        start, busy = time.perf_counter(), time.process_time()
        answer = client.get(url, query_string={"q": text}, headers={"HX-Request": "true"})
        found.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - busy)))
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code} for {text!r}")
    return np.array(found)


def line_of(url: str, milliseconds: np.ndarray) -> str:
    """The lines of the table for one page."""
    lines = []
    for name, column in zip(("clock", "processor"), milliseconds.T, strict=True):
        p50, p95, p99 = np.percentile(column, [50, 95, 99])
        lines.append(
            f"{url:<14} {name:<9}  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  max {column.max():6.1f} ms"
        )
    return "\n".join(lines)


def typed(count: int, seed: int = _SEED) -> list[str]:
    """What `count` requests ask: one or two terms as they grow, three letters at a time."""
    source = random.Random(seed)  # noqa: S311 - the same queries each time
    concepts = [concept for concept in vocabulary().glossary if concept.core]
    texts: list[str] = []
    while len(texts) < count:
        language = source.choice(_LANGUAGES)
        words = [one.preferred(language) for one in source.sample(concepts, source.choice((1, 2)))]
        whole = " ".join(words)
        texts.extend(whole[:end] for end in (*range(3, len(whole), 3), len(whole)))
    return texts[:count]


def filled(count: int) -> dict[str, str]:
    """The database and the index of `count` listings, made unless they are there; who reads which page."""
    db.create_all()
    if indexes.latest() is None:
        listings = list(_numbered(generated(count)))
        with transaction():
            for rows in _batches(_rows(listings)):
                db.session.add_all(rows)
                db.session.flush()
                db.session.expunge_all()
            db.session.add_all(_people(listings))
        index = MatchIndex.build(listings, vocabulary=vocabulary(), on=now().date())
        indexes.save(index, "benchmark")
        with transaction():
            db.session.add(_build(index, len(listings)))
    people = {user.role: user.get_id() for user in db.session.scalars(sa.select(User))}
    return {"/search": people[Role.MEMBER], "/staff/search": people[Role.BROKER]}


def _numbered(listings: Iterable[Listing]) -> Iterator[Listing]:
    """The same listings with ids as the database gives them."""
    opportunity = 0
    for number, (_name, group) in enumerate(groupby(listings, key=lambda one: one.organisation), 1):
        for one in group:
            opportunity += one.kind is Kind.OPPORTUNITY
            name = f"opp-{opportunity}" if one.kind is Kind.OPPORTUNITY else f"org-{number}"
            yield replace(one, id=name, organisation=str(number))


def _rows(listings: Iterable[Listing]) -> Iterator[Base]:
    for organisation, group in groupby(listings, key=lambda one: one.organisation):
        own = list(group)
        profile = next((one for one in own if one.kind is Kind.ORGANISATION), own[0])
        yield from _organisation(int(organisation), profile)
        yield from (row for one in own if one.kind is Kind.OPPORTUNITY for row in _opportunity(one))


def _organisation(number: int, listing: Listing) -> Iterator[Base]:
    """Every second one shows its name."""
    country, cluster = _PLACES[listing.side]
    names = [passage.text for passage in listing.texts.get("names", ())] or [f"Organisation {number}"]
    yield Organisation(
        id=number, name_en=names[0][:200], other_names=names[1:], country=country, cluster=cluster, org_type="sme",
        state="approved", anonymity_tier=number % 2, version=1,
    )  # fmt: skip
    yield Contact(organisation_id=number, name=f"Person {number}", is_primary=True)
    for language, texts in _by_language(listing, {"summary": "summary", "profile": "description"}).items():
        yield OrganisationText(organisation_id=number, language=language, **texts)


def _opportunity(listing: Listing) -> Iterator[Base]:
    number, owner = int(listing.id.removeprefix("opp-")), int(listing.organisation)
    published = now()
    yield Opportunity(
        id=number, organisation_id=owner, profile_type="TO", gateway="outbound", state="published", version=1,
        reference=f"SH-{number}", published_at=published, anonymity_tier=owner % 2,
        expires_at=published.replace(year=published.year + 5),
    )  # fmt: skip
    fields = {name: name for name in ("title", "summary", "offer", "need")} | {"profile": "description"}
    for language, texts in _by_language(listing, fields).items():
        yield OpportunityText(opportunity_id=number, language=language, **texts)


_LIMITS = {"title": 256, "summary": 500, "offer": 2000, "need": 2000, "description": 4000}


def _by_language(listing: Listing, fields: dict[str, str]) -> dict[str, dict[str, str]]:
    """Columns by language: what the listing says, within the limits of the tables."""
    found: dict[str, dict[str, str]] = {}
    for field, column in fields.items():
        for passage in listing.texts.get(field, ()):
            texts = found.setdefault(passage.lang or "en", {})
            texts[column] = f"{texts.get(column, '')} {passage.text}".strip()[: _LIMITS[column]]
    return found


def _people(listings: Sequence[Listing]) -> list[Base]:
    """A member of the first domestic organisation, and a broker."""
    home = next(int(one.organisation) for one in listings if one.side is Side.DOMESTIC)
    values = {"password_hash": "!", "email_confirmed_at": now(), "locale": "ko", "time_zone": "Asia/Seoul"}
    member = User(email="member@firm.example", full_name="Member", role=Role.MEMBER, **values)
    broker = User(
        email="broker@agency.example", full_name="Broker", role=Role.BROKER, totp_secret="sealed",  # noqa: S106
        totp_confirmed_at=now(), **values,
    )  # fmt: skip
    return [member, broker, Membership(user=member, organisation_id=home, state="active")]


def _build(index: MatchIndex, listings: int) -> IndexBuild:
    return IndexBuild(
        finished_at=now(), folder="benchmark", engine_version=indexes.engine_version(),
        vocabulary_digest=vocabulary().digest, organisations=len(index.organisations), listings=listings,
    )  # fmt: skip


def _batches(rows: Iterator[Base]) -> Iterator[list[Base]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _signed_in(app: Flask, user_id: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=user_id, _fresh=True, locale="ko")
    return client


if __name__ == "__main__":
    main()
