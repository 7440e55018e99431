"""The cluster itself: a developer from Boston lands, a machine maker finds a need, staff see both funnels move."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, expect

from matchmaker.accounts import people
from matchmaker.accounts.models import User
from matchmaker.assets.capacity.timetables import timetable_of
from matchmaker.assets.models import Asset, AssetHours
from matchmaker.assets.records import parts
from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters.loading import load_all
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.answers import answering
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.review import brokering
from matchmaker.landing.checklists.models import LandingTask
from matchmaker.landing.spaces import units
from matchmaker.opportunities.rules import Gateway as Direction
from matchmaker.organisations import days
from matchmaker.organisations.models import Organisation, OrganisationCode
from matchmaker.organisations.readers import Reader as Asker
from tests.desk.scenes import make_pair
from tests.factories import make_opportunity, make_organisation
from tests.introductions.scenes import staff
from tests.journeys.gateway import PASSWORD, Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

DEVELOPER, BROKER = "dana@fort-point-cells.example", "cluster@agency.example"
PROJECT = "A GMP site for closed CAR-T expansion"
EQUIPMENT_PARTNER = ("Garam Closed Systems", "가람클로즈드시스템", "한도윤", "garam-closed")
MACHINE_MAKER, BIO_FIRM = "seo@daon-precision.example", "Beacon Wharf Biologics"
NEED = "Nozzles and star wheels for a small vial filling line"
FUNNEL_BROKER = "funnels@agency.example"
FUNNEL_NAMES = {"outbound": ("노을셀텍", "Mystic Quay Bio"), "inbound": ("새벽공정", "Longfellow Cells")}
"""Who is in Korea and who is abroad, by direction."""
TESTING, TEST_BED = "ktr-siheung", "tukorea-icc"
"""A facility whose source says 2029 H2, and one that is open."""
UNIT = units.Entered(
    name_ko="개방형 습식 실험실", name_en="Open wet laboratory", unit_type="wet_lab", area_m2=90, benches=8,
    biosafety_level=2, lease_months_min=6, lease_months_max=36, services=("waste", "fume_hood"),
    legal_status=LegalStatus.OPEN,
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def cluster(gateway: Gateway) -> None:
    """The records that every installation has."""
    with gateway.app.app_context(), transaction():
        load_all()


def unread(person: Reader) -> Reader:
    """The person on pages that other journeys read."""
    person.inspects = False
    return person


def arrives(person: Reader) -> Reader:
    """Signs in, past the pages of signing in."""
    unread(person).sign_in().inspects = True
    return person


def at_the_desk(person: Reader) -> Reader:
    """Staff, whose pages are read only where the story is about them."""
    return unread(person).sign_in().set_up_second_factor()


def make_member(address: str, name: str, locale: str) -> User:
    """Somebody who can sign in."""
    return people.make_person(
        address, full_name=name, role=Role.MEMBER, password=PASSWORD, locale=locale, confirmed=True
    )


def user(address: str) -> User:
    """The account with this address."""
    return db.session.scalars(sa.select(User).where(User.email == address)).one()


def asset(key: str) -> Asset:
    """A record of the cluster."""
    return db.session.scalars(sa.select(Asset).where(Asset.key == key)).one()


# ---- a developer from Boston lands ----


@dataclass
class Landing:
    """Who acts in this story, and what it is about."""

    gateway: Gateway
    developer: Reader
    broker: Reader
    project_id: int
    partner_id: int
    pages: dict[str, str] = field(default_factory=dict)
    """Addresses that the people come back to."""

    def in_months(self, number: int) -> str:
        """The first day of a month ahead, on the calendar of the cluster."""
        with self.gateway.app.app_context():
            today = days.today()
        months = today.year * 12 + today.month - 1 + number
        return date(months // 12, months % 12 + 1, 1).isoformat()


def test_a_developer_from_boston_finds_a_site_and_a_partner_and_lands(
    gateway: Gateway, reader: Callable[..., Reader]
) -> None:
    story = begin(gateway, reader)
    visitor_reads_how_far_the_cluster_is(story)
    route_says_who_serves_manufacturing_and_from_when(story)
    a_planned_site_takes_no_dates_yet(story)
    the_open_test_bed_takes_them(story)
    developer_meets_the_equipment_partner(story)
    a_space_is_found(story)
    the_list_is_worked_through(story)
    they_have_landed(story)


def begin(gateway: Gateway, reader: Callable[..., Reader]) -> Landing:
    """A developer in Boston with a published need, a maker of equipment in Siheung, a broker, a unit to let."""
    gateway.make_person(BROKER, "정담당", Role.BROKER, "ko")
    with gateway.app.app_context(), transaction():
        developer = make_organisation(
            country="US", member=make_member(DEVELOPER, "Dana Whitfield", "en"), name_en="Fort Point Cell Works",
            summary="Autologous cell therapies in the clinic.",
        )  # fmt: skip
        project = make_opportunity(
            developer, profile_type="TR", title=PROJECT, need="A GMP site and closed equipment for CAR-T cells.",
            codes={"unit_operation": ("cell_expansion", "release_testing")}, stage_now="DEMO", stage_next="MANUF",
        )  # fmt: skip
        partner = make_equipment_partner()
        open_the_test_bed()
        ids = project.id, partner.id
    return Landing(gateway, reader("en", DEVELOPER), at_the_desk(reader("ko", BROKER)), *ids)


def make_equipment_partner() -> Organisation:
    """It supplies manufacturing, and shows its name to nobody whom it was not introduced to."""
    partner = make_organisation(
        member=make_member("han@garam-closed.example", EQUIPMENT_PARTNER[2], "ko"), name_en=EQUIPMENT_PARTNER[0],
        name_ko=EQUIPMENT_PARTNER[1], anonymity_tier=0, summary="Closed equipment for the expansion of cells.",
        areas=("CGT", "BPE"),
    )  # fmt: skip
    partner.codes.append(OrganisationCode(list_name="stage", code="MANUF"))
    make_opportunity(
        partner, title="Closed cell expansion", offer="A closed bioreactor with its kits.",
        codes={"area": ("CGT", "BPE"), "unit_operation": ("cell_expansion",)}, stage_now="MANUF",
    )  # fmt: skip
    return partner


def open_the_test_bed() -> None:
    """Staff have entered the hours of the test bed and a unit to let in it."""
    test_bed, broker = asset(TEST_BED), user(BROKER)
    for weekday in range(5):
        parts.add(test_bed, AssetHours(weekday=weekday, first_hour=9, end_hour=18), actor_id=broker.id)
    said = {name: getattr(UNIT, name) for name in UNIT.__slots__} | {"asset_id": test_bed.id}
    units.enter(units.Entered(**said), by=Asker(staff(broker)))


def visitor_reads_how_far_the_cluster_is(story: Landing) -> None:
    """Nothing is promised that nobody published."""
    visitor = story.developer.open("/").reads("Six stages, one flow").follow("Get to know the cluster")
    visitor.reads("date not published yet").sees("from 2029 H2")
    visitor.follow_title(named(story, TESTING)).reads("Where sources differ")
    visitor.reads("This asset cannot be used yet. Availability: %(when)s.", when="from 2029 H2")
    visitor.sees_nothing_of(*EQUIPMENT_PARTNER)


def named(story: Landing, key: str) -> str:
    """What an asset is called in English."""
    with story.gateway.app.app_context():
        return asset(key).name_en


def route_says_who_serves_manufacturing_and_from_when(story: Landing) -> None:
    """A partner that can be asked now, a facility from its published date, one that nobody has dated."""
    developer = arrives(story.developer).menu("/routes").follow_title(PROJECT)
    stage = developer.page.locator("section", has=developer.page.locator("#stage-manuf"))
    expect(stage.locator(f'a[href$="/{story.partner_id}"]')).to_have_count(1)
    expect(row_of(stage, named(story, TESTING))).to_contain_text("from 2029 H2")
    expect(row_of(stage, named(story, "carx-gmp"))).to_contain_text("date not published yet")
    developer.reads("Gap: %(stage)s", stage="Clinical").sees_nothing_of(*EQUIPMENT_PARTNER)


def row_of(stage: Locator, name: str) -> Locator:
    """The line of the table that tells of somebody or something."""
    return stage.locator("tbody tr").filter(has_text=name)


def a_planned_site_takes_no_dates_yet(story: Landing) -> None:
    """The refusal says from when it is announced."""
    developer = story.developer.open(f"/assets/{TESTING}/request")
    ask_for(developer, story.in_months(3))
    developer.reads("This asset cannot be used on these dates: it is announced from %(opens)s.", opens="2029 H2")


def ask_for(developer: Reader, day: str) -> None:
    """Ask for two hours of a day."""
    developer.fill(asks="dates", kind="use", purpose="A first run with our cells.", first_day=day)
    developer.fill(first_hour="10", end_hour="12")
    developer.page.locator("[name=opportunity]").select_option(label=PROJECT)
    developer.press("Send the request")


def the_open_test_bed_takes_them(story: Landing) -> None:
    """Staff check and accept; then the hours are booked."""
    developer, broker, gateway = story.developer, story.broker, story.gateway
    developer.open(f"/assets/{TEST_BED}/request")
    ask_for(developer, bookable_day(gateway).isoformat())
    developer.reads("Dates requested")
    broker.open(gateway.link_in_mail(BROKER, "/asset-requests/")).sees("Fort Point Cell Works")
    for step in ("Take up the check", "Accept the dates"):
        broker.unfold(step).press(step)
    developer.open(gateway.link_in_mail(DEVELOPER, "/asset-requests/")).reads("Dates accepted")
    developer.reads("The hours are booked for you. Write into the use log what you used.")


def bookable_day(gateway: Gateway) -> date:
    """The first day with hours after the days of notice."""
    with gateway.app.app_context():
        test_bed = asset(TEST_BED)
        earliest = days.today() + timedelta(days=test_bed.lead_time_days + 1)
        timetable = timetable_of(test_bed)
        return next(day for n in range(30) if timetable.hours(day := earliest + timedelta(days=n)))


def developer_meets_the_equipment_partner(story: Landing) -> None:
    """Interest is expressed without a name; broker and partner say yes as in the journey of introductions."""
    developer = unread(story.developer).open(f"/introductions/new/{story.partner_id}")
    developer.sees_nothing_of(*EQUIPMENT_PARTNER)
    developer.fill(message="We want to run our process in your closed system in Siheung.")
    for name in ("from_opportunity", "to_opportunity"):
        developer.page.locator(f"[name={name}]").select_option(index=1)
    developer.press("Send to the agency")
    with story.gateway.app.app_context(), transaction():
        wanted = sa.select(Introduction).where(Introduction.to_id == story.partner_id)
        introduce(db.session.scalars(wanted).one(), broker=user(BROKER), asked=user("han@garam-closed.example"))
    developer.open(story.gateway.link_in_mail(DEVELOPER, "/introductions/"))
    developer.reads("Contacts").sees(EQUIPMENT_PARTNER[0]).inspects = True


def introduce(row: Introduction, *, broker: User, asked: User) -> None:
    """The agency passes it on, and the other side accepts."""
    brokering.take(row, staff=staff(broker), version=row.version)
    brokering.forward(row, staff=staff(broker), version=row.version)
    db.session.flush()
    answering.answer(row, answering.Answer(True), user=asked, version=row.version, consent=True)


def a_space_is_found(story: Landing) -> None:
    """Asked for, taken into the plan, offered, reserved."""
    developer, broker, gateway = story.developer.menu("/spaces"), story.broker, story.gateway
    developer.sees(UNIT.name_en).follow("Ask for space")
    developer.fill(
        unit_type="wet_lab", area_m2="80", benches="6", biosafety_level="2", services=["waste"], lease_months="24",
        move_in=story.in_months(4), purpose="A process development team of six.",
    ).press("Send to the agency")  # fmt: skip
    developer.reads("Your demand is with the agency. Below you see what fits already.").sees(UNIT.name_en)
    story.pages["demand"] = developer.page.url
    broker.open(gateway.link_in_mail(BROKER, "/staff/spaces/demands/")).press("Take into the plan")
    broker.press("Offer this unit").reads("Offered. The members have been told.")
    story.pages["staff demand"] = broker.page.url
    developer.open(gateway.link_in_mail(DEVELOPER, "/spaces/demands/")).press("Reserve this unit")
    developer.reads("The unit is reserved.")


def the_list_is_worked_through(story: Landing) -> None:
    """The space is settled, so the list says one task less."""
    developer = story.developer.menu("/landing").follow("Begin the list")
    developer.fill(kind="subsidiary", target_on=story.in_months(5), laboratory=True).press("Make the list")
    with story.gateway.app.app_context():
        tasks = db.session.scalar(sa.select(sa.func.count()).select_from(LandingTask))
    developer.reads("%(done)s of %(all)s tasks done", done=0, all=tasks).follow_title("Settle the space")
    developer.fill(state="done").press("Save")
    developer.reads("%(done)s of %(all)s tasks done", done=1, all=tasks)


def they_have_landed(story: Landing) -> None:
    """The tenancy has started, and both sides read so."""
    story.broker.open(story.pages["staff demand"]).press("They have moved in").reads("Moved in")
    story.developer.open(story.pages["demand"]).reads("Moved in")


# ---- a machine maker finds its first need ----


def test_a_machine_maker_in_siheung_finds_its_first_bio_need(gateway: Gateway, reader: Callable[..., Reader]) -> None:
    with gateway.app.app_context(), transaction():
        make_organisation(
            member=make_member(MACHINE_MAKER, "서지안", "ko"), name_ko="다온정밀", name_en="Daon Precision",
            areas=("MPE",), summary="Precision machining.",
        )  # fmt: skip
        buyer = make_organisation(country="US", name_en=BIO_FIRM, anonymity_tier=0, areas=("BIOPHARMA",))
        make_opportunity(buyer, profile_type="TR", title=NEED, need="Machined parts for filling of 2R vials.",
                         codes={"unit_operation": ("fill_finish",), "area": ("BIOPHARMA",)})  # fmt: skip
    maker = arrives(reader("ko", MACHINE_MAKER))
    says_what_it_makes(maker)
    sees_what_stands_between_it_and_the_order(maker)
    makes_it_an_offer(maker)


def says_what_it_makes(maker: Reader) -> None:
    """In the words of its own trade, and the one certificate that it holds."""
    maker.menu("/manufacturing").follow("Say what you make")
    maker.fill(
        capabilities=["cnc_machining", "vision_inspection_systems"], materials="스테인리스 316L, PEEK",
        tolerances="±5 µm, 표면 거칠기 Ra 0.4 µm", volumes="시제품 10개부터 월 5,000개까지", certificates=["iso_9001"],
    ).press("Save and see the uses")  # fmt: skip


def sees_what_stands_between_it_and_the_order(maker: Reader) -> None:
    """The need without the name behind it, and the certificates that lack one by one."""
    need = maker.page.locator("li.structured-item").filter(has_text=NEED)
    for words in (
        maker.label("unit_operation", "fill_finish"), maker.words("Certificates that you lack"),
        maker.words("Missing"), maker.label("standard", "iso_13485"),
    ):  # fmt: skip
        expect(need).to_contain_text(words)
    expect(need).not_to_contain_text(maker.label("standard", "iso_9001"))
    maker.sees_nothing_of(BIO_FIRM)


def makes_it_an_offer(maker: Reader) -> None:
    """The draft says it already, in both languages."""
    maker.press("Make this an offer")
    for name, words in {
        "ko-title": "CNC 정밀 가공", "ko-offer": "±5 µm", "en-title": "CNC precision machining",
    }.items():  # fmt: skip
        assert words in maker.page.locator(f'main [name="{name}"]').input_value()


# ---- staff see both funnels move ----


def test_staff_see_both_funnels_move(gateway: Gateway, reader: Callable[..., Reader]) -> None:
    gateway.make_person(FUNNEL_BROKER, "윤담당", Role.BROKER, "ko")
    broker = at_the_desk(reader("ko", FUNNEL_BROKER))
    quiet = counts(broker)
    with gateway.app.app_context(), transaction():
        pairs = both_ask()
    asked = counts(broker)
    assert asked == a_pair_more(quiet, "interest")
    with gateway.app.app_context(), transaction():
        for number, answers in pairs:
            introduce(db.session.get_one(Introduction, number), broker=user(FUNNEL_BROKER), asked=user(answers))
    broker.inspects = True
    assert counts(broker) == a_pair_more(asked, "introduced")
    for direction, names in FUNNEL_NAMES.items():
        broker.open(f"/staff/gateway/{direction}/introduced").sees(*names)
        unread(broker)


def both_ask() -> list[tuple[int, str]]:
    """One Korean firm turns to Boston, one firm of Boston to Siheung: introductions, and who will answer."""
    found = []
    for direction, (korean, foreign) in FUNNEL_NAMES.items():
        address = f"{direction}@funnels.example"
        answers = make_member(address, "Robin Vale", "en")
        is_outbound = direction == Direction.OUTBOUND
        at_home = make_organisation(
            name_ko=korean, name_en=f"Home {direction}", member=None if is_outbound else answers
        )
        abroad = make_organisation(country="US", name_en=foreign, member=answers if is_outbound else None)
        asking, asked = (at_home, abroad) if is_outbound else (abroad, at_home)
        found.append((make_pair(from_=asking, to=asked).id, address))
    return found


def counts(broker: Reader) -> dict[tuple[str, str], int]:
    """The pairs that the page counts, by direction and step."""
    broker.open("/staff/gateway")
    links = broker.page.locator("main td.number a").all()
    found = [re.search(r"/staff/gateway/(\w+)/(\w+)", str(link.get_attribute("href"))) for link in links]
    numbers = [int(link.inner_text().split()[0]) for link in links]
    return {(one[1], one[2]): number for one, number in zip(found, numbers, strict=True) if one is not None}


def a_pair_more(before: dict[tuple[str, str], int], step: str) -> dict[tuple[str, str], int]:
    """The same with one pair more at `step` in each direction."""
    return {(direction, at): number + (at == step) for (direction, at), number in before.items()}
