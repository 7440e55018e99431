"""Nobody who suits somebody stays unseen: what a build adds for that, and what a refresh leaves in place."""

import json
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.matching import Explanation, Side
from matchmaker.matching.exposure import Shown
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.suggestions import builds, indexes, promises, queries, refreshing
from matchmaker.suggestions.models import Suggestion, SuggestionMark
from matchmaker.suggestions.rules import Mark
from tests.factories import make_opportunity, make_organisation
from tests.suggestions.conftest import Install

LIMIT = 12
_BESIDES = "Anvils bellows candles drums easels flutes goblets harps inkwells jugs kettles"
"""The more of them a maker offers besides, the further down it comes."""


@dataclass(slots=True)
class Crowd:
    """Five firms with one need each, twelve makers that fill their lists, and one more that suits them a little."""

    firms: list[Organisation]
    makers: list[Organisation]
    newcomer: Organisation

    @property
    def firm_ids(self) -> set[int]:
        return {firm.id for firm in self.firms}


@pytest.fixture
def crowd(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(builds, "limit", lambda: LIMIT)
    firms = [make_organisation(name_en=f"Seller {word}") for word in ("Ahn", "Bae", "Cho", "Do", "Eun")]
    for firm in firms:
        make_opportunity(firm, profile_type="BR", need="GMP lentiviral vector manufacturing and fill finish.")
    makers = [make_organisation(country="US", name_en=f"Maker {number}") for number in range(LIMIT)]
    for number, maker in enumerate(makers):
        besides = " ".join(_BESIDES.split()[:number])
        offer = f"GMP lentiviral vector manufacturing and fill finish. {besides}"
        make_opportunity(maker, profile_type="BO", offer=offer)
    newcomer = make_organisation(country="CH", cluster="BASEL", name_en="Late Comer")
    make_opportunity(newcomer, profile_type="BO", offer="Fill finish, freeze drying, labels, boxes and transport.")
    return Crowd(firms, makers, newcomer)


def lists() -> dict[int, list[int]]:
    """Candidates by viewer, best first."""
    db.session.expire_all()
    found: dict[int, list[int]] = {}
    for row in db.session.scalars(sa.select(Suggestion).order_by(Suggestion.score.desc(), Suggestion.candidate_id)):
        found.setdefault(row.organisation_id, []).append(row.candidate_id)
    return found


def rows_showing(candidate: Organisation) -> list[Suggestion]:
    return list(db.session.scalars(sa.select(Suggestion).filter_by(candidate_id=candidate.id).order_by("id")))


def dismiss(firm: Organisation, candidate: Organisation) -> None:
    db.session.add(
        SuggestionMark(organisation_id=firm.id, candidate_id=candidate.id, mark=Mark.DISMISSED, reason="other")
    )
    db.session.flush()


def test_a_build_shows_the_unseen_at_the_end_of_lists(crowd: Crowd) -> None:
    built = builds.build()

    assert built is not None
    shown = rows_showing(crowd.newcomer)
    assert len(shown) == 3
    assert all(row.is_promised for row in shown)
    assert {len(lists()[firm.id]) for firm in crowd.firms} == {LIMIT}
    assert {lists()[row.organisation_id][-1] for row in shown} == {crowd.newcomer.id}
    before, after = built.exposure.before[Side.OVERSEAS], built.exposure.after[Side.OVERSEAS]
    assert (before.organisations, before.unseen, after.unseen, after.rarely) == (13, 1, 0, 0)
    assert after.gini < before.gini
    assert built.exposure.costs[10] == 0.0
    assert 0.0 < built.exposure.costs[LIMIT] < 0.1


def test_the_figures_of_a_build_are_those_of_what_is_stored(crowd: Crowd) -> None:
    built = builds.build()

    assert built is not None
    stored = [candidate for viewer, found in lists().items() if viewer in crowd.firm_ids for candidate in found]
    counts = [stored.count(one.id) for one in (*crowd.makers, crowd.newcomer)]
    figures = built.exposure.after[Side.OVERSEAS]
    assert (figures.unseen, figures.fewest) == (counts.count(0), min(counts))
    assert figures.rarely == sum(count < 3 for count in counts)


def test_the_promise_holds_when_lists_are_reordered(crowd: Crowd, install: Install) -> None:
    builds.build()
    before, promised = lists(), promises.stored(crowd.firm_ids)
    install()

    builds.build()

    shown = {viewer: list(db.session.scalars(queries.of_organisation(viewer, None))) for viewer in before}
    after = {viewer: [row.candidate_id for row in rows] for viewer, rows in shown.items()}
    assert {viewer: sorted(found) for viewer, found in after.items()} == {
        viewer: sorted(found) for viewer, found in before.items()
    }
    assert after != before
    assert (promises.stored(crowd.firm_ids), len(promised)) == (promised, 3)


def test_a_promised_suggestion_has_its_reasons_like_any_other(crowd: Crowd) -> None:
    builds.build()

    for row in rows_showing(crowd.newcomer):
        explanation = Explanation.from_dict(row.explanation)
        assert sum(part.value for part in explanation.contributions) == pytest.approx(row.score)
        assert (json.loads(json.dumps(explanation.to_dict())), row.is_promised) == (row.explanation, True)


def test_building_again_gives_the_same_lists_and_marks(crowd: Crowd) -> None:
    builds.build()
    first = (lists(), promises.stored(crowd.firm_ids))

    builds.build()

    assert (lists(), promises.stored(crowd.firm_ids)) == first


def test_nobody_gets_back_whom_it_dismissed(crowd: Crowd) -> None:
    for firm in crowd.firms[:4]:
        dismiss(firm, crowd.newcomer)

    builds.build()

    marked = [row.organisation_id for row in rows_showing(crowd.newcomer) if row.is_promised]
    assert marked == [crowd.firms[4].id]


def test_what_a_member_saved_is_not_dropped(crowd: Crowd) -> None:
    builds.build()
    viewer = rows_showing(crowd.newcomer)[0].organisation_id
    (left,) = {maker.id for maker in crowd.makers} - set(lists()[viewer])
    db.session.add(SuggestionMark(organisation_id=viewer, candidate_id=left, mark=Mark.SAVED))
    db.session.flush()

    builds.build()

    assert {left, crowd.newcomer.id} <= set(lists()[viewer])
    assert len(lists()[viewer]) == LIMIT + 1


def test_one_that_shares_only_codes_is_not_put_on_a_list(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "encoder", lambda: None)  # to an encoder any two texts are a little alike
    silent = make_organisation(country="CH", cluster="BASEL", name_en="Silent", summary="Qwxz.")
    codes = {"unit_operation": ("viral_vector",)}
    offer = make_opportunity(silent, profile_type="BO", title="Zzyx", offer="Zzyx qwrt.", codes=codes)
    offer.texts[0].summary = "Zzyx."
    make_opportunity(crowd.firms[0], profile_type="BR", need="Lentiviral vectors.", codes=codes)
    db.session.flush()

    built = builds.build()

    assert built is not None
    assert rows_showing(silent) == []
    assert built.exposure.after[Side.OVERSEAS].unseen == 1


def test_a_refresh_leaves_promised_places_and_their_marks_alone(crowd: Crowd) -> None:
    builds.build()
    before = (lists(), promises.stored(crowd.firm_ids))
    crowd.firms[0].city = "Ansan"
    touch(crowd.firms[0])
    db.session.commit()

    refreshing.refresh()

    assert (lists(), promises.stored(crowd.firm_ids)) == before


def test_a_refresh_drops_a_promise_behind_a_closed_door(crowd: Crowd) -> None:
    builds.build()
    before = promises.stored(crowd.firm_ids)
    crowd.newcomer.blocks.extend(Block(blocked_id=viewer) for viewer, _candidate in sorted(before)[1:])
    touch(crowd.newcomer)
    db.session.commit()

    refreshing.refresh()

    assert len(before) == 3
    assert promises.stored(crowd.firm_ids) == frozenset(sorted(before)[:1])


def test_one_that_earns_its_place_loses_the_mark(crowd: Crowd) -> None:
    builds.build()
    db.session.execute(
        sa.text(
            "UPDATE opportunity_text SET offer = 'GMP lentiviral vector manufacturing and fill finish.' "
            "WHERE offer LIKE 'Fill finish, freeze%'"
        )
    )
    for maker in crowd.makers[:2]:
        maker.state = VettingState.SUSPENDED
        touch(maker)
    touch(crowd.newcomer)
    db.session.commit()

    refreshing.refresh()

    assert crowd.newcomer.id in lists()[crowd.firms[0].id]
    assert promises.stored(crowd.firm_ids) == frozenset()


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["match", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_build_command_says_what_it_did_for_exposure(app: Flask, crowd: Crowd) -> None:
    code, output, _progress = run(app, "build")

    lines = output.splitlines()[1:]
    assert code == 0
    assert [line.split(":")[0] for line in lines] == ["exposure, domestic", "exposure, overseas", "exposure, cost"]
    assert "unseen organisations 1 -> 0" in lines[1]
    assert lines[2].startswith("exposure, cost: nDCG@10 0.0000, nDCG@12 ")


def test_the_exposure_command_reports_each_side(app: Flask, crowd: Crowd) -> None:
    builds.build()

    code, output, _error = run(app, "exposure", "--json")

    found = json.loads(output)
    assert (code, found["minimum"], found["untouched_places"]) == (0, 3, 10)
    overseas = found["sides"]["overseas"]
    assert (overseas["organisations"], overseas["unseen"], overseas["never_shown"]) == (13, 0, 0.0)
    assert set(found["sides"]["domestic"]) == {*Shown.__dataclass_fields__, "never_shown"}
    assert 0.0 <= found["cost_inside"] <= 1.0
    table = run(app, "exposure")[1].splitlines()
    assert [line.split()[:2] for line in table[1:3]] == [["domestic", "5"], ["overseas", "13"]]


def test_without_an_index_the_command_says_what_to_do(app: Flask) -> None:
    code, _output, error = run(app, "exposure")

    assert (code, "Run: flask match build" in error) == (1, True)
