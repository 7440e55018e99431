import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.suggestions import builds, indexes, refreshing
from matchmaker.suggestions.jobs import ensure, refresh
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import Suggestion
from tests.factories import make_opportunity, make_organisation
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
