from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.suggestions import builds, indexes, rankings, refreshing
from matchmaker.suggestions.jobs import ensure, refresh
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import RankedPair, Ranking, Suggestion
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import VECTOR_OFFER, Cluster


def stored() -> dict[tuple[int, int], float]:
    db.session.expire_all()
    return {(row.organisation_id, row.candidate_id): row.score for row in db.session.scalars(sa.select(Suggestion))}


def test_a_changed_offer_shows_up_with_both_sides(built: Cluster) -> None:
    before = stored()[built.firm.id, built.maker.id]
    built.offer.texts[0].offer = "Fluid bed dryers for tablets."
    built.offer.texts[0].title = "Dryers"
    built.offer.codes.clear()
    touch(built.maker)
    db.session.commit()

    refresh()

    after = stored().get((built.firm.id, built.maker.id), 0.0)
    assert after < before / 2
    assert stored().get((built.maker.id, built.firm.id), 0.0) == after
    db.session.refresh(built.maker)
    assert built.maker.matched_revision == built.maker.revision


def test_a_suggestion_that_changes_stays_in_its_row(built: Cluster) -> None:
    pair = {"organisation_id": built.firm.id, "candidate_id": built.maker.id}
    (before,) = db.session.scalars(sa.select(Suggestion).filter_by(**pair))
    row, score, told = before.id, before.score, before.explanation
    built.offer.texts[0].offer = "Lentiviral vector manufacturing at 50 L, and fluid bed dryers for tablets."
    touch(built.maker)
    db.session.commit()

    refresh()

    db.session.expire_all()
    (after,) = db.session.scalars(sa.select(Suggestion).filter_by(**pair))
    assert after.id == row
    assert (after.score != score, after.explanation != told) == (True, True)


def test_a_new_organisation_is_suggested_and_gets_suggestions(built: Cluster) -> None:
    newcomer = make_organisation(country="JP", cluster="KOBE", name_en="Kaminari Vectors")
    codes = {"partnership_type": ("contract_manufacturing",)}
    make_opportunity(newcomer, profile_type="BO", offer=VECTOR_OFFER, codes=codes)
    db.session.commit()

    refresh()

    assert (built.firm.id, newcomer.id) in stored()
    assert (newcomer.id, built.firm.id) in stored()


def test_a_suspended_organisation_disappears_even_while_a_build_runs(built: Cluster) -> None:
    built.maker.state = VettingState.SUSPENDED
    touch(built.maker)
    db.session.commit()

    with index_lock(indexes.root()):
        refresh()

    assert not [pair for pair in stored() if built.maker.id in pair]
    refresh()
    index = indexes.opened(indexes.latest())  # type: ignore[arg-type]
    assert index is not None
    assert str(built.maker.id) not in index.organisations


def test_a_deleted_organisation_leaves_the_index(built: Cluster) -> None:
    gone = built.maker.id
    db.session.execute(sa.delete(Organisation).filter_by(id=gone))
    db.session.commit()

    refresh()

    index = indexes.opened(indexes.latest())  # type: ignore[arg-type]
    assert index is not None
    assert str(gone) not in index.organisations


def test_no_older_index_keeps_the_sentences_of_one_that_left(built: Cluster) -> None:
    builds.build()
    assert len(list(indexes.root().glob("*/manifest.json"))) == 2
    db.session.execute(sa.delete(Organisation).filter_by(id=built.maker.id))
    db.session.commit()

    refresh()

    assert len(list(indexes.root().glob("*/manifest.json"))) == 1


def test_a_new_block_parts_the_pair(built: Cluster) -> None:
    built.firm.blocks.append(Block(blocked_id=built.maker.id))
    touch(built.firm)
    db.session.commit()

    refresh()

    assert (built.firm.id, built.maker.id) not in stored()
    assert (built.maker.id, built.firm.id) not in stored()


def test_a_withdrawn_offer_is_no_longer_paired(built: Cluster) -> None:
    built.offer.state = OpportunityState.WITHDRAWN
    touch(built.maker)
    db.session.commit()

    refresh()

    columns = sa.select(Suggestion.opportunity_id, Suggestion.candidate_opportunity_id)
    assert built.offer.id not in {found for row in db.session.execute(columns) for found in row}


def test_running_twice_changes_nothing_the_second_time(built: Cluster) -> None:
    touch(built.firm)
    db.session.commit()

    assert not refreshing.refresh()
    assert stored()


def test_a_refresh_gives_what_a_full_build_gives_when_no_word_is_new(built: Cluster) -> None:
    built.clinic.city = "Liestal"
    built.need.stage_next = "MANUF"
    touch(built.clinic)
    touch(built.firm)
    db.session.commit()
    refresh()
    quick = stored()

    builds.build()

    assert stored() == quick


def test_a_list_that_loses_one_is_filled_with_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "limit", lambda: 1)
    firm = make_organisation()
    make_opportunity(firm, profile_type="BR", need="GMP lentiviral vector manufacturing.")
    partners = [make_organisation(country="US") for _number in range(2)]
    offers = [
        make_opportunity(one, profile_type="BO", offer="GMP lentiviral vector manufacturing.") for one in partners
    ]
    builds.build()
    (first,) = [candidate for one, candidate in stored() if one == firm.id]
    place = [one.id for one in partners].index(first)
    offers[place].texts[0].offer = "Dryers for tablets."
    touch(partners[place])
    db.session.commit()

    refresh()

    assert [candidate for one, candidate in stored() if one == firm.id] == [partners[1 - place].id]


def test_drafts_are_settled_without_touching_the_index(built: Cluster) -> None:
    draft = make_organisation(state=VettingState.DRAFT)
    db.session.commit()

    refresh()

    db.session.refresh(draft)
    assert draft.matched_revision == draft.revision
    build = indexes.latest()
    assert build is not None
    assert build.refreshed_at is None


def test_without_an_index_the_refresh_waits_and_the_sweep_builds(cluster: Cluster) -> None:
    refresh()
    assert stored() == {}

    ensure()

    assert (cluster.firm.id, cluster.maker.id) in stored()
    assert not refreshing.ensure()


def test_a_nightly_build_follows_a_refresh(built: Cluster) -> None:
    built.firm.city = "Ansan"
    touch(built.firm)
    db.session.commit()
    refresh()

    assert builds.build(if_changed=True) is not None
    assert builds.build(if_changed=True) is None


def test_a_newcomer_behind_a_closed_door_is_never_paired(built: Cluster) -> None:
    built.firm.blocks.append(Block(blocked_domain="kaminari.example"))
    built.clinic.blocks.append(Block(blocked_name="Someone Else"))
    touch(built.firm)
    db.session.commit()
    refresh()
    newcomer = make_organisation(country="JP", cluster="KOBE", website_domain="lab.kaminari.example")
    make_opportunity(
        newcomer, profile_type="BO", offer=VECTOR_OFFER, codes={"partnership_type": ("contract_manufacturing",)}
    )
    db.session.commit()

    refresh()

    assert not [pair for pair in stored() if set(pair) == {built.firm.id, newcomer.id}]


@pytest.mark.parametrize("way", ["deleted", "suspended"])
def test_a_list_is_filled_when_one_of_it_leaves(app: Flask, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(builds, "limit", lambda: 1)
    firm = make_organisation()
    make_opportunity(firm, profile_type="BR", need="GMP lentiviral vector manufacturing.")
    partners = [make_organisation(country="US") for _number in range(2)]
    for one in partners:
        make_opportunity(one, profile_type="BO", offer="GMP lentiviral vector manufacturing.")
    builds.build()
    (first,) = [candidate for one, candidate in stored() if one == firm.id]
    (other,) = {one.id for one in partners} - {first}
    if way == "deleted":
        db.session.execute(sa.delete(Organisation).filter_by(id=first))
    else:
        db.session.get_one(Organisation, first).state = VettingState.SUSPENDED
        touch(db.session.get_one(Organisation, first))
    db.session.commit()

    refresh()

    assert [candidate for one, candidate in stored() if one == firm.id] == [other]


def test_changed_listings_are_counted_until_the_next_full_build(built: Cluster) -> None:
    for _time in range(2):
        touch(built.maker)
        db.session.commit()
        refresh()

    build = indexes.latest()
    assert build is not None
    assert (build.changed_listings, build.changed_share) == (4, 4 / 7)
    builds.build()
    again = indexes.latest()
    assert again is not None
    assert again.changed_listings == 0


def test_staff_see_how_much_has_changed(built: Cluster, sign_in: Callable[[User], Client]) -> None:
    touch(built.maker)
    db.session.commit()

    page = sign_in(make_user(Role.BROKER)).page("/staff/suggestions")

    assert "29% of the listings" in page.text


def test_many_changes_ask_for_a_full_build_before_the_night(built: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "_MANY", 1)
    first = indexes.latest()
    assert first is not None
    touch(built.maker)
    db.session.commit()

    refresh()

    last = indexes.latest()
    assert last is not None
    assert (last.id > first.id, last.changed_listings) == (True, 0)


def test_without_kept_rankings_the_refresh_builds_everything(built: Cluster) -> None:
    for table in (RankedPair, Ranking):
        db.session.execute(sa.delete(table))
    first = indexes.latest()
    assert first is not None
    touch(built.maker)
    db.session.commit()

    refresh()

    last = indexes.latest()
    assert last is not None
    assert last.id > first.id
    assert rankings.is_kept()


def test_the_number_of_queries_does_not_grow_with_the_organisations(
    built: Cluster, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    insurer = built.insurer.id

    def edit() -> int:
        db.session.execute(sa.update(Organisation).filter_by(id=insurer).values(revision=Organisation.revision + 1))
        db.session.commit()
        db.session.expunge_all()
        return count_queries(refreshing.refresh)

    def come(count: int) -> None:
        for number in range(count):
            make_organisation(country="US" if number % 2 else "KR", summary="Sensors for pumps.")
        builds.build()

    come(12)
    few = edit()
    come(24)

    assert edit() < few + 5  # which statements an edit needs differs a little, not with the number of organisations
