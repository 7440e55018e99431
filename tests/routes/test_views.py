import pytest
import sqlalchemy as sa

from matchmaker.assets.models import AssetFact
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import OrganisationCode
from matchmaker.organisations.presenting import teaser_title
from matchmaker.organisations.rules import VettingState
from matchmaker.organisations.service import touch
from matchmaker.routes.gathering import areas_of, gather, route_of
from matchmaker.suggestions import builds, refreshing
from matchmaker.suggestions.models import Suggestion
from tests.factories import make_organisation, make_user
from tests.routes.scenes import Scene, make_asset, make_scene


@pytest.fixture
def scene(app) -> Scene:
    return make_scene()


@pytest.fixture
def built(scene) -> Scene:
    builds.build()
    return scene


def scores(scene: Scene) -> dict[int, float]:
    rows = db.session.execute(
        sa.select(Suggestion.candidate_id, Suggestion.score).where(Suggestion.organisation_id == scene.firm.id)
    )
    return dict(iter(rows))


def gaps(scene: Scene) -> tuple[str, ...]:
    return route_of(scene.project, gather(scene.firm, areas_of(scene.project))).gaps


def test_a_maker_ranks_above_an_institute_that_is_alike_and_without_it_the_chain_breaks(built, sign_in) -> None:
    found = scores(built)
    assert found[built.maker.id] > found[built.institute.id] > 0
    assert "MANUF" not in gaps(built)

    built.maker.state = VettingState.SUSPENDED
    touch(built.maker)
    db.session.commit()
    refreshing.refresh()

    assert "MANUF" in gaps(built)
    page = sign_in(built.kim).page(f"/routes/{built.project.id}")
    assert "Gap: Manufacturing" in page.get_text(" ", strip=True)


def test_the_explanation_names_the_stage_that_made_the_difference(built, sign_in) -> None:
    page = sign_in(built.kim).page(f"/suggestions/{built.maker.id}")

    assert "Stage of the flow: Manufacturing" in page.get_text(" ", strip=True)


def test_the_route_tells_who_serves_each_stage_from_when_and_why_and_names_nobody_too_early(built, sign_in) -> None:
    make_asset("late", stages=("MANUF",), capabilities=("viral_vector",), legal_status=LegalStatus.GROUND_BROKEN,
               available_from="2090-H2")  # fmt: skip
    later = make_asset("soon", stages=("INVEST",), legal_status=LegalStatus.GROUND_BROKEN, available_from="2029-H2")
    later.facts.append(AssetFact(about="completion", value_ko="2029 준공", value_en="Completion in 2029",
                                 source_ko="신문",
                                 source_en="A newspaper", dated="2025-09-24"))  # fmt: skip
    neighbour = make_organisation(name_en="Hidden Neighbour", areas=("CGT",))
    neighbour.codes.append(OrganisationCode(list_name="stage", code="STARTUP"))
    db.session.flush()

    page = sign_in(built.kim).page(f"/routes/{built.project.id}")

    text = page.get_text(" ", strip=True)
    sections = {h.get("id"): h.find_parent("section").get_text(" ", strip=True) for h in page.select("main h2[id]")}
    assert "Brindlevec" not in text
    assert "Hidden Neighbour" not in text
    assert "Same unit operations: Viral vector" in sections["stage-manuf"]
    assert "Holds US cGMP" in sections["stage-manuf"]
    assert "1 not counted on" in sections["stage-manuf"]
    assert "from 2029 H2" in sections["stage-invest"]
    assert "Completion in 2029 (A newspaper, 24 Sep 2025)" in sections["stage-invest"]
    assert teaser_title(neighbour, "en") in sections["stage-startup"]
    assert "Gap: Clinical" in text
    assert "Gap: Investment" not in text


def test_a_route_is_for_its_owner_and_for_staff_in_care_only(scene, sign_in) -> None:
    url = f"/routes/{scene.project.id}"
    assert sign_in(scene.lee).get(url).status_code == 404
    assert sign_in(scene.boston).get(f"/staff{url}").status_code == 404
    assert sign_in(scene.kim).get(f"/staff{url}").status_code == 403
    assert "Mulwang Celltera" in sign_in(scene.broker).page(f"/staff{url}").get_text()
    scene.project.reference, scene.project.state = None, OpportunityState.DRAFT
    assert sign_in(scene.kim).get(url).status_code == 404


def test_lists_show_the_ribbon_of_each_project_and_staff_the_flow_as_a_whole(built, sign_in) -> None:
    own = sign_in(built.kim).page("/routes").get_text(" ", strip=True)
    assert "Vectors for our trial" in own
    assert "Gap: Investment" in own
    staff = sign_in(built.broker).page("/staff/routes?stage=MANUF")
    cells = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in staff.select("table tr")]
    assert ["Manufacturing", "1", "1", "0", "0"] in cells
    assert ["Vectors for our trial", "Mulwang Celltera", "Demonstration", "Manufacturing"] in cells
    assert sign_in(make_user()).get("/routes").status_code == 302


def test_a_project_of_old_whose_stages_nobody_has_said_shows_that(scene, sign_in) -> None:
    scene.project.stage_now = scene.project.stage_next = None

    text = sign_in(scene.kim).page(f"/routes/{scene.project.id}").get_text(" ", strip=True)

    assert "Stage now: not said" in text
    assert "The stages are not said yet" in text


def test_the_number_of_queries_does_not_grow_with_what_serves(built, sign_in, count_queries) -> None:
    client = sign_in(built.kim)
    before = count_queries(lambda: client.get(f"/routes/{built.project.id}"))
    for n in range(5):
        one = make_organisation(name_en=f"More {n}")
        one.codes.append(OrganisationCode(list_name="stage", code="MANUF"))
        make_asset(f"more-{n}", stages=("MANUF",))
    db.session.flush()

    assert count_queries(lambda: client.get(f"/routes/{built.project.id}")) == before
