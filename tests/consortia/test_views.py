from datetime import date

import pytest
import sqlalchemy as sa

from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.consortia.rules import ConsortiumState
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.models import OpportunityRequirement
from matchmaker.organisations.models import Block, OrganisationCode
from matchmaker.organisations.presenting import teaser_title
from tests.factories import make_opportunity, make_organisation, make_user
from tests.routes.scenes import Scene, make_asset, make_scene


@pytest.fixture
def scene(app) -> Scene:
    """The need asks for a standard that the maker holds and for tests that only the centre does."""
    found = make_scene()
    musts = {"standard": "us_cgmp", "unit_operation": "release_testing"}
    found.project.requirements = [
        OpportunityRequirement(field=field, operator="any_of", value=[code], strength="must")
        for field, code in musts.items()
    ]
    make_asset("tests", stages=("DEMO",), capabilities=("release_testing",))
    db.session.flush()
    return found


def url(scene: Scene) -> str:
    return f"/staff/consortia/new/{scene.project.id}"


def saved(scene: Scene, client) -> Consortium:
    page = client.page(url(scene))
    form = page.select_one("#results form")
    fields = {tag["name"]: [] for tag in form.find_all("input")}
    for tag in form.find_all("input"):
        fields[tag["name"]].append(tag["value"])
    client.send(url(scene), fields)
    return db.session.scalars(sa.select(Consortium)).one()


def test_the_smallest_team_that_covers_everything_is_explained_member_by_member(scene, sign_in) -> None:
    page = sign_in(scene.broker).page(url(scene)).get_text(" ", strip=True)

    first = page.partition("Team 2")[0]
    assert "Team 1 2 members" in first
    assert "Brindlevec Biologics" in first
    assert "Vector Centre" in first
    assert "✓ Holds US cGMP 21 CFR 210/211 (required)" in first
    assert "✓ Unit operation: Release testing (required)" in first
    assert "✓ Serves the stage: Manufacturing" in first
    assert "Tallgrass" not in first


def test_what_nobody_covers_is_named(scene, sign_in) -> None:
    scene.maker.qualities = []

    page = sign_in(scene.broker).page(url(scene)).get_text(" ", strip=True)

    assert "No team is possible" in page
    assert "Nobody covers: Holds US cGMP 21 CFR 210/211 (required)" in page


def test_who_avoids_the_owner_is_in_no_team(scene, sign_in) -> None:
    db.session.add(Block(organisation_id=scene.maker.id, blocked_id=scene.firm.id))

    assert "Brindlevec" not in sign_in(scene.broker).page(url(scene)).get_text()


def test_a_broker_saves_a_team_changes_it_with_its_cover_checked_and_turns_it_into_introductions(
    scene, sign_in
) -> None:
    client = sign_in(scene.broker)
    neighbour = make_organisation(name_en="Home Maker", member=make_user())
    neighbour.codes.append(OrganisationCode(list_name="stage", code="MANUF"))
    make_opportunity(neighbour, profile_type="BO", offer="We fill vials.")
    row = saved(scene, client)
    here, keys = f"/staff/consortia/{row.id}", {member.key for member in row.members}
    assert f"org-{scene.maker.id}" in keys
    assert "The team covers every requirement" in client.page(here).get_text()

    asset = next(key for key in keys if key.startswith("asset-"))
    client.send(f"{here}/remove", {"key": asset, "version": row.version})
    text = client.page(here).get_text(" ", strip=True)
    assert "Nobody covers: Unit operation: Release testing (required)" in text
    client.send(f"{here}/join", {"join-key": asset, "join-version": row.version})
    client.send(f"{here}/join", {"join-key": f"org-{neighbour.id}", "join-version": row.version})
    client.send(f"{here}/remove", {"key": asset, "version": 1}, status=409)
    client.send(
        f"{here}/introduce", {"meet-message": "Mail me at a@b.example", "meet-version": row.version}, status=422
    )

    client.send(f"{here}/introduce", {"meet-message": "A team for your vectors.", "meet-version": row.version})

    db.session.refresh(row)
    made = db.session.scalars(sa.select(Introduction).order_by(Introduction.id)).all()
    assert row.state is ConsortiumState.INTRODUCED
    assert [(one.from_id, one.to_id) for one in made] == [
        (scene.firm.id, scene.maker.id), (neighbour.id, scene.maker.id)
    ]  # fmt: skip
    assert made[0].from_opportunity_id == scene.project.id
    assert {member.introduction_id for member in row.members if member.organisation_id} == {one.id for one in made}
    audited = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject_type == "consortium"))
    assert list(audited) == ["consortium.made", "consortium.member_removed", "consortium.member_added",
                             "consortium.member_added", "consortium.introduced"]  # fmt: skip
    client.send(f"{here}/introduce", {"meet-message": "Again.", "meet-version": row.version}, status=409)


def test_an_introduction_that_is_there_already_is_linked_and_not_made_twice(scene, sign_in) -> None:
    client = sign_in(scene.broker)
    first = saved(scene, client)
    client.send(f"/staff/consortia/{first.id}/introduce", {"meet-message": "Meet.", "meet-version": first.version})
    second = Consortium(opportunity=scene.project, stages=[], state=ConsortiumState.DRAFT)
    second.members = [type(first.members[0])(organisation_id=scene.maker.id)]
    db.session.add(second)
    db.session.flush()

    client.send(f"/staff/consortia/{second.id}/introduce", {"meet-message": "Meet.", "meet-version": second.version})

    db.session.refresh(second)
    made = db.session.scalars(sa.select(Introduction)).one()
    assert second.members[0].introduction_id == made.id


def test_teams_are_for_staff_who_have_the_need_in_care(scene, sign_in) -> None:
    assert sign_in(scene.kim).get(url(scene)).status_code == 403
    assert sign_in(scene.boston).get(url(scene)).status_code == 404
    row = saved(scene, sign_in(scene.broker))
    assert sign_in(scene.boston).get(f"/staff/consortia/{row.id}").status_code == 404
    assert "Vectors for our trial" in sign_in(scene.broker).page("/staff/consortia").get_text()
    assert "Vectors for our trial" in sign_in(scene.broker).page("/staff/consortia/new?q=vectors").get_text()


def test_a_co_broker_reads_in_no_plan_or_notice_who_a_member_out_of_its_care_is(scene, sign_in) -> None:
    hidden = make_organisation(name_en="Hidden Wharf Cells", name_ko="숨은세포", anonymity_tier=0)
    need = make_opportunity(scene.maker, profile_type="BR", need="A firm that fills vials.", stage_next="MANUF")
    row = Consortium(opportunity=need, stages=[], state=ConsortiumState.DRAFT)
    row.members = [ConsortiumMember(organisation_id=hidden.id)]
    db.session.add(row)
    db.session.flush()
    client, here = sign_in(scene.boston), f"/staff/consortia/{row.id}"

    pages = [client.page(here).get_text(" ", strip=True)]
    client.send(f"{here}/introduce", {"meet-message": "Meet.", "meet-version": row.version}, status=302)
    pages.append(client.page(here).get_text(" ", strip=True))

    assert teaser_title(hidden, "en") in pages[0]
    for page in pages:
        assert "Hidden Wharf" not in page
        assert "숨은세포" not in page
    assert "Hidden Wharf Cells" in sign_in(scene.broker).page(here).get_text()


def test_an_expired_certificate_covers_nothing(scene, sign_in) -> None:
    scene.maker.qualities[0].valid_to = date(2020, 1, 1)

    assert "No team is possible" in sign_in(scene.broker).page(url(scene)).get_text()
