"""Whatever is edited, a refresh stores what ranking everybody anew would store."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.matching import MatchIndex
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.suggestions import builds, indexes, pairs, promises, rankings, refreshing, rows
from matchmaker.suggestions.models import RankedPair, Ranking, ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.pairs import Pair
from matchmaker.suggestions.rules import Mark
from tests.factories import make_opportunity, make_organisation

LIMIT = 12
WORDS = (
    "vectors", "plasmids", "capsids", "fill", "finish", "drying", "labels", "trials", "clinics", "sensors", "pumps",
    "gloves",
)  # fmt: skip
COLUMNS = (
    "opportunity_id", "candidate_opportunity_id", "score", "basis", "direction", "explanation", "is_promised",
)  # fmt: skip

Rows = dict[Pair, dict[str, Any]]


def stored() -> Rows:
    db.session.expire_all()
    found = db.session.scalars(sa.select(Suggestion))
    return {(row.organisation_id, row.candidate_id): {name: getattr(row, name) for name in COLUMNS} for row in found}


def revisions() -> dict[int, int]:
    approved = sa.select(Organisation.id, Organisation.revision).where(Organisation.state == VettingState.APPROVED)
    return {row.id: row.revision for row in db.session.execute(approved)}


def opened() -> MatchIndex:
    index = indexes.opened(indexes.latest())  # type: ignore[arg-type]
    assert index is not None
    return index


def ranked_anew(index: MatchIndex, before: Rows, changed: set[int]) -> Rows:
    """The rows after a refresh that ranks every organisation in full, whoever changed."""
    choices, everybody = rows.choices(), [int(name) for name in index.organisations]
    best = {}
    for viewer in everybody:
        dismissed = choices.dismissed.get(viewer, frozenset())
        ranked = [int(one.partner) for one in index.best_for(str(viewer), None)]
        chosen = [candidate for candidate in ranked if candidate not in dismissed][:LIMIT]
        best[viewer] = [*chosen, *sorted(choices.kept.get(viewer, frozenset()).difference(chosen))]
    stayed = {pair: row for pair, row in before.items() if set(pair) <= set(everybody)}
    present: dict[int, dict[int, int]] = {viewer: {} for viewer in everybody}
    for viewer, candidate in stayed:
        present[viewer][candidate] = 0
    given = {pair for pair, row in stayed.items() if row["is_promised"]}
    plan = promises.planned(index, best, present, given, limit=LIMIT)
    kept = {pair for pair in plan.wanted & stayed.keys() - plan.unmarked if changed.isdisjoint(pair)}
    fresh = list(promises.remarked(index, pairs.explained(index, plan.wanted - kept), plan))
    return {pair: stayed[pair] for pair in kept} | {pairs.pair_of(row): as_stored(row) for row in fresh}


def as_stored(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS} | {"explanation": json.loads(json.dumps(row["explanation"]))}


class Market:
    """Organisations on both sides that speak of few things, and people who edit them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        for place in range(30):
            self.found("KR" if place % 2 else "US")

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 5)))

    def found(self, country: str | None = None) -> None:
        number = self.chance.randint(0, 9)
        one = make_organisation(
            country=country or self.chance.choice(("KR", "US")), summary=self.text(), name_en=f"Firma {number}",
            name_ko=None, website_domain=f"lab.firm{number}.example",
        )  # fmt: skip
        self.offer(one)

    def offer(self, owner: Organisation) -> None:
        kind = self.chance.choice(("offer", "need"))
        make_opportunity(owner, profile_type="BO" if kind == "offer" else "BR", title="Wir", **{kind: self.text()})

    def anybody(self) -> Organisation:
        approved = sa.select(Organisation).where(Organisation.state == VettingState.APPROVED)
        return self.chance.choice(db.session.scalars(approved.order_by(Organisation.id)).all())

    def suggestion(self) -> Suggestion:
        found = db.session.scalars(
            sa.select(Suggestion).order_by(Suggestion.organisation_id, Suggestion.candidate_id)
        ).all()
        return self.chance.choice(found)

    def offer_more(self) -> None:
        one = self.anybody()
        self.offer(one)
        touch(one)

    def write_anew(self) -> None:
        open_ones = sa.select(Opportunity).where(Opportunity.state == OpportunityState.PUBLISHED)
        one = self.chance.choice(db.session.scalars(open_ones.order_by(Opportunity.id)).all())
        one.texts[0].offer, one.texts[0].need = self.text(), self.chance.choice(("", self.text()))
        touch(one.organisation)

    def withdraw(self) -> None:
        one = self.anybody()
        db.session.execute(
            sa.update(Opportunity).filter_by(organisation_id=one.id).values(state=OpportunityState.WITHDRAWN)
        )
        touch(one)

    def suspend(self) -> None:
        one = self.anybody()
        one.state = VettingState.SUSPENDED
        touch(one)

    def come_back(self) -> None:
        gone = sa.select(Organisation).where(Organisation.state == VettingState.SUSPENDED).order_by(Organisation.id)
        for one in db.session.scalars(gone.limit(1)):
            one.state = VettingState.APPROVED
            touch(one)

    def delete(self) -> None:
        db.session.execute(sa.delete(Organisation).filter_by(id=self.anybody().id))

    def close_a_door(self) -> None:
        one, other = self.anybody(), self.anybody()
        entry = {"blocked_id": other.id, "blocked_domain": "firm3.example", "blocked_name": "Firma 5 GmbH"}
        name = self.chance.choice(list(entry))
        if one.id != other.id and not any(block.blocked_id for block in one.blocks):
            one.blocks.append(Block(**{name: entry[name]}))
        touch(one)

    def open_the_doors(self) -> None:
        for one in db.session.scalars(sa.select(Organisation).where(Organisation.blocks.any())):
            one.blocks.clear()
            touch(one)

    def move(self) -> None:
        one = self.anybody()
        one.website_domain, one.name_en = "firm3.example", "Firma 5 GmbH"
        touch(one)

    def say(self) -> None:
        """A member says something of a suggestion, or takes it back, and edits its profile."""
        row = self.suggestion()
        pair = {"organisation_id": row.organisation_id, "candidate_id": row.candidate_id}
        said = db.session.scalars(sa.select(SuggestionMark).filter_by(**pair)).first()
        if said is not None:
            db.session.delete(said)
        elif self.chance.random() < 0.7:
            db.session.add(SuggestionMark(**pair, mark=Mark.DISMISSED, reason="other"))
        else:
            db.session.add(SuggestionMark(**pair, mark=Mark.SAVED))
            db.session.merge(ShortlistEntry(**pair))
        touch(db.session.get_one(Organisation, row.organisation_id))

    def edits(self) -> list[Callable[[], None]]:
        usual = [self.write_anew, self.write_anew, self.write_anew, self.offer_more, self.say, self.say]
        return [
            *usual, self.found, self.withdraw, self.suspend, self.come_back, self.delete, self.close_a_door,
            self.open_the_doors, self.move,
        ]  # fmt: skip


def check_rankings(index: MatchIndex) -> None:
    """What is kept is a beginning of the engine's ranking, and all of it where the floor is 0."""
    db.session.expire_all()
    kept = rankings.stored([int(name) for name in index.organisations])
    assert sorted(kept) == sorted(int(name) for name in index.organisations)
    for viewer, ranking in kept.items():
        ranked = tuple((int(one.partner), one.score) for one in index.best_for(str(viewer), None))
        assert ranking.places == ranked[: len(ranking.places)]
        behind = ranked[len(ranking.places) :]
        assert not behind if ranking.floor == 0.0 else not any(ranking.takes(place) for place in behind)
    known = set(kept)
    assert set(db.session.scalars(sa.select(Ranking.organisation_id))) == known
    assert set(db.session.scalars(sa.select(RankedPair.candidate_id))) <= known


@pytest.mark.parametrize(("seed", "spare"), [(1, 1), (2, 0), (3, 3)])
def test_a_refresh_stores_what_ranking_everybody_anew_would(
    app: Flask, monkeypatch: pytest.MonkeyPatch, seed: int, spare: int
) -> None:
    monkeypatch.setattr(builds, "limit", lambda: LIMIT)
    monkeypatch.setattr(indexes, "encoder", lambda: None)
    monkeypatch.setattr(rankings, "_SPARE", spare)
    market = Market(seed)
    builds.build()
    check_rankings(opened())
    for _step in range(8):
        before, read = stored(), revisions()
        for edit in market.chance.sample(market.edits(), k=market.chance.randint(1, 3)):
            edit()
        db.session.commit()
        refreshing.refresh()
        now = revisions()
        changed = {one for one in now if read.get(one) != now[one]}
        assert stored() == ranked_anew(opened(), before, changed)
        check_rankings(opened())
