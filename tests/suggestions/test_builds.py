import json
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.matching import Explanation
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.names import name_key
from matchmaker.suggestions import builds, indexes
from matchmaker.suggestions.builds import Phase
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import IndexBuild, Judgement, ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.rules import Basis, Direction, Grade, Mark
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Cluster


def stored() -> list[tuple[int, int]]:
    return [(row.organisation_id, row.candidate_id) for row in db.session.scalars(sa.select(Suggestion))]


def pair(one: Organisation, other: Organisation) -> Suggestion | None:
    statement = sa.select(Suggestion).filter_by(organisation_id=one.id, candidate_id=other.id)
    return db.session.scalars(statement).first()


def test_a_korean_need_finds_the_english_offer_and_the_offer_finds_the_need(built: Cluster) -> None:
    mine, theirs = pair(built.firm, built.maker), pair(built.maker, built.firm)

    assert mine is not None
    assert theirs is not None
    assert (mine.opportunity_id, mine.candidate_opportunity_id) == (built.need.id, built.offer.id)
    assert (theirs.opportunity_id, theirs.candidate_opportunity_id) == (built.offer.id, built.need.id)
    assert mine.score == theirs.score
    assert (mine.basis, mine.direction, theirs.direction) == (Basis.ONE_WAY, Direction.BACKWARD, Direction.FORWARD)
    best = db.session.scalars(
        sa.select(Suggestion).filter_by(organisation_id=built.firm.id).order_by(Suggestion.score.desc())
    ).first()
    assert best is mine


def test_the_stored_reasons_add_up_to_the_score_from_both_sides(built: Cluster) -> None:
    for row in db.session.scalars(sa.select(Suggestion)):
        explanation = Explanation.from_dict(row.explanation)
        assert sum(part.value for part in explanation.contributions) == pytest.approx(row.score)


def test_no_stored_reason_names_an_organisation(built: Cluster) -> None:
    words = {"mulwang", "celltera", "물왕셀테라", "brindlevec", "rheinklinik", "ostertor", "hangang", "한강보험"}

    for row in db.session.scalars(sa.select(Suggestion)):
        text = json.dumps(row.explanation, ensure_ascii=False).casefold()
        assert [word for word in words if word in text or name_key(word) in text] == []


def test_codes_alone_make_no_suggestion(built: Cluster) -> None:
    assert pair(built.insurer, built.maker) is None


def test_the_build_is_written_down_and_the_revisions_that_were_read(built: Cluster) -> None:
    build = indexes.latest()

    assert build is not None
    assert (build.organisations, build.listings, build.suggestions) == (4, 7, len(stored()))
    db.session.refresh(built.firm)
    assert built.firm.matched_revision == built.firm.revision


def test_a_change_made_while_the_build_computes_stays_to_be_done(cluster: Cluster) -> None:
    def meddle(phase: Phase, done: int, total: int) -> None:
        if phase is Phase.RANK and done == total:
            db.session.execute(sa.update(Organisation).filter_by(id=cluster.firm.id).values(revision=7))
            db.session.commit()

    builds.build(report=meddle)

    db.session.refresh(cluster.firm)
    assert (cluster.firm.revision, cluster.firm.matched_revision) == (7, 1)
    assert not builds.is_current()


def test_an_organisation_deleted_while_the_build_computes_is_left_out(cluster: Cluster) -> None:
    gone = cluster.maker.id

    def delete(phase: Phase, done: int, total: int) -> None:
        if phase is Phase.EXPLAIN and done == total and db.session.get(Organisation, gone) is not None:
            db.session.execute(sa.delete(Organisation).filter_by(id=gone))
            db.session.commit()

    result = builds.build(report=delete)

    assert result is not None
    assert result.skipped >= 2
    assert stored()
    assert not [row for row in stored() if gone in row]


def test_a_blocked_pair_is_never_stored(cluster: Cluster) -> None:
    cluster.maker.blocks.append(Block(blocked_name="물왕 셀테라(주)"))
    db.session.flush()

    builds.build()

    assert pair(cluster.firm, cluster.maker) is None
    assert pair(cluster.maker, cluster.firm) is None


def test_an_unmet_must_is_never_stored(cluster: Cluster) -> None:
    cluster.maker.qualities[0].status = "planned"
    db.session.flush()

    builds.build()

    found = pair(cluster.firm, cluster.maker)
    assert found is None or found.opportunity_id != cluster.need.id


def test_what_people_said_survives_a_rebuild(built: Cluster) -> None:
    broker = make_user()
    ids = {"organisation_id": built.firm.id, "candidate_id": built.maker.id}
    db.session.add_all([
        SuggestionMark(**ids, mark=Mark.DISMISSED, reason="not_now", user_id=built.member.id),
        Judgement(**ids, grade=Grade.GOOD, user_id=broker.id), ShortlistEntry(**ids, note="Call them."),
    ])  # fmt: skip
    db.session.flush()

    builds.build()

    for table in (SuggestionMark, Judgement, ShortlistEntry):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1
    assert pair(built.firm, built.maker) is not None


def test_a_dismissed_candidate_makes_room_for_the_next(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "limit", lambda: 1)
    firm = make_organisation()
    make_opportunity(firm, profile_type="BR", need="GMP lentiviral vector manufacturing.")
    partners = [make_organisation(country="US") for _number in range(3)]
    for partner in partners:
        make_opportunity(partner, profile_type="BO", offer="GMP lentiviral vector manufacturing.")
    builds.build()
    (first,) = [candidate for one, candidate in stored() if one == firm.id]
    db.session.add(SuggestionMark(organisation_id=firm.id, candidate_id=first, mark=Mark.DISMISSED, reason="other"))
    db.session.flush()

    builds.build()

    kept = [candidate for one, candidate in stored() if one == firm.id]
    assert len(kept) == 2
    assert first in kept


def test_nothing_is_done_when_nothing_changed(built: Cluster) -> None:
    assert builds.build(if_changed=True) is None

    built.firm.revision += 1
    db.session.flush()

    assert builds.build(if_changed=True) is not None


def test_only_the_last_two_builds_stay_on_disk(cluster: Cluster) -> None:
    for _number in range(4):
        builds.build()

    kept = {path.name for path in indexes.root().iterdir() if path.is_dir()}
    newest = db.session.scalars(sa.select(IndexBuild.folder).order_by(IndexBuild.id.desc()).limit(2)).all()
    assert kept == set(newest)


def test_an_empty_database_can_be_built(app: Flask) -> None:
    result = builds.build()

    assert result is not None
    assert (result.organisations, result.suggestions) == (0, 0)


def test_the_second_of_two_builds_at_once_says_so(cluster: Cluster) -> None:
    with index_lock(indexes.root()), pytest.raises(RuleViolation) as refusal:
        builds.build()

    assert refusal.value.code == "suggestions.build_running"


def test_no_write_lock_is_held_while_the_build_computes(tmp_path: Path) -> None:
    file = tmp_path / "data.sqlite"
    app = make_app(f"sqlite:///{file}", tmp_path)
    seen: set[Phase] = set()

    def write_meanwhile(phase: Phase, _done: int, _total: int) -> None:
        if phase is Phase.STORE:
            return
        with sqlite3.connect(file, timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        seen.add(phase)

    with app.app_context():
        make_opportunity(make_organisation(), profile_type="BR", need="Lentiviral vectors.")
        make_opportunity(make_organisation(country="US"), profile_type="BO", offer="Lentiviral vectors.")
        db.session.commit()
        builds.build(report=write_meanwhile)
        assert len(stored()) == 2
        db.session.remove()
        db.engine.dispose()
    assert seen == {Phase.ANALYSE, Phase.ENCODE, Phase.RANK, Phase.EXPLAIN}
