import pytest
import sqlalchemy as sa

from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.opportunities.models import OpportunityRequirement
from matchmaker.organisations.models import Block
from matchmaker.organisations.presenting import teaser_title
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.routes.models import Triad
from matchmaker.routes.triads.refreshing import refresh
from matchmaker.suggestions import builds, refreshing
from tests.routes.scenes import Scene, make_asset, make_scene


@pytest.fixture
def built(app) -> Scene:
    scene = make_scene()
    scene.project.requirements.append(
        OpportunityRequirement(field="unit_operation", operator="any_of", value=["viral_vector"], strength="must")
    )
    make_asset("lacking", stages=("MANUF",), capabilities=("release_testing",))
    make_asset("soon", stages=("MANUF",), capabilities=("viral_vector",), legal_status=LegalStatus.GROUND_BROKEN,
               available_from="2090-H2")  # fmt: skip
    builds.build()
    refresh()
    return scene


def stored(scene: Scene) -> dict[tuple[int, str], tuple[float, float]]:
    rows = db.session.scalars(sa.select(Triad).where(Triad.domestic_id == scene.firm.id))
    return {(row.overseas_id, row.asset.key): (row.score, row.pair_score * row.fit) for row in rows}


def test_each_pair_gets_the_assets_that_fit_and_what_opens_too_late_scores_nothing(built) -> None:
    found = stored(built)

    assert {key for key in found if key[0] == built.maker.id} == {
        (built.maker.id, "vector-centre"), (built.maker.id, "soon")
    }  # fmt: skip
    score, product = found[built.maker.id, "vector-centre"]
    assert score == product > 0
    assert found[built.maker.id, "soon"][0] == 0


def test_a_second_run_does_nothing_and_what_changes_is_worked_in(built) -> None:
    assert refresh() is False
    built.centre.legal_status = LegalStatus.PLANNED
    db.session.commit()
    assert refresh() is True
    assert stored(built)[built.maker.id, "vector-centre"][0] == 0
    built.maker.state = VettingState.SUSPENDED
    touch(built.maker)
    db.session.commit()
    refreshing.refresh()
    assert refresh() is True
    assert {key[0] for key in stored(built)} == {built.institute.id}


def test_members_see_their_own_triads_with_honest_dates_and_no_name_too_early(built, sign_in) -> None:
    text = sign_in(built.kim).page("/triads").get_text(" ", strip=True)
    assert f"Mulwang Celltera + {teaser_title(built.maker, 'en')} + Vector Centre" in text
    assert "Brindlevec" not in text
    assert "open now" in text
    assert "2090" not in text
    late = sign_in(built.lee).page("/triads?too_late=y").get_text(" ", strip=True)
    assert "from 2090 H2: not in your window" in late
    assert "Mulwang" not in late
    assert "Mulwang Celltera + Brindlevec Biologics" in sign_in(built.broker).page("/staff/triads").get_text(" ")


def test_pairs_that_are_closed_take_no_place_on_a_page(built, sign_in, count_queries) -> None:
    reader, url = sign_in(built.kim), "/triads?too_late=y"
    before = reader.page(url)
    queries = count_queries(lambda: reader.page(url))
    db.session.add(Block(organisation_id=built.maker.id, blocked_id=built.firm.id))
    db.session.flush()

    page = reader.page(url)

    def shown(found) -> tuple[str, int]:
        title = found.select_one("#results-title").get_text(strip=True)
        return title, len(found.select("#results .structured-item"))

    assert (shown(before), shown(page)) == (("4 triads", 4), ("2 triads", 2))
    assert count_queries(lambda: reader.page(url)) <= queries


def test_the_page_of_a_pair_shows_its_assets(built, sign_in) -> None:
    pages = [
        sign_in(built.kim).page(f"/suggestions/{built.maker.id}"),
        sign_in(built.broker).page(f"/staff/suggestions/{built.firm.id}/{built.maker.id}"),
    ]
    for page in pages:
        text = page.get_text(" ", strip=True)
        assert "With a cluster asset" in text
        assert "Capabilities that both need: Viral vector" in text
