"""The showcase: codes for everybody, sentences that staff approved, and nothing that names anybody."""

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.gateway.showcase import teasers
from matchmaker.gateway.showcase.checking import Known, traces
from matchmaker.gateway.showcase.presenting import region_of, trl_band
from matchmaker.gateway.showcase.teasers import Sentence
from matchmaker.opportunities.models import Attachment
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.rules import VettingState
from tests.factories import make_opportunity, make_organisation, make_user

HIDDEN = {"name_en": "Quietwater Biologics", "name_ko": "고요한물바이오", "website": "https://quietwater.example",
          "website_domain": "quietwater.example", "other_names": ["Formerly Loud"], "city": "Cambridge",
          "registration_number": "110-81-12345"}  # fmt: skip
SECRETS = ("Quietwater", "고요한물", "quietwater.example", "Formerly Loud", "110-81-12345", "Secret deck",
           "secret-deck", "KR 10-2019-0012345", "Novel vector", "Cambridge", "Kim Hidden")  # fmt: skip
KNOWN = Known(
    names=("Quietwater Biologics", "고요한물바이오", "Kim Hidden"), website="https://quietwater.example",
    numbers=("110-81-12345",), files=("secret-deck.pdf",),
)  # fmt: skip


def hidden_offer(**values):
    owner = make_organisation(**HIDDEN)
    owner.contacts[0].name = "Kim Hidden"
    one = make_opportunity(
        owner, title="Novel vector of Quietwater", offer="Protected by KR 10-2019-0012345, see quietwater.example",
        codes={"modality": ("CAR_T",), "unit_operation": ("viral_vector",)}, trl=5, stage_now="DEMO",
        stage_next="MANUF", **values,
    )  # fmt: skip
    one.attachments.append(
        Attachment(title="Secret deck", tier=0, sha256="0" * 64, size=1, media_type="application/pdf",
                   file_name="secret-deck.pdf")
    )  # fmt: skip
    db.session.flush()
    return one


@pytest.mark.parametrize("path", ["/showcase", "/showcase/{reference}", "/", "/sitemap.xml"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_public_learns_codes_and_nothing_that_names_anybody(app, client, path, language):
    one = hidden_offer()
    client.get(f"/?lang={language}")
    answer = client.get(path.format(reference=one.reference))
    assert answer.status_code == 200
    assert [secret for secret in SECRETS if secret.casefold() in answer.text.casefold()] == []
    assert one.reference in answer.text


def test_the_page_says_area_modality_stage_and_bands(app, client):
    one = hidden_offer()
    text = client.page(f"/showcase/{one.reference}?lang=en").main.get_text(" ", strip=True)
    for words in ("Technology Offer · Cell & gene therapy · CAR-T", "Demonstration", "Manufacturing", "4–6", "Korea"):
        assert words in text, words


@pytest.mark.parametrize(
    "gone", [{"state": OpportunityState.WITHDRAWN}, {"organisation": VettingState.SUSPENDED}, {"withheld": True}]
)
def test_what_is_not_open_is_not_shown(app, client, gone):
    one = hidden_offer()
    reference = one.reference
    if "state" in gone:
        one.state = gone["state"]
    if "organisation" in gone:
        one.organisation.state = gone["organisation"]
    if "withheld" in gone:
        broker = make_user(Role.BROKER)
        teasers.approve(one, Sentence(is_withheld=True), staff=Actor(broker.id, broker.role), version=None)
    client.page(f"/showcase/{reference}", status=404)
    assert reference not in client.get("/showcase").text + client.get("/sitemap.xml").text


def test_a_member_is_led_to_the_whole_offer(app, client, sign_in):
    one = hidden_offer()
    kim = make_user()
    make_organisation(country="US", member=kim)
    link = f"/opportunities/{one.id}"
    assert sign_in(kim).page(f"/showcase/{one.reference}").find("a", href=link)
    assert not client.page(f"/showcase/{one.reference}").find("a", href=link)


def test_an_approved_sentence_is_shown_in_its_language(app, client, sign_in):
    one = hidden_offer()
    broker = sign_in(make_user(Role.BROKER))
    broker.page(f"/staff/showcase/{one.id}")
    broker.send(f"/staff/showcase/{one.id}", {"text_ko": "폐쇄형 공정", "text_en": "A closed process"})
    assert "A closed process" in client.page("/showcase?lang=en").get_text()
    assert "폐쇄형 공정" in client.page(f"/showcase/{one.reference}?lang=ko").get_text()
    assert "A closed process" in broker.page("/staff/showcase").get_text()
    assert one.reference not in broker.get("/staff/showcase?show=waiting").text


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ({"text_en": "A process of Quietwater Biologics"}, 422), ({"text_ko": "고요한물바이오의 공정"}, 422),
        ({"text_en": "Patent 10-2019-0012345"}, 422), ({"text_en": "See secret-deck.pdf"}, 422), ({}, 422),
        ({"text_en": "x" * 201}, 422), ({"text_en": "Fine", "version": "7"}, 409),
    ],
)  # fmt: skip
def test_a_sentence_that_names_somebody_is_refused(app, sign_in, client, sentence, status):
    one = hidden_offer()
    sign_in(make_user(Role.BROKER)).send(f"/staff/showcase/{one.id}", sentence, status=status)
    assert teasers.teaser_of(one) is None


def test_two_brokers_do_not_write_over_each_other(app, sign_in):
    one = hidden_offer()
    broker = sign_in(make_user(Role.BROKER))
    broker.send(f"/staff/showcase/{one.id}", {"text_en": "First"})
    broker.send(f"/staff/showcase/{one.id}", {"text_en": "Second"}, status=409)
    broker.send(f"/staff/showcase/{one.id}", {"text_en": "Third", "version": "1"})
    assert teasers.teaser_of(one).text_en == "Third"


def test_a_co_broker_writes_for_its_own_members_only(app, sign_in):
    one, own = hidden_offer(), make_opportunity(make_organisation(country="US"))
    boston = sign_in(make_user(Role.CO_BROKER))
    boston.page(f"/staff/showcase/{one.id}", status=404)
    boston.send(f"/staff/showcase/{one.id}", {"text_en": "Fine"}, status=404)
    boston.page(f"/staff/showcase/{own.id}")
    assert one.title("en") not in boston.get("/staff/showcase").text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Closed processing of cells in bags of 2 L at 37 °C, ready in 2027", []),
        ("폐쇄형 세포 처리 장비, 5년 경험", []),
        ("Made by QUIETWATER-BIOLOGICS Inc.", ["QUIETWATER-BIOLOGICS"]),
        ("고요한물바이오가 만든 장비", ["고요한물바이오"]),
        ("US 10,123,456 B2 protects it", ["US 10,123,456"]),
        ("WO2019/123456", ["WO2019/123456"]),
        ("PCT/KR2020/012345 is pending", ["PCT/KR2020/012345"]),
        ("more at www.other.example", ["www.other.example"]),
        ("more at other.co.kr", ["other.co.kr"]),
        ("see plan.pptx", ["plan.pptx"]),
        ("as in the secret-deck", ["secret-deck"]),
        ("ask Kim Hidden", ["Kim Hidden"]),
    ],
)
def test_whatever_tells_whose_it_is_is_found(text, found):
    assert traces(text, KNOWN)[: len(found) or 9] == found


def test_nobody_is_named_by_a_refusal(app):
    one = hidden_offer()
    with pytest.raises(RuleViolation, match=r"teaser\.names_somebody"):
        teasers.check(one, Sentence(en="By Formerly Loud"))


@pytest.mark.parametrize(
    ("country", "region"),
    [("KR", "korea"), ("JP", "asia_pacific"), ("US", "americas"), ("CH", "europe"), ("AU", "asia_pacific"),
     ("ZA", "africa"), ("BR", "americas"), ("XX", "elsewhere")],
)  # fmt: skip
def test_a_country_is_told_as_a_part_of_the_world(country, region):
    assert region_of(country) == region


@pytest.mark.parametrize(("level", "band"), [(None, ""), (1, "1–3"), (3, "1–3"), (4, "4–6"), (9, "7–9")])
def test_readiness_is_told_in_bands(level, band):
    assert trl_band(level) == band
