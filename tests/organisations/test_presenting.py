"""Each tier shows what it may, and a teaser never tells who it is."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask, render_template

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.organisations.models import Contact, Organisation, OrganisationQuality, OrganisationText
from matchmaker.organisations.presenting import ContactView, ProfileView, QualityView, Words, present, teaser_title
from matchmaker.organisations.rules import Tier
from tests.client import Client
from tests.factories import make_organisation, make_user

SignIn = Callable[[User], Client]
SECRETS = (
    "시흥셀",
    "Siheung Cell",
    "SiheungCell",
    "옛이름바이오",
    "sicell.example",
    "김한빛",
    "han@",
    "000-2652",
    "1234567890",
    "123-45-67890",
    "Baegot",
    "2017",
    "37",
    "ACME Cert",
    "Hall 3",
)
TELLING = (
    "시흥셀(Siheung Cell, formerly 옛이름바이오) — 김한빛, han@sicell.example, "
    "031-000-2652, www.sicell.example, 123-45-67890."
)


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    """An organisation whose every text tells who it is."""
    made = make_organisation(
        name_ko="(주)시흥셀",
        name_en="Siheung Cell Inc.",
        other_names=["옛이름바이오"],
        website="https://www.sicell.example",
        website_domain="sicell.example",
        registration_number="1234567890",
        city="Baegot",
        year_established=2017,
        employees=37,
        rnd_headcount=12,
        is_anchor=True,
        in_complex=True,
        has_international_experience=True,
    )
    made.contacts = [
        Contact(name="이둘째", language="en", phone="1"),
        Contact(name="김한빛", email="han@sicell.example", phone="+82-31-000-2652", language="ko", is_primary=True),
    ]
    made.texts = [
        OrganisationText(language="ko", summary=TELLING, description="", international_experience=TELLING),
        OrganisationText(language="de", summary="", description=TELLING, international_experience=""),
    ]
    made.qualities = [
        OrganisationQuality(
            standard="glp", status="held", scope="Hall 3", issuer="ACME Cert", valid_to=date(2027, 5, 31)
        )
    ]
    db.session.flush()
    return made


def test_a_teaser_is_made_of_codes_bands_and_struck_out_texts(organisation: Organisation) -> None:
    struck = "■■■(■■■, formerly ■■■) — ■■■."
    assert present(organisation, Tier.TEASER, "en") == ProfileView(
        id=organisation.id,
        tier=Tier.TEASER,
        title="Start-up/venture · Cell & gene therapy · Siheung (Incheon–Gyeonggi Siheung)",
        other_name="",
        org_type="startup",
        size_band="small",
        country="KR",
        cluster="SIHEUNG",
        city="",
        in_complex=True,
        is_anchor=False,
        website="",
        founded="2015–2019",
        employees="11–49",
        rnd_headcount="11–49",
        areas=("CGT",),
        stages=(),
        licences=(),
        languages=(),
        time_zone="",
        has_international_experience=True,
        summary=Words(struck, "ko", True),
        description=Words(struck, "de", True),
        international_experience=Words(struck, "ko", True),
        qualities=(QualityView("glp", "held"),),
        contacts=(),
    )


def test_the_name_comes_with_the_first_tier_and_contacts_with_the_second(organisation: Organisation) -> None:
    named, met = present(organisation, Tier.NAMED, "ko"), present(organisation, Tier.CONTACTS, "ko")
    assert (named.title, named.other_name, named.city, named.website) == (
        "(주)시흥셀",
        "Siheung Cell Inc.",
        "Baegot",
        "https://www.sicell.example",
    )
    assert (named.founded, named.employees, named.rnd_headcount, named.is_anchor) == ("2017", "37", "12", True)
    assert named.summary == Words(TELLING, "ko", False)
    assert named.qualities == (QualityView("glp", "held", "Hall 3", "ACME Cert", date(2027, 5, 31)),)
    assert named.contacts == ()
    assert met.contacts == (
        ContactView("김한빛", "", "han@sicell.example", "+82-31-000-2652", "ko", True),
        ContactView("이둘째", "", "", "1", "en", False),
    )
    assert (named.is_named, present(organisation, Tier.TEASER, "ko").is_named) == (True, False)


def test_no_view_holds_the_registration_number_or_other_names(organisation: Organisation) -> None:
    organisation.texts = []
    for tier in Tier:
        shown = repr(present(organisation, tier, "en"))
        assert "1234567890" not in shown
        assert "옛이름바이오" not in shown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_rendered_teaser_holds_nothing_that_tells_who_it_is(
    app: Flask, organisation: Organisation, language: str
) -> None:
    view = present(organisation, Tier.TEASER, language)
    with app.test_request_context(headers={"Accept-Language": language}):
        page = view.title + render_template("organisations/_profile.html", view=view)
    assert [secret for secret in SECRETS if secret.lower() in page.lower()] == []


def test_a_page_opened_by_a_stranger_holds_nothing_that_tells_who_it_is(
    organisation: Organisation, sign_in: SignIn
) -> None:
    stranger = make_user()
    make_organisation(member=stranger)
    main = sign_in(stranger).page(f"/organisations/{organisation.id}").main
    assert main is not None
    page = main.get_text(" ")
    assert [secret for secret in SECRETS if secret.lower() in page.lower()] == []


def test_texts_are_read_in_ones_own_language_else_in_english_else_as_written(organisation: Organisation) -> None:
    organisation.texts = [
        OrganisationText(language="ja", summary="日本語"),
        OrganisationText(language="en", summary="English"),
        OrganisationText(language="ko", summary="한국어"),
    ]
    assert present(organisation, Tier.NAMED, "ko").summary == Words("한국어", "ko", False)
    organisation.texts = organisation.texts[:2]
    assert present(organisation, Tier.NAMED, "ko").summary == Words("English", "en", True)
    organisation.texts = organisation.texts[:1]
    assert present(organisation, Tier.NAMED, "en").summary == Words("日本語", "ja", True)
    organisation.texts = []
    assert not present(organisation, Tier.NAMED, "en").summary


def test_a_teaser_outside_the_clusters_is_placed_by_country(app: Flask) -> None:
    far = make_organisation(country="IL", cluster="OTHER", org_type=None, areas=())
    assert (teaser_title(far, "en"), teaser_title(far, "ko")) == ("Israel", "이스라엘")
