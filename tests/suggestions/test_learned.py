"""Lists follow what was learned while a re-ranker is in use, and the engine as soon as it is not."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.service import touch
from matchmaker.suggestions import builds, learned, queries, refreshing
from matchmaker.suggestions.models import Suggestion
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Install

NEED = "GMP lentiviral vector manufacturing and fill finish."
OFFERS = (NEED, f"{NEED} Anvils bellows candles.", f"{NEED} Drums easels flutes goblets harps inkwells jugs kettles.")
SENTENCE = "Ordered by what was accepted and declined so far."


@dataclass(slots=True)
class Market:
    """A firm with a need, its member, and makers that suit it less and less."""

    firm: Organisation
    member: User
    makers: list[Organisation]

    def listed(self) -> list[int]:
        """Makers on the firm's list, first to last, as places among `makers`."""
        db.session.expire_all()
        ids = [maker.id for maker in self.makers]
        return [ids.index(row.candidate_id) for row in db.session.scalars(queries.of_organisation(self.firm.id, None))]


@pytest.fixture
def market(app: Flask) -> Market:
    member = make_user()
    firm = make_organisation(member=member, name_en="Seller Ahn")
    make_opportunity(firm, profile_type="BR", need=NEED)
    makers = [make_organisation(country="US", name_en=f"Maker {number}") for number in range(len(OFFERS))]
    for maker, offer in zip(makers, OFFERS, strict=True):
        make_opportunity(maker, profile_type="BO", offer=offer)
    builds.build()
    return Market(firm, member, makers)


def train(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["match", "train", *arguments])
    return result.exit_code, result.stdout, result.stderr


def scores() -> dict[tuple[int, int], float]:
    return {(row.organisation_id, row.candidate_id): row.score for row in db.session.scalars(sa.select(Suggestion))}


def likelihoods() -> list[float | None]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Suggestion.likelihood).order_by(Suggestion.id)))


def test_lists_follow_the_reranker_until_it_is_switched_off(
    app: Flask, market: Market, install: Install, sign_in: Callable[[User], Client]
) -> None:
    reader, broker = sign_in(market.member), sign_in(make_user(Role.BROKER))
    pages = (
        (reader, "/suggestions"), (broker, "/staff/suggestions"), (broker, f"/staff/suggestions/{market.firm.id}"),
    )  # fmt: skip
    before = scores()
    assert market.listed() == [0, 1, 2]
    assert [SENTENCE in who.get(page).text for who, page in pages] == [False] * 3

    install()
    assert not builds.is_current()
    builds.build()
    assert (market.listed(), scores()) == ([2, 1, 0], before)
    assert all(value is not None and 0 < value < 1 for value in likelihoods())
    assert [SENTENCE in who.get(page).text for who, page in pages] == [True] * 3
    assert builds.is_current()

    assert train(app, "--off") == (0, "No re-ranker is in use.\n", "")
    assert (market.listed(), set(likelihoods())) == ([0, 1, 2], {None})
    assert [SENTENCE in who.get(page).text for who, page in pages] == [False] * 3

    assert "A full build has been asked for" in train(app, "--revert")[2]
    assert market.listed() == [2, 1, 0]


def test_a_refresh_rates_the_whole_lists_it_touches(market: Market, install: Install) -> None:
    install()
    touch(market.makers[1])
    db.session.commit()

    refreshing.refresh()

    assert market.listed() == [2, 1, 0]
    rows = db.session.scalars(sa.select(Suggestion).filter_by(organisation_id=market.firm.id))
    assert all(row.likelihood is not None for row in rows)


def test_a_reranker_of_another_vocabulary_is_not_used(market: Market, install: Install) -> None:
    install(vocabulary_digest="another")

    builds.build()

    assert (market.listed(), set(likelihoods())) == ([0, 1, 2], {None})
    assert (learned.in_use(), builds.is_current()) == (None, True)


def test_a_torn_reranker_is_not_used(app: Flask, market: Market, install: Install) -> None:
    version = install()
    (app.extensions["config"].instance / "rerankers" / f"{version}.json").write_text("{", encoding="utf-8")

    builds.build()

    assert (market.listed(), set(likelihoods())) == ([0, 1, 2], {None})
    assert (learned.in_use(), builds.is_current()) == (None, True)


def test_one_switched_off_while_a_build_stores_leaves_nothing_behind(
    market: Market, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    confirm = learned.confirm

    def off_first(stored: learned.Rated) -> None:
        learned.shelf().off()
        confirm(stored)

    monkeypatch.setattr(learned, "confirm", off_first)
    builds.build()

    assert (market.listed(), set(likelihoods())) == ([0, 1, 2], {None})


def test_organisations_beyond_one_chunk_are_rated_alike(
    market: Market, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install()
    builds.build()
    together = likelihoods()
    monkeypatch.setattr(learned, "_AT_ONCE", 1)

    builds.build()

    assert likelihoods() == pytest.approx(together)
