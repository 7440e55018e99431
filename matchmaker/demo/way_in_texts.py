"""What the examples of the way in say; firms, rooms, prices and people are made up. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from matchmaker.assets.rules import LegalStatus
from matchmaker.calls.postings.posting import Row, Said
from matchmaker.calls.rules import RowKind
from matchmaker.demonstrations.rules import Criterion, Operator, Plan, Share, Site, Step
from matchmaker.landing.checklists.landing import Start
from matchmaker.landing.rules import add_months
from matchmaker.landing.spaces.rules import Wish
from matchmaker.landing.spaces.units import Entered
from matchmaker.landing.talent.posting import Post
from matchmaker.landing.talent.rules import Need
from matchmaker.landing.talent.seating import Session

EXAMPLE = "예시(실제 요금 아님) · Example, no real fee"


def _entered(name_ko: str, name_en: str, unit_type: str, area_m2: int, **more: object) -> Entered:
    """A unit that is marked as an example in both names and in its fee."""
    plain = Entered(name_ko=f"(예시) {name_ko}", name_en=f"(Example) {name_en}", unit_type=unit_type, area_m2=area_m2,
                    fee=EXAMPLE, lease_months_min=6, lease_months_max=60)  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


UNITS: tuple[tuple[str, Entered], ...] = (
    ("wolgot", _entered("창업 사무실", "Start-up office", "office", 45, desks=8, services=(),
                        legal_status=LegalStatus.OPEN)),
    ("smart-hub", _entered("세포 배양 실험실", "Cell culture laboratory", "wet_lab", 120, benches=6, desks=6,
                           biosafety_level=2, services=("waste", "fume_hood", "chemical_storage"),
                           legal_status=LegalStatus.OPEN)),
    ("tukorea-icc", _entered("공용 실험대", "Shared benches", "shared_bench", 30, benches=4, biosafety_level=1,
                             services=("shared_equipment", "waste"))),
    ("ktr-siheung", _entered("시험 청정실", "Clean room for testing", "clean_room", 180, cleanroom_class=7,
                             services=("lab_gas", "waste"))),
    ("carx-gmp", _entered("세포치료제 GMP 제조실", "GMP suite for cell therapy", "gmp_suite", 320, cleanroom_class=7,
                          biosafety_level=2)),
)  # fmt: skip
"""By key of the asset or site. In an asset a unit opens when the asset does, as published, or nobody has said when."""


def wishes(today: date) -> Iterator[tuple[Wish, str]]:
    """The laboratory fits a unit; no GMP suite is open by then: that is the shortage."""
    yield Wish(unit_type="wet_lab", area_m2=100, move_in=add_months(today, 4), lease_months=24, benches=4,
               biosafety_level=2, services=frozenset({"waste"})), (
        "Process development for autologous CAR-T: two scientists and one engineer, no patient material at first."
    )  # fmt: skip
    yield Wish(unit_type="gmp_suite", area_m2=250, move_in=add_months(today, 9), lease_months=36,
               cleanroom_class=7), (
        "Clinical lots for an Asian trial, about two batches a month, with our own quality staff."
    )  # fmt: skip


def start(today: date) -> Start:
    """How the partner comes in."""
    return Start(kind="subsidiary", target_on=today + timedelta(days=270), laboratory=True, staff_abroad=True)


TASKS_DONE = ("fdi_notice", "capital")
TASK = "Settled together with the bank. (Example)"


def sessions(asset_id: int, today: date) -> Iterator[Session]:
    """Two courses that are marked as examples in their titles."""
    first, second = _monday(today + timedelta(days=28)), _monday(today + timedelta(days=63))
    yield Session(asset_id=asset_id, title_ko="(예시) GMP 제조 운영 기초", title_en="(Example) GMP operation, basics",
                  skill="gmp_operation", seats=12, hours=28, language="ko", first_day=first,
                  last_day=first + timedelta(days=3), certificate_ko="수료증(예시)",
                  certificate_en="Certificate of attendance (example)")  # fmt: skip
    yield Session(asset_id=asset_id, title_ko="(예시) 무균 공정 실습", title_en="(Example) Aseptic processing",
                  skill="aseptic_processing", seats=8, hours=24, language="en", first_day=second,
                  last_day=second + timedelta(days=2))  # fmt: skip


def _monday(day: date) -> date:
    """The first Monday from `day` on."""
    return day + timedelta(days=-day.weekday() % 7)


def need(today: date) -> Need:
    """People whom the firm needs for its pilot line."""
    return Need(skill="gmp_operation", people=4, by=today + timedelta(days=90))


def job(today: date) -> Post:
    """What the firm offers."""
    return Post(
        kind="job", skill="equipment_maintenance", title="세포 회수 장비 현장 엔지니어 2명", language="ko",
        text="장비 설치와 IQ/OQ를 맡습니다. 해외 현장에 4주씩 두 번 파견합니다. 영어로 절차서를 읽을 수 있어야 합니다.",
        country="KR", people=2, starts_on=today + timedelta(days=75), helps_with_visa=True,
    )  # fmt: skip


def secondment(today: date) -> Post:
    """What the partner offers."""
    return Post(
        kind="secondment_offered", skill="cell_culture_work", title="Cell culture scientist for six months in Siheung",
        text="Brings hands-on experience with autologous CAR-T runs and wants to learn the closed harvest process.",
        language="en", country="US", people=1, starts_on=today + timedelta(days=120), months=6,
    )  # fmt: skip


def call(today: date) -> Said:
    """What the anchor calls out."""
    return Said(
        title="RTU 바이알용 무균 이중 포장 백", language="ko", answer_by=today + timedelta(days=45),
        description="즉시사용(RTU) 바이알 네스트를 감쌀 증기 투과형 이중 백을 찾습니다. 견본 200매로 먼저 시험합니다.",
        rows=(
            Row(RowKind.SPECIFICATION, "증기 멸균 121 °C 30분 뒤 접합부 강도 1.5 N/15 mm 이상"),
            Row(RowKind.SPECIFICATION, "입자: 25 µm 이상 100 cm²당 2개 이하"),
            Row(RowKind.QUALIFICATION, "의약품 1차 포장 납품 실적 2건", is_must=False),
        ),
        weights={"price": 40, "specification": 40, "delivery": 20}, areas=("MPE",), unit_operations=("vials_syringes",),
        standards=("iso_9001",), price_from=Decimal("0.35"), price_to=Decimal("0.60"), currency="USD", unit="매",
        quantity="연 40만 매", delivery_weeks=10, delivery="시흥 공장 도착",
    )  # fmt: skip


ANSWERS: tuple[tuple[Decimal, int, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        Decimal("0.48"), 8, "ko", "견본은 2주 안에 보냅니다. 접합 공정은 자체 라인에서 합니다.",
        (("match", "시험 평균 1.9 N/15 mm"), ("match", "ISO 5 구역에서 제조"), ("match", "국내 2개사 납품")),
    ),
    (
        Decimal("0.57"), 12, "en", "Our film is steam permeable; the particle limit needs a second washing step.",
        (("match", "1.7 N/15 mm"), ("gap", "Four particles per 100 cm² today"), ("match", "Three customers in the EU")),
    ),
)  # fmt: skip
"""Price, weeks, language, words, and what is said to each row of the call."""

UNKNOWN_LIGHT = "clinical_trial"
"""What the hospital cannot say yet: an amber light."""
PLACE_ABROAD = "Point-of-care cell room of the hospital, Boston"


def plan(here: Site, abroad: Site, today: date) -> Plan:
    """A demonstration at two sites by one protocol."""
    first = today + timedelta(days=60)
    return Plan(
        title="폐쇄형 세포 회수 공동 실증 · Joint demonstration of closed cell harvest",
        hypothesis="Closed harvest keeps viability at 90 % or more and halves the hands-on time at both sites.",
        protocol="Three runs at each site with donor-free model cells, the same kit lot and the same count method.",
        ip_terms="Each side keeps what it brings; improvements of the device belong to its maker.",
        data_terms="Results are shared by both sides and published only together.",
        starts_on=first, ends_on=first + timedelta(days=60), sites=(here, abroad),
        steps=(Step("일회용 키트 30개 · 30 single-use kits", "시흥 · Siheung", "Boston", "30"),),
        criteria=(
            Criterion("생존율 · Viability", Operator.AT_LEAST, Decimal(90), "%", Decimal(82)),
            Criterion("작업 시간 · Hands-on time", Operator.AT_MOST, Decimal(45), "min", Decimal(95)),
        ),
        shares=(Share("시흥 기업 · Firm in Siheung", Decimal(60)), Share("병원 · Hospital", Decimal(40))),
    )  # fmt: skip


HANDED_OVER = (
    "공동 실증 계획서, 키트 30개, 장비 레시피를 넘깁니다. We hand over the plan, 30 kits and the recipes of the device."
)
