"""The main job: a Korean firm and a partner abroad, strangers at first, are introduced to each other."""

from collections.abc import Callable

import pytest

from matchmaker.foundation.permissions import Role
from tests.journeys.gateway import PASSWORD, Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

FIRM, PARTNER = "haneul@hanbit-cell.example", "morgan@harbor-tx.example"
BROKER, ADMINISTRATOR = "broker@agency.example", "admin@agency.example"
FIRM_NAMES = ("한빛셀공정", "Hanbit Cell Process", "김하늘", "hanbit-cell")
PARTNER_NAME = "Quincy Harbor Therapeutics, Inc."
PARTNER_NAMES = ("Quincy Harbor Therapeutics", "Morgan Reyes", "harbor-tx")


def test_a_firm_and_a_partner_are_introduced(gateway: Gateway, reader: Callable[..., Reader]) -> None:
    broker = staff_arrive(gateway, reader)
    firm, partner = reader("ko", FIRM), reader("en", PARTNER)
    firm_signs_up(firm)
    firm_describes_itself(firm)
    firm_writes_an_offer(firm)
    partner_signs_up(partner)
    partner_describes_itself(partner)
    partner_writes_a_need(partner)
    broker_vets(broker, firm)
    gateway.strike("suggestions.ensure")
    both_are_suggested_to_each_other(firm, partner)
    firm_expresses_interest(firm)
    broker_forwards(broker, partner)
    names_come_before_contacts(firm, partner)
    both_see_contacts(firm, partner)
    mails_tell_every_step(gateway)


def staff_arrive(gateway: Gateway, reader: Callable[..., Reader]) -> Reader:
    """The administrator invites a broker, who sets up the second factor."""
    gateway.make_person(ADMINISTRATOR, "Ada Min", Role.ADMINISTRATOR, "en")
    administrator = reader("en", ADMINISTRATOR).sign_in().set_up_second_factor()
    administrator.menu("/staff/people/").follow("Invite a colleague")
    administrator.fill(full_name="이담당", email=BROKER, role="broker", locale="ko").press("Send invitation")
    broker = reader("ko", BROKER).open(gateway.link_in_mail(BROKER, "/invitation/"))
    broker.fill(password=PASSWORD, repeat=PASSWORD).press("Set password").sign_in()
    return broker.set_up_second_factor().reads("Desk")


def firm_signs_up(firm: Reader) -> None:
    """Consents to what is needed only; consent to giving data abroad is asked later, when it matters."""
    firm.open("/").follow("Sign up")
    firm.fill(
        full_name="김하늘", email=FIRM, password=PASSWORD, repeat=PASSWORD, locale="ko", terms=True, privacy=True
    ).press("Sign up")
    confirm_address(firm)


def confirm_address(person: Reader) -> None:
    """Open the link in the mail."""
    person.open(person.gateway.link_in_mail(person.address, "/confirm/")).press("Confirm this address")
    person.sign_in()


def firm_describes_itself(firm: Reader) -> None:
    """The guided steps, in Korean."""
    firm.follow("Create or join an organisation")
    firm.fill(name_ko="한빛셀공정 주식회사", website="https://www.hanbit-cell.example", country="KR").press("Continue")
    firm.fill(
        name_en="Hanbit Cell Process Co., Ltd.", org_type="startup", size_band="small", cluster="SIHEUNG", city="시흥",
        year_established="2021", languages=["ko", "en"],
    ).press("Save and continue")  # fmt: skip
    firm.fill(
        areas=["CGT", "BPE"], stages=["DEMO", "MANUF"],
        ko__summary="세포치료제 공정용 폐쇄형 세척·농축 장비를 개발하는 시흥의 스타트업입니다.",
        ko__description="자가 CAR-T 세포치료제 제조에서 배양 후 세포를 세척하고 농축하는 폐쇄형 일회용 키트와 장비를 "
        "개발합니다. GMP 시설 두 곳에서 실증을 마쳤으며 해외 제조 현장에서의 실증을 준비하고 있습니다.",
        en__summary="A start-up in Siheung that develops closed washing and concentration for cell therapies.",
    ).press("Save and continue")  # fmt: skip
    firm.fill(
        employees="18", rnd_headcount="11", contacts__0__name="김하늘", contacts__0__position="대표이사",
        contacts__0__email=FIRM, contacts__0__phone="+82 31 555 0142",
    ).press("Save and continue")  # fmt: skip
    firm.fill(qualities__0__standard="iso_13485", qualities__0__status="held").press("Save and continue")
    firm.fill(anonymity_tier="0", has_international_experience="no").press("Save and finish")
    firm.press("Submit for review").sees(firm.label("vetting_state", "submitted"))


def firm_writes_an_offer(firm: Reader) -> None:
    """A technology offer, written in Korean only."""
    firm.menu("/opportunities").follow("Write the first one").press(
        "Choose “%(kind)s”", kind=firm.label("profile_type", "TO")
    )
    firm.fill(
        gateway="outbound", ko__title="CAR-T 세포치료제용 폐쇄형 세척·농축 기술",
        ko__summary="배양을 마친 T세포를 폐쇄형 일회용 키트에서 세척하고 농축하는 기술의 공급처를 찾습니다.",
        ko__offer="CAR-T 세포치료제 제조에 쓰는 폐쇄형 세포 세척·농축 장비와 일회용 키트를 제공합니다. 5 L 배양액을 "
        "90분 안에 100 mL로 농축하며 세포 회수율은 95 %입니다.",
    ).press("Save and continue")  # fmt: skip
    firm.fill(
        area=["CGT", "BPE"], stage_now="DEMO", stage_next="MANUF", modality=["CELL_THERAPY", "CAR_T"],
        unit_operation=["harvest_clarification"], stage_of_development="available_for_demonstration", trl="7",
        trl_scheme="generic", technology_keyword=["06006012"], market_keyword=["05004003"],
    ).press("Save and continue")  # fmt: skip
    firm.fill(
        ko__description="기존 원심분리 방식은 개방 조작이 많아 오염 위험이 있습니다. 본 기술은 회전막 여과를 이용해 "
        "세척과 농축을 하나의 폐쇄형 키트에서 끝냅니다.",
        ko__advantages="세포 회수율 95 %, 공정 시간 90분으로 원심분리보다 두 배 빠릅니다.",
        alternatives__0__alternative="원심분리", alternatives__0__metric="세포 회수율", alternatives__0__ours="95",
        alternatives__0__theirs="82", alternatives__0__unit="%", ipr_status="ipr_granted",
    ).press("Save and continue")  # fmt: skip
    firm.fill(
        partnership_type=["rnd_cooperation"],
        ko__partner_role="CAR-T 제조 현장에서 장비를 함께 실증하고 결과를 공유합니다.",
    ).press("Save and continue")
    firm.fill(sensitivity=["none"], anonymity_tier="0", open_for_interest=True).press("Save")
    firm.press("Ask for review").sees(firm.label("opportunity_state", "submitted"))


def partner_signs_up(partner: Reader) -> None:
    """The same in English, with every consent."""
    partner.open("/").follow("Sign up")
    partner.fill(
        full_name="Morgan Reyes", email=PARTNER, password=PASSWORD, repeat=PASSWORD, locale="en",
        time_zone="America/New_York", terms=True, privacy=True, publication=True, overseas=True,
    ).press("Sign up")  # fmt: skip
    confirm_address(partner)


def partner_describes_itself(partner: Reader) -> None:
    """The guided steps, in English."""
    partner.follow("Create or join an organisation")
    partner.fill(name_en="Quincy Harbor Therapeutics, Inc.", website="https://www.harbor-tx.example", country="US")
    partner.press("Continue")
    partner.fill(
        org_type="sme", size_band="medium", cluster="BOSTON", city="Boston", year_established="2017", languages=["en"]
    ).press("Save and continue")
    partner.fill(
        areas=["CGT"], stages=["CLINICAL", "MANUF"],
        en__summary="A clinical-stage company that makes autologous CAR-T cell therapies against solid tumours.",
        en__description="We run two phase I studies with autologous CAR-T cells and make every dose in our own clean "
        "rooms. Manual centrifugation is the slowest part of our process, and the riskiest.",
    ).press("Save and continue")  # fmt: skip
    partner.fill(
        employees="85", contacts__0__name="Morgan Reyes", contacts__0__position="VP Manufacturing",
        contacts__0__email=PARTNER,
    ).press("Save and continue")  # fmt: skip
    partner.press("Save and continue")
    partner.fill(anonymity_tier="0", has_international_experience="yes").press("Save and finish")
    partner.press("Submit for review").sees(partner.label("vetting_state", "submitted"))


def partner_writes_a_need(partner: Reader) -> None:
    """A technology request that the firm's offer answers."""
    partner.menu("/opportunities").follow("Write the first one").press(
        "Choose “%(kind)s”", kind=partner.label("profile_type", "TR")
    )
    partner.fill(
        gateway="inbound", en__title="Closed washing and concentration for CAR-T cells",
        en__summary="A clinical-stage company looks for a closed system that washes and concentrates T cells.",
        en__need="A closed, single-use system that washes and concentrates 5 L of CAR-T cell culture within two hours, "
        "with a cell recovery of at least 90 %, for the manufacture of autologous cell therapies.",
    ).press("Save and continue")  # fmt: skip
    partner.fill(
        area=["CGT"], stage_now="CLINICAL", stage_next="MANUF", modality=["CAR_T"],
        unit_operation=["harvest_clarification"], technology_keyword=["06006012"], market_keyword=["05004003"],
    ).press("Save and continue")  # fmt: skip
    partner.fill(
        en__description="Our present process washes cells in open centrifuges. We want to replace this step before "
        "phase II and are ready to test a system side by side with ours.",
        en__specification="Closed flow path; 5 L in at most 120 minutes; recovery of at least 90 %; sterile kits.",
    ).press("Save and continue")  # fmt: skip
    partner.fill(add_field="language").press("Add a requirement")
    partner.fill(
        partnership_type=["rnd_cooperation"], en__partner_role="Supplies the system and trains our operators.",
        requirements__0__codes=["en"], requirements__0__strength="must",
    ).press("Save and continue")  # fmt: skip
    partner.fill(sensitivity=["none"], anonymity_tier="0", open_for_interest=True).press("Save")
    partner.press("Ask for review").sees(partner.label("opportunity_state", "submitted"))


def broker_vets(broker: Reader, firm: Reader) -> None:
    """Approves both organisations and the need; asks for more of the offer, which the firm adds."""
    for name in ("한빛셀공정 주식회사", "Quincy Harbor Therapeutics, Inc."):
        broker.menu("/staff/vetting").follow_title(name).press("Approve")
    broker.menu("/staff/opportunities/vetting").follow_title("Closed washing and concentration for CAR-T cells")
    broker.fill(decision="published").press("Decide")
    broker.menu("/staff/opportunities/vetting").follow_title("CAR-T 세포치료제용 폐쇄형 세척·농축 기술")
    broker.fill(decision="needs_info", reason="세포 회수율을 잰 조건을 적어 주십시오.")
    broker.press("Decide")

    firm.open(firm.gateway.link_in_mail(FIRM, "/opportunities/")).sees("세포 회수율을 잰 조건을 적어 주십시오.")
    firm.follow("Edit").follow_link(firm.page.locator('nav a[href$="/edit/details"]'))
    firm.fill(ko__advantages="세포 회수율 95 %(T세포 2×10⁹개, 3회 반복 평균)로 원심분리보다 두 배 빠릅니다.")
    firm.press("Save and close").press("Ask for review")

    broker.menu("/staff/opportunities/vetting").follow_title("CAR-T 세포치료제용 폐쇄형 세척·농축 기술")
    broker.fill(decision="published").press("Decide")


def both_are_suggested_to_each_other(firm: Reader, partner: Reader) -> None:
    """Each sees the shared words of both languages, and nothing that names the other."""
    firm.menu("/suggestions").sees("세포 세척 ↔ washing and concentration").follow("Why it fits")
    firm.sees("CAR-T 세포치료제", "washing and concentration").sees_nothing_of(*PARTNER_NAMES)
    partner.menu("/suggestions").sees("washing and concentration ↔ 세포 세척").follow("Why it fits")
    partner.sees("CAR-T cell therapy", "세포 세척").sees_nothing_of(*FIRM_NAMES)


def firm_expresses_interest(firm: Reader) -> None:
    """Consent to giving data abroad is asked now; without it nothing is sent."""
    firm.follow("Express interest").sees_nothing_of(*PARTNER_NAMES)
    firm.fill(message="귀사가 찾는 폐쇄형 세척·농축 시스템을 보스턴 제조 현장에서 함께 실증하고 싶습니다.")
    for field in ("from_opportunity", "to_opportunity"):
        firm.page.locator(f"[name={field}]").select_option(index=1)
    firm.press("Send to the agency").reads("It cannot be sent abroad without this consent.")
    firm.fill(consent=True).press("Send to the agency")
    firm.sees_nothing_of(*PARTNER_NAMES)


def broker_forwards(broker: Reader, partner: Reader) -> None:
    """Reads it and passes it on; until then the partner knows nothing."""
    partner.menu("/introductions").sees("Nobody has turned to you yet.")
    broker.menu("/staff/introductions").follow_link(broker.page.locator("main table a")).press(
        "Take it"
    ).press_and_confirm("Forward")


def names_come_before_contacts(firm: Reader, partner: Reader) -> None:
    """Once it is passed on, each knows who the other is, and no person yet."""
    firm.open(firm.gateway.link_in_mail(FIRM, "/introductions/")).sees("Quincy Harbor Therapeutics, Inc.")
    firm.sees_nothing_of("Morgan Reyes", "VP Manufacturing", PARTNER)
    partner.open(partner.gateway.link_in_mail(PARTNER, "/introductions/")).sees("Hanbit Cell Process Co., Ltd.")
    partner.sees_nothing_of("김하늘", "대표이사", FIRM, "555 0142")


def both_see_contacts(firm: Reader, partner: Reader) -> None:
    """After the yes each can write to the other."""
    partner.press("Accept the introduction").sees("김하늘", FIRM, "+82 31 555 0142")
    firm.open(firm.gateway.link_in_mail(FIRM, "/introductions/")).sees("Morgan Reyes", PARTNER)


def mails_tell_every_step(gateway: Gateway) -> None:
    """Each in the language of the person written to."""
    assert gateway.subjects_to(FIRM) == [
        gateway.words(sentence, "ko", title="CAR-T 세포치료제용 폐쇄형 세척·농축 기술", counterpart=PARTNER_NAME)
        for sentence in (
            "Confirm your e-mail address", "Your profile is approved", "More information needed: %(title)s",
            "Published: %(title)s", "Your interest was passed on to %(counterpart)s",
            "You are introduced: %(counterpart)s",
        )
    ]  # fmt: skip
    assert gateway.subjects_to(PARTNER) == [
        "Confirm your e-mail address",
        "Your profile is approved",
        "Published: Closed washing and concentration for CAR-T cells",
        "Hanbit Cell Process Co., Ltd. would like to meet you",
        "You are introduced: Hanbit Cell Process Co., Ltd.",
    ]
    assert FIRM in gateway.newest_mail(PARTNER)
    assert PARTNER in gateway.newest_mail(FIRM)
