"""From interest to a meeting that happens to an outcome with evidence: four people, two languages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import FilePayload

from matchmaker.accounts import people
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.meetings.models import BookedQuarter, Meeting
from matchmaker.organisations.days import today
from tests.factories import make_opportunity, make_organisation
from tests.introductions.scenes import agree
from tests.journeys.gateway import PASSWORD, Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

FIRM, PARTNER = "haneul@hanbit-cell.example", "morgan@harbor-tx.example"
BROKER, BOSTON = "broker@agency.example", "casey@boston-office.example"
FIRM_NAMES = ("한빛셀공정", "Hanbit Cell Process", "김하늘", "hanbit-cell")
PARTNER_NAME, FIRM_NAME = "Quincy Harbor Therapeutics", "Hanbit Cell Process"
PARTNER_NAMES = (PARTNER_NAME, "Morgan Reyes", "harbor-tx")
IN_CONFIDENCE = "견본 가격은 아직 상대 기관에 알리지 말아 주십시오."
AUDIT_NOTE = "서명된 양해각서 원본을 확인했습니다."
PLAN = FilePayload(name="plan.pdf", mimeType="application/pdf",
                   buffer=b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n")  # fmt: skip


@dataclass
class Cast:
    """Who acts in this story, and what it is about."""

    gateway: Gateway
    firm: Reader
    partner: Reader
    broker: Reader
    boston: Reader
    firm_id: int
    partner_id: int
    pages: dict[str, str] = field(default_factory=dict)
    """Addresses that the people come back to."""

    def today(self) -> date:
        """The day at the agency."""
        with self.gateway.app.app_context():
            return today()


def test_a_meeting_happens_and_an_mou_is_kept_half_in_time(gateway: Gateway, reader: Callable[..., Reader]) -> None:
    cast = arrive(gateway, reader)
    firm_expresses_interest(cast)
    both_offices_forward(cast)
    partner_accepts(cast)
    they_write(cast)
    partner_proposes_times(cast)
    firm_picks_one(cast)
    firm_moves_it(cast)
    partner_picks_another(cast)
    nobody_is_booked_twice(cast)
    everybody_is_reminded(cast)
    all_say_how_it_went(cast)
    firm_records_an_mou(cast)
    broker_audits_it(cast)
    one_obligation_is_kept_and_one_is_late(cast)
    both_read_the_rate(cast)


def arrive(gateway: Gateway, reader: Callable[..., Reader]) -> Cast:
    """A firm in Siheung, a partner in Boston, the broker of the agency, a co-broker in Boston."""
    gateway.make_person(BROKER, "이담당", Role.BROKER, "ko")
    gateway.make_person(BOSTON, "Casey Quinn", Role.CO_BROKER, "en", "BOSTON")
    firm_id, partner_id = make_sides(gateway)
    firm, partner = reader("ko", FIRM).sign_in(), reader("en", PARTNER).sign_in()
    broker, boston = (
        reader(language, address).sign_in().set_up_second_factor()
        for language, address in (("ko", BROKER), ("en", BOSTON))
    )
    return Cast(gateway, firm, partner, broker, boston, firm_id, partner_id)


def make_sides(gateway: Gateway) -> tuple[int, int]:
    """Two approved organisations with something published."""
    with gateway.app.app_context(), transaction():
        kim, lee = (
            people.make_person(
                address, full_name=name, role=Role.MEMBER, password=PASSWORD, locale=locale, confirmed=True
            )
            for address, name, locale in ((FIRM, "김하늘", "ko"), (PARTNER, "Morgan Reyes", "en"))
        )
        lee.time_zone = "America/New_York"
        agree(lee)
        firm = make_organisation(
            member=kim, name_en=FIRM_NAME, name_ko="한빛셀공정", anonymity_tier=0, summary="Closed washing of cells."
        )
        partner = make_organisation(
            country="US", member=lee, name_en=PARTNER_NAME, anonymity_tier=0, summary="Cell therapies in the clinic."
        )
        make_opportunity(firm, title="Closed washing of cells", offer="A closed system.")
        make_opportunity(partner, profile_type="TR", title="Closed washing wanted", need="A closed system.")
        return firm.id, partner.id


def firm_expresses_interest(cast: Cast) -> None:
    """It learns no name yet; the agency is told, the partner is not."""
    firm = cast.firm.open(f"/introductions/new/{cast.partner_id}").sees_nothing_of(*PARTNER_NAMES)
    firm.fill(message="귀사가 찾는 폐쇄형 세척 시스템을 보스턴에서 함께 실증하고 싶습니다.", consent=True)
    for name in ("from_opportunity", "to_opportunity"):
        firm.page.locator(f"[name={name}]").select_option(index=1)
    firm.press("Send to the agency").sees_nothing_of(*PARTNER_NAMES)
    cast.pages["firm"] = firm.page.url
    assert cast.gateway.subjects_to(PARTNER) == []


def both_offices_forward(cast: Cast) -> None:
    """Neither office alone discloses anything."""
    gateway = cast.gateway
    cast.broker.open(gateway.link_in_mail(BROKER, "/staff/introductions/")).press("Take it")
    cast.pages["broker"] = cast.broker.page.url
    cast.broker.press_and_confirm("Approve for the agency")
    cast.firm.open(cast.pages["firm"]).sees_nothing_of(*PARTNER_NAMES)
    assert gateway.subjects_to(PARTNER) == []
    cast.boston.open(gateway.link_in_mail(BOSTON, "/staff/introductions/")).press_and_confirm("Approve for our office")
    cast.pages["boston"] = cast.boston.page.url
    assert gateway.subjects_to(PARTNER) == [f"{FIRM_NAME} would like to meet you"]


def partner_accepts(cast: Cast) -> None:
    """Names before the yes, contacts after it."""
    partner = cast.partner.open(cast.gateway.link_in_mail(PARTNER, "/introductions/"))
    cast.pages["partner"] = partner.page.url
    partner.sees(FIRM_NAME).sees_nothing_of("김하늘", FIRM)
    partner.press("Accept the introduction").reads("Contacts")
    cast.firm.open(cast.gateway.link_in_mail(FIRM, "/introductions/")).sees(PARTNER_NAME).reads("Contacts")


def they_write(cast: Cast) -> None:
    """The first file is sent with a promise only; what is for the agency stays with the agency."""
    gateway, firm = cast.gateway, cast.firm.open(f"{cast.pages['firm']}/thread?lane=all")
    firm.fill(body="실증 계획을 첨부합니다.").unfold("Attach files")
    firm.reads("Before your first file in this conversation")
    firm.page.set_input_files("[name=files]", PLAN)
    firm.press("Send").sees("실증 계획을 첨부합니다.")
    assert firm.page.locator(".thread-message").count() == 0
    firm.page.set_input_files("[name=files]", PLAN)
    firm.fill(may_share=True).press("Send").sees("plan.pdf")
    partner = cast.partner.open(gateway.link_in_mail(PARTNER, "/thread")).sees("실증 계획을 첨부합니다.")
    assert gateway.subjects_to(PARTNER)[-1] == f"New message: {FIRM_NAME}"
    with partner.page.expect_download() as download:
        partner.page.get_by_role("link", name="plan.pdf").click()
    assert download.value.path().read_bytes() == PLAN["buffer"]

    firm.open(f"{cast.pages['firm']}/thread?lane=requester").fill(body=IN_CONFIDENCE).press("Send")
    cast.broker.open(gateway.link_in_mail(BROKER, "lane=requester")).sees(IN_CONFIDENCE)
    for page in ("", "/thread", "/thread?lane=all", "/thread?lane=counterpart"):
        cast.boston.open(cast.pages["boston"] + page).sees_nothing_of(IN_CONFIDENCE)
    cast.partner.open(f"{cast.pages['partner']}/thread").sees_nothing_of(IN_CONFIDENCE)


def offered(person: Reader) -> list[str]:
    """Times that the page offers."""
    boxes = person.page.locator("[name=slot]").all()
    return [str(box.get_attribute("value")) for box in boxes]


def offered_to(person: Reader) -> set[datetime]:
    """The same as moments."""
    return {datetime.fromisoformat(one) for one in offered(person)}


def partner_proposes_times(cast: Cast) -> None:
    """Two times out of the list, far enough ahead for every reminder."""
    partner = cast.partner.open(cast.pages["partner"]).follow("Propose times for a meeting")
    partner.fill(slot=offered(partner)[-4:-2], title="First talk", video_link="https://video.example/room")
    partner.press("Propose these times")
    partner.reads("The times are proposed. You will be told as soon as there is an answer.")
    cast.pages["meeting"] = partner.page.url


def firm_picks_one(cast: Cast) -> None:
    """It is confirmed, the broker sees to it, and everybody has an invitation."""
    firm, gateway = cast.firm.open(cast.gateway.link_in_mail(FIRM, "/meetings/")), cast.gateway
    firm.sees("Boston" if firm.language == "en" else "뉴욕").press("Pick this time")
    firm.reads("The time is confirmed. The invitations are on their way.").sees("이담당", "First talk")
    assert calendar_acts(gateway, FIRM) == calendar_acts(gateway, PARTNER) == [("REQUEST", 0)]
    assert gateway.subjects_to(FIRM)[-1] == gateway.words("Meeting confirmed: %(other)s", "ko", other=PARTNER_NAME)


def calendar_acts(gateway: Gateway, to: str) -> list[tuple[str, int]]:
    """What calendars were told: the method and the sequence of each; always of one meeting."""
    calendars = gateway.calendars_to(to)
    assert len({str(one.walk("VEVENT")[0]["UID"]) for one in calendars}) == 1
    return [(str(one["METHOD"]), int(one.walk("VEVENT")[0]["SEQUENCE"])) for one in calendars]


def firm_moves_it(cast: Cast) -> None:
    """The old time is taken out of all calendars at once."""
    before, firm = starts_at(cast), cast.firm.follow("Move to another time")
    assert before not in offered_to(firm)
    firm.fill(slot=offered(firm)[-2:], reason="출장 일정이 바뀌었습니다.").press("Propose these times")
    for to in (FIRM, PARTNER):
        assert calendar_acts(cast.gateway, to) == [("REQUEST", 0), ("CANCEL", 1)]
    assert cast.gateway.subjects_to(PARTNER)[-1] == f"The meeting is moved: {FIRM_NAME}"


def partner_picks_another(cast: Cast) -> None:
    """The new invitation replaces the old one; it is at the time on the page."""
    partner = cast.partner.open(cast.pages["meeting"]).sees("출장 일정이 바뀌었습니다.").press("Pick this time")
    partner.reads("The time is confirmed. The invitations are on their way.")
    for to in (FIRM, PARTNER):
        assert calendar_acts(cast.gateway, to) == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
        assert cast.gateway.calendars_to(to)[-1].walk("VEVENT")[0].start == starts_at(cast)


def starts_at(cast: Cast) -> datetime:
    """When the meeting begins."""
    with cast.gateway.app.app_context():
        found = db.session.scalars(sa.select(Meeting.starts_at)).one()
    assert found is not None
    return found


def nobody_is_booked_twice(cast: Cast) -> None:
    """The half hour belongs to both people once, and is offered to nobody for a second meeting."""
    with cast.gateway.app.app_context():
        booked = db.session.execute(
            sa.select(BookedQuarter.user_id, sa.func.count()).group_by(BookedQuarter.user_id)
        ).all()
    assert [count for _user, count in booked] == [2] * len(booked)
    assert len(booked) >= 2
    cast.firm.open(f"/meetings/new/{cast.pages['firm'].rpartition('/')[2]}")
    assert starts_at(cast) not in offered_to(cast.firm)


def everybody_is_reminded(cast: Cast) -> None:
    """Two days before: will you come, and the pack."""
    gateway = cast.gateway
    gateway.let_pass((starts_at(cast) - datetime.now(UTC)).days - 1)
    gateway.strike("meetings.reconfirm")
    gateway.strike("meetings.send_packs")
    assert set(gateway.subjects_to(PARTNER)[-2:]) == {f"Will you be there? {FIRM_NAME}", f"Meeting pack: {FIRM_NAME}"}
    cast.partner.open(gateway.link_in_mail(PARTNER, "/reconfirm"))
    for person in (cast.firm, cast.partner, cast.broker):
        person.open(f"{cast.pages['meeting']}/pack")


def all_say_how_it_went(cast: Cast) -> None:
    """Each side and the agency; what a side says is read by the agency alone."""
    gateway = cast.gateway
    gateway.let_pass(5)
    gateway.strike("meetings.ask_for_rating")
    assert gateway.subjects_to(PARTNER)[-1] == f"How did the meeting go? {FIRM_NAME}"
    for person, words in (
        (cast.firm, "다음 단계는 양해각서입니다."),
        (cast.partner, "A good talk."),
        (cast.broker, ""),
    ):
        person.open(f"{cast.pages['meeting']}/rate").sees_nothing_of(
            *([] if person is cast.broker else ["다음 단계는 양해각서입니다."])
        )
        person.fill(outcome="cooperation_possible", comment=words).press("Send")
        person.reads("Thank you. Your word is noted; only the agency reads it.")
    cast.firm.open(cast.pages["meeting"]).reads("The meeting took place.")


def firm_records_an_mou(cast: Cast) -> None:
    """With what both promised, and a file and a link that show it."""
    firm, today = (
        cast.firm.open(cast.pages["firm"]).follow("Record an outcome").follow("Record an outcome"),
        cast.today(),
    )
    firm.fill(kind="mou", happened_on=today.isoformat(), title="공동 실증 양해각서")
    firm.fill(evidence__url="https://news.example/mou")
    firm.page.set_input_files("[name=evidence-file]", PLAN)
    for number, (text, days) in enumerate((("시연 장비를 보스턴에 보냅니다.", 10), ("시험 결과를 공유합니다.", 60))):
        firm.fill(**{
            f"promises__{number}__text": text, f"promises__{number}__owner": str(cast.firm_id),
            f"promises__{number}__due_on": (today + timedelta(days=days)).isoformat(),
        })  # fmt: skip
    firm.press("Record it").sees("공동 실증 양해각서", "시연 장비를 보스턴에 보냅니다.")
    cast.pages["outcome"] = firm.page.url
    mou = cast.gateway.label("outcome_kind", "mou", "en")
    assert cast.gateway.subjects_to(PARTNER)[-1] == f"An outcome with {FIRM_NAME} is recorded: {mou}"


def broker_audits_it(cast: Cast) -> None:
    """Claimed until then; the note stays with the agency."""
    broker = cast.broker.open(cast.gateway.link_in_mail(BROKER, "/staff/outcomes/")).reads("Claimed")
    cast.pages["staff outcome"] = broker.page.url
    broker.unfold("Audit").fill(audit__words=AUDIT_NOTE).press("Confirm as audited").reads("Audited")
    cast.partner.open(cast.pages["outcome"]).reads("Audited").sees_nothing_of(AUDIT_NOTE)
    cast.boston.open(cast.pages["staff outcome"]).reads("Audited").sees_nothing_of(AUDIT_NOTE)


def one_obligation_is_kept_and_one_is_late(cast: Cast) -> None:
    """Two weeks later: the first is overdue and done now, the second is done before its day."""
    gateway = cast.gateway
    gateway.let_pass(14)
    gateway.strike("outcomes.remind")
    firm = cast.firm.open(gateway.link_in_mail(FIRM, "/obligations/")).sees("시연 장비를 보스턴에 보냅니다.")
    done(firm, cast.today()).reads("Kept late")
    firm.open("/obligations").follow_title("시험 결과를 공유합니다.")
    done(firm, cast.today()).reads("Kept")
    counterpart = f"Obligation kept late: {FIRM_NAME}"
    assert counterpart in gateway.subjects_to(PARTNER)


def done(firm: Reader, day: date) -> Reader:
    """Record the obligation on the page as done."""
    firm.unfold("It was done").fill(fulfil__done_on=day.isoformat(), fulfil__url="https://news.example/done")
    return firm.press("Record as done")


def both_read_the_rate(cast: Cast) -> None:
    """One of two in time: the firm and the staff read the same, and the story is told in full on one page."""
    cast.firm.open("/obligations").reads("Our fulfilment").sees("50%")
    cast.broker.open("/staff/obligations/fulfilment").sees("한빛셀공정", "50%")
    number = cast.pages["firm"].rpartition("/")[2]
    cast.broker.open(f"/desk/pairs/{number}").sees("공동 실증 양해각서", PARTNER_NAME)
    cast.boston.open(f"/desk/pairs/{number}").sees("공동 실증 양해각서").sees_nothing_of(IN_CONFIDENCE, AUDIT_NOTE)
    for staff in (cast.broker, cast.boston):
        for page in ("/desk", "/desk/board", "/desk/list", "/staff/meetings", "/staff/outcomes"):
            staff.open(page).sees_nothing_of(AUDIT_NOTE)
    for member in (cast.firm, cast.partner):
        for page in ("/", "/meetings", "/outcomes", "/obligations?tab=theirs", "/settings/notifications"):
            member.open(page).sees_nothing_of(AUDIT_NOTE)
