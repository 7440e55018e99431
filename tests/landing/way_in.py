"""A firm that calls out a need, asks for space, lands, and posts; with real ids for the addresses of the pages."""

from datetime import timedelta

from matchmaker.calls.passings import passing
from matchmaker.landing.checklists import landing
from matchmaker.landing.checklists.landing import Start
from matchmaker.landing.spaces import leasing
from matchmaker.landing.spaces.rules import Wish
from matchmaker.landing.talent import posting, seating
from matchmaker.landing.talent.posting import Post
from matchmaker.landing.talent.rules import Need, PostState
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from tests.calls import scenes as calls
from tests.introductions.scenes import Scene
from tests.landing import scenes as spaces
from tests.landing.talent.test_walk import session_of


def make_way_in(scene: Scene) -> dict[str, list[int]]:
    """The firm is an anchor whose call the partner answered; it was offered a unit and holds seats."""
    scene.firm.is_anchor = True
    firm, partner = Reader(scene.kim.as_actor(), scene.firm), Reader(scene.lee.as_actor(), scene.partner)
    house = spaces.Scene(scene.partner, scene.lee, scene.firm, scene.kim, scene.broker, scene.boston,
                         spaces.make_asset())  # fmt: skip
    unit, by = house.unit(), house.by_broker
    wish = Wish(unit_type="wet_lab", area_m2=100, move_in=spaces.month(3), lease_months=12)
    demand = leasing.ask(scene.firm, wish, "", by=firm)
    leasing.accept(demand, by=by, version=demand.version)
    leasing.offer(demand, unit, by=by, version=demand.version)
    session = session_of(house, 5)
    need = seating.need_people(scene.firm, Need(skill="gmp_operation", people=2, by=today()), None, by=firm)
    held = seating.reserve(session, scene.firm, 1, by=firm)
    way = landing.begin(scene.firm, Start(kind="domestic_move", target_on=today() + timedelta(days=90)), by=firm)
    return _called(scene, firm) | _posted(firm, partner, by) | {
        "demand_id": [demand.id], "offer_id": [demand.offers[0].id], "unit_id": [unit.id], "need_id": [need.id],
        "session_id": [session.id], "reservation_id": [held.id], "landing_id": [way.id],
        "checklists.task_id": [way.tasks[0].id], "checklists_staff.task_id": [way.tasks[0].id],
    }  # fmt: skip


def _called(scene: Scene, firm: Reader) -> dict[str, list[int]]:
    held = calls.Scene(scene.firm, scene.kim, scene.firm, scene.kim, scene.partner, scene.lee, scene.broker,
                       scene.boston)  # fmt: skip
    call = calls.open_call(held)
    answer = calls.answer(call, scene.lee, scene.partner)
    passing.pass_on(call, ["BOSTON"])
    draft = calls.posting.draft(scene.firm, calls.said(), by=firm)
    return {"call_id": [call.id, draft.id], "answer_id": [answer.id]}


def _posted(firm: Reader, partner: Reader, by: Reader) -> dict[str, list[int]]:
    assert firm.organisation is not None
    assert partner.organisation is not None
    said = Post(kind="job", skill="gmp_operation", title="Operators", text="", language="en", country="KR", people=1,
                starts_on=today() + timedelta(days=60))  # fmt: skip
    row = posting.post(firm.organisation, said, by=firm)
    posting.decide(row, PostState.OPEN, "", by=by, version=row.version)
    application = posting.apply(row, partner.organisation, "We can send one.", "en", by=partner)
    return {"post_id": [row.id], "application_id": [application.id]}


def pages_of_members(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the firm's people."""
    return [
        f"/calls/{ids['call_id'][0]}", f"/calls/{ids['call_id'][1]}/edit", f"/calls/answers/{ids['answer_id'][0]}",
        "/spaces/demands/new", f"/spaces/demands/{ids['demand_id'][0]}", "/talent/needs/new", "/talent/posts/new",
        f"/talent/sessions/{ids['session_id'][0]}", f"/talent/posts/{ids['post_id'][0]}",
        f"/landing/{ids['landing_id'][0]}", f"/landing/tasks/{ids['checklists.task_id'][0]}",
    ]  # fmt: skip


def pages_of_staff(ids: dict[str, list[int]]) -> list[str]:
    """Pages with forms for the broker."""
    return [
        f"/staff/calls/{ids['call_id'][0]}", "/staff/spaces/units/new", f"/staff/spaces/demands/{ids['demand_id'][0]}",
        "/staff/talent/sessions/new", "/staff/landing/new", f"/staff/talent/posts/{ids['post_id'][0]}",
    ]  # fmt: skip
