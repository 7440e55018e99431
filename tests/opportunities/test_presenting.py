"""What each tier reads, in which words."""

import pytest

from matchmaker.matching.requirements import Field, Operator
from matchmaker.opportunities.contents import Content
from matchmaker.opportunities.demands import Demand
from matchmaker.opportunities.drafting import flags_of, requirement_row
from matchmaker.opportunities.models import Opportunity, OpportunityText
from matchmaker.opportunities.presenting import present
from matchmaker.opportunities.quality import FlagCode, Reading, Severity, flags
from matchmaker.opportunities.rules import Gateway, OpportunityState, Strength
from matchmaker.opportunities.sentences import requirement_sentence
from matchmaker.opportunities.sight import tiers_of
from matchmaker.organisations.rules import Tier
from tests.factories import make_opportunity, make_organisation
from tests.opportunities.conftest import House, whole_offer

MUST, SHOULD = Strength.MUST, Strength.SHOULD


@pytest.mark.parametrize(
    ("demand", "ko", "en"),
    [
        (Demand(Field.STANDARD, Operator.ANY_OF, ("eu_gmp_annex1",), MUST),
         "EU GMP Annex 1 보유 (필수)", "Holds EU GMP Annex 1 (required)"),
        (Demand(Field.COUNTRY, Operator.ANY_OF, ("US", "CH"), SHOULD),
         "국가: 미국 또는 스위스 (우대)", "Country: United States or Switzerland (preferred)"),
        (Demand(Field.ORG_TYPE, Operator.NONE_OF, ("investor",), MUST),
         "기관 유형: 투자기관 제외 (필수)", "Organisation type: not Investor (VC/CVC) (required)"),
        (Demand(Field.SPEC, Operator.AT_LEAST, ("2000",), MUST, "L"),
         "기술 사양: 2,000 L 이상 (필수)", "Technical specification: at least 2,000 L (required)"),
        (Demand(Field.YEAR_ESTABLISHED, Operator.AT_MOST, ("2015",), SHOULD),
         "설립 연도: 2015 이하 (우대)", "Year established: at most 2015 (preferred)"),
    ],
)  # fmt: skip
def test_a_requirement_is_a_sentence_in_the_reader_s_language(app: object, demand: Demand, ko: str, en: str) -> None:
    assert (requirement_sentence(demand, "ko"), requirement_sentence(demand, "en")) == (ko, en)


def told(opportunity: Opportunity, tier: Tier) -> str:
    return "\n".join(repr(present(opportunity, tier, language)) for language in ("ko", "en"))


def test_a_teaser_tells_nobody_s_name_address_or_number(house: House) -> None:
    firm = house.firm
    firm.name_en, firm.name_ko, firm.website, firm.website_domain = (
        "Quellbrunn Cells",
        "샘골세포",
        "https://quellbrunn.example",
        "quellbrunn.example",
    )
    opportunity = whole_offer(
        firm, OpportunityState.PUBLISHED, video_url="https://video.example/x", quantity="Secret 5"
    )
    words = "Quellbrunn Cells (샘골세포, www.quellbrunn.example, sales@quellbrunn.example)"
    for text in opportunity.texts:
        for name in ("title", "summary", "description", "offer", "advantages", "partner_role", "ipr_notes"):
            setattr(text, name, f"{words} makes it.")
    opportunity.requirements = [
        requirement_row(Demand(Field.SPEC, Operator.AT_LEAST, ("1",), MUST, "L", f"as {words}"))
    ]
    opportunity.alternatives[0].metric = words
    teaser, named = told(opportunity, Tier.TEASER), told(opportunity, Tier.NAMED)
    for trace in ("Quellbrunn", "quellbrunn", "샘골세포", "video.example", "Secret 5"):
        assert trace not in teaser, trace
        assert trace in named, trace


def test_texts_come_in_the_reader_s_language_or_say_which_they_are_in(house: House) -> None:
    opportunity = make_opportunity(house.firm, language="de", title="Zellernte")
    opportunity.texts.append(OpportunityText(language="ko", title="세포 회수", summary="", offer=""))
    korean, english = present(opportunity, Tier.NAMED, "ko"), present(opportunity, Tier.NAMED, "en")
    assert (korean.title.text, korean.title.is_original) == ("세포 회수", False)
    assert (korean.summary.language, korean.summary.is_original) == ("de", True)
    assert (english.title.text, english.title.language) == ("세포 회수", "ko")


def test_tiers_of_many_are_found_together(house: House) -> None:
    shy = make_opportunity(make_organisation(anonymity_tier=0), anonymity_tier=1)
    open_one, hidden = (make_opportunity(house.firm, anonymity_tier=tier) for tier in (1, 0))
    mine = make_opportunity(house.partner)
    assert tiers_of(house.partner, [shy, open_one, hidden, mine]) == {
        shy.id: Tier.TEASER, open_one.id: Tier.NAMED, hidden.id: Tier.TEASER, mine.id: Tier.DOCUMENTS,
    }  # fmt: skip


def read(
    kind: str = "TO", *, demands: tuple[Demand, ...] = (), codes: dict[str, tuple[str, ...]] | None = None, **texts: str
) -> set[tuple[str, str]]:
    side = "offer" if kind == "TO" else "need"
    content = Content(kind, side, {"en": {"title": "T", "summary": "S", **texts}}, codes or {})
    found = flags(Reading(content, demands, Gateway.OUTBOUND, True, lambda text: text.replace("Acme", "■■■")))
    return {(flag.code.value, flag.severity.value) for flag in found}


LONG_OFFER = "We offer a closed harvest of cells that recovers 96 percent of them in under forty minutes, ready to use."


def test_the_second_reader_s_list_finds_each_fault() -> None:
    assert read(offer=LONG_OFFER, advantages="Recovers 96 percent") == set()
    assert read(offer=LONG_OFFER, advantages="Much better") == {("no_number", "major")}
    assert read(offer=f"Acme: {LONG_OFFER}") == {("named", "blocker")}
    assert read(offer="A thing.") == {("short", "minor")}
    asked = "We are looking for a maker of lentiviral vectors that can deliver ten batches a year under GMP in Europe."
    assert read(offer=asked) == {("mixed_up", "major")}
    assert read("BR", need=LONG_OFFER) == {("mixed_up", "major")}
    assert read(title="", offer=LONG_OFFER) == {("no_english", "major")}
    assert read(offer=LONG_OFFER, codes={"sensitivity": ("unknown",)}) == {("sensitivity_unknown", "major")}
    assert read(offer=LONG_OFFER, codes={"sensitivity": ("dual_use",)}) == {("sensitivity_restricted", "major")}


@pytest.mark.parametrize(("strength", "severity"), [(MUST, "blocker"), (SHOULD, "major")])
def test_a_requirement_against_the_own_codes_is_found(strength: Strength, severity: str) -> None:
    sought = {"sought_country": ("US",)}
    against = (
        Demand(Field.COUNTRY, Operator.ANY_OF, ("CH",), strength),
        Demand(Field.COUNTRY, Operator.NONE_OF, ("US",), strength),
    )
    for demand in against:
        assert read(demands=(demand,), codes=sought, offer=LONG_OFFER) == {("contradiction", severity)}
    fitting = Demand(Field.COUNTRY, Operator.ANY_OF, ("US", "CH"), strength)
    assert read(demands=(fitting,), codes=sought, offer=LONG_OFFER) == set()


def test_a_whole_offer_of_an_open_firm_has_no_faults(house: House) -> None:
    opportunity = whole_offer(house.firm, anonymity_tier=1)
    assert [flag for flag in flags_of(opportunity) if flag.severity is not Severity.MINOR] == []
    assert FlagCode.NAMED not in {flag.code for flag in flags_of(opportunity)}
