"""A member makes, writes, previews and submits a profile."""

from collections.abc import Callable

import sqlalchemy as sa
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.organisations import parts, service
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import MembershipState, Step, VettingState
from tests.client import Client
from tests.factories import make_organisation, make_user

SignIn = Callable[[User], Client]
STEPS = [step.value for step in Step]
BEGINNING = {"name_ko": "(주)시흥셀", "name_en": "Siheung Cell", "website": "siheungcell.example", "country": "KR"}


def errors_of(response: TestResponse) -> str:
    """What the summary above a refused form says."""
    summary = BeautifulSoup(response.data, "html.parser").select_one(".error-summary")
    return summary.get_text(" ", strip=True) if summary else ""


def fields_of(client: Client, url: str) -> dict[str, object]:
    """Everything that a browser would send of the first form at `url` if nothing were changed."""
    form = client.page(url).select_one("main form[method=post]")
    assert form is not None
    sent: dict[str, object] = {}
    for tag in form.select("input[name]:not([type=submit])"):
        if tag.get("type") in {"checkbox", "radio"} and not tag.has_attr("checked"):
            continue
        sent.setdefault(str(tag["name"]), []).append(tag.get("value", ""))  # type: ignore[attr-defined]
    for tag in form.select("textarea[name]"):
        sent[str(tag["name"])] = tag.text.lstrip("\n")
    for tag in form.select("select[name]"):
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        sent[str(tag["name"])] = chosen["value"] if chosen else ""
    return sent


def test_a_person_without_an_organisation_is_led_to_the_start(sign_in: SignIn) -> None:
    visitor = sign_in(make_user())
    assert visitor.get("/organisation").headers["Location"] == "/organisation/start"
    assert visitor.get("/organisation/preview").headers["Location"] == "/organisation/start"
    assert visitor.post("/organisation/submit").headers["Location"] == "/organisation/start"


def test_a_new_organisation_becomes_a_draft_with_its_maker_as_contact(sign_in: SignIn) -> None:
    user = make_user(full_name="김시흥", locale="ko")
    answer = sign_in(user).send("/organisation/start", BEGINNING)
    assert answer.headers["Location"] == "/organisation/edit/identity"
    made = service.get_own(user.id)
    assert (made.name_ko, made.name_en, made.website, made.website_domain) == (
        "(주)시흥셀",
        "Siheung Cell",
        "https://siheungcell.example",
        "siheungcell.example",
    )
    assert (made.state, made.cluster, made.source) == (VettingState.DRAFT, "OTHER_KR", "self")
    assert [(one.name, one.email, one.is_primary) for one in made.contacts] == [("김시흥", user.email, True)]


def test_one_name_is_enough_and_none_is_refused(sign_in: SignIn) -> None:
    visitor = sign_in(make_user())
    refused = visitor.send("/organisation/start", {"country": "KR"}, 422)
    assert "Enter the name in Korean, in English, or both." in errors_of(refused)
    visitor.send("/organisation/start", {"country": "US", "name_en": "Only English"})


def test_an_organisation_that_is_here_is_offered_before_a_second_one_is_made(sign_in: SignIn) -> None:
    here = make_organisation(name_ko="시흥셀", name_en="Siheung Cell Inc.", website_domain="siheungcell.example")
    user = make_user(email="han@siheungcell.example")
    visitor = sign_in(user)
    shown = visitor.send("/organisation/start", BEGINNING, 200)
    assert "시흥셀 / Siheung Cell Inc." in shown.text
    assert service.organisation_of(user.id) is None
    visitor.send("/organisation/start", {**BEGINNING, "join": str(here.id)})
    membership = db.session.scalars(sa.select(Membership).where(Membership.user_id == user.id)).one()
    assert (membership.organisation_id, membership.state) == (here.id, MembershipState.PENDING)
    assert "You asked to speak for Siheung Cell Inc." in visitor.page("/organisation/start").text


def test_who_insists_makes_a_new_one_beside_the_similar_one(sign_in: SignIn) -> None:
    make_organisation(name_ko="시흥셀", name_en="Siheung Cell")
    user = make_user()
    sign_in(user).send("/organisation/start", {**BEGINNING, "create": "1"})
    assert service.get_own(user.id).name_en == "Siheung Cell"


def test_nobody_joins_an_organisation_that_does_not_resemble_what_they_described(sign_in: SignIn) -> None:
    other = make_organisation(name_en="Something Else", name_ko=None)
    visitor = sign_in(make_user())
    visitor.send("/organisation/start", {**BEGINNING, "join": str(other.id)}, 404)
    visitor.send("/organisation/start", {**BEGINNING, "join": "9" * 400}, 404)
    assert db.session.scalars(sa.select(Membership)).all() == []


def test_a_request_to_join_can_be_withdrawn_once(sign_in: SignIn) -> None:
    here = make_organisation(name_en="Siheung Cell", name_ko=None)
    visitor = sign_in(make_user())
    visitor.send("/organisation/start", {**BEGINNING, "join": str(here.id)})
    visitor.send("/organisation/join/withdraw")
    visitor.send("/organisation/join/withdraw", status=404)
    assert db.session.scalars(sa.select(Membership)).all() == []


def test_every_step_is_shown_and_saving_it_unchanged_changes_nothing(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(member=user, registration_number="1234567890", year_established=2017)
    visitor = sign_in(user)
    for step in STEPS:
        visitor.send(f"/organisation/edit/{step}", fields_of(visitor, f"/organisation/edit/{step}"))
    db.session.refresh(organisation)
    assert organisation.revision == 1
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == []


def test_a_whole_profile_can_be_written_and_submitted(sign_in: SignIn) -> None:
    user, broker = make_user(), make_user(Role.BROKER)
    visitor = sign_in(user)
    visitor.send("/organisation/start", BEGINNING)
    assert "required parts are missing. Summary in at least one language, Areas, " in " ".join(
        visitor.send("/organisation/submit", status=409).text.split()
    )
    typed: dict[str, dict[str, object]] = {
        "identity": {
            "org_type": "startup",
            "size_band": "small",
            "cluster": "SIHEUNG",
            "city": "시흥시",
            "languages": ["ko", "en"],
            "year_established": "2019",
            "registration_number": "123-45-67890",
            "time_zone": "Asia/Seoul",
        },
        "about": {
            "areas": ["CGT", "AUTO"],
            "stages": ["MANUF"],
            "ko-summary": "자동 배양 장비",
            "ko-description": "자세한 설명",
        },
        "people": {
            "employees": "34",
            "rnd_headcount": "20",
            "contacts-1-name": "이배곧",
            "contacts-1-email": "lee@siheungcell.example",
        },
        "quality": {
            "qualities-0-standard": "iso_13485",
            "qualities-0-status": "held",
            "qualities-0-valid_to": "2027-05-31",
            "licences": ["device_manufacturing"],
        },
        "visibility": {"anonymity_tier": "1", "has_international_experience": "yes", "en": "Joint work in Boston."},
    }
    for step, values in typed.items():
        url = f"/organisation/edit/{step}"
        visitor.send(url, {**fields_of(visitor, url), **values})
    visitor.send("/organisation/submit")
    made = service.get_own(user.id)
    assert made.state is VettingState.SUBMITTED
    assert (made.completeness, made.registration_number, made.anonymity_tier) == (92, "1234567890", 1)
    assert [(one.name, one.is_primary) for one in made.contacts] == [(user.full_name, True), ("이배곧", False)]
    assert sorted(made.codes_of("area")) == ["AUTO", "CGT"]
    assert [(text.language, text.summary, text.international_experience) for text in made.texts] == [
        ("en", "", "Joint work in Boston."),
        ("ko", "자동 배양 장비", ""),
    ]
    mails = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == "organisation_submitted")).all()
    assert [mail.to_address for mail in mails] == [broker.email]
    visitor.send("/organisation/take-back")
    assert service.get_own(user.id).state is VettingState.DRAFT


def test_a_step_saved_over_a_newer_one_comes_back_with_what_was_typed(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(member=user, city="Siheung")
    visitor = sign_in(user)
    mine = fields_of(visitor, "/organisation/edit/identity")
    visitor.send("/organisation/edit/identity", {**mine, "city": "Seoul"})
    conflict = visitor.send("/organisation/edit/identity", {**mine, "city": "Busan", "name_en": "Mine"}, 409)
    assert "Somebody else saved this page while you were writing." in errors_of(conflict)
    assert 'value="Busan"' in conflict.text
    assert 'value="Mine"' in conflict.text
    assert db.session.get_one(Organisation, organisation.id).city == "Seoul"
    stored = parts.fingerprint(parts.read(organisation, Step.IDENTITY))
    visitor.send("/organisation/edit/identity", {**mine, "city": "Busan", "seen": stored})
    assert db.session.get_one(Organisation, organisation.id).city == "Busan"


def test_two_steps_open_at_once_do_not_disturb_each_other(sign_in: SignIn) -> None:
    user = make_user()
    make_organisation(member=user)
    visitor = sign_in(user)
    identity = fields_of(visitor, "/organisation/edit/identity")
    about = fields_of(visitor, "/organisation/edit/about")
    visitor.send("/organisation/edit/identity", {**identity, "city": "Seoul"})
    visitor.send("/organisation/edit/about", {**about, "areas": ["QC"]})


def test_a_number_that_another_organisation_has_is_refused(sign_in: SignIn) -> None:
    user = make_user()
    make_organisation(registration_number="1234567890")
    make_organisation(member=user)
    visitor = sign_in(user)
    url = "/organisation/edit/identity"
    refused = visitor.send(url, {**fields_of(visitor, url), "registration_number": "123-45-67890"}, 409)
    assert "Another organisation is registered with this registration number." in errors_of(refused)


HOSTILE: dict[str, tuple[str, dict[str, object], str]] = {
    "an unknown country": ("identity", {"country": "XX"}, "Not a valid choice."),
    "no country": ("identity", {"country": ""}, "Choose one."),
    "a script as website": ("identity", {"website": "javascript:alert(1)"}, "Enter a web address"),
    "a website with a password": ("identity", {"website": "https://me:secret@firm.com"}, "Enter a web address"),
    "a year to come": ("identity", {"year_established": "3000"}, "This year is in the future."),
    "a year before all firms": ("identity", {"year_established": "-5"}, "Number must be at least 1500."),
    "a year of 5000 digits": ("identity", {"year_established": "9" * 5000}, "Not a valid integer value."),
    "no name": (
        "identity",
        {"name_ko": "\u200b \x00", "name_en": ""},
        "Enter the name in Korean, in English, or both.",
    ),
    "a formula as name": ("identity", {"name_en": "=1+1"}, "This cannot start with"),
    "a cluster elsewhere": ("identity", {"country": "CH", "cluster": "KOBE"}, "This cluster lies in another country."),
    "an unknown type": ("identity", {"org_type": "x" * 3000}, "Not a valid choice."),
    "an unknown language": ("identity", {"languages": ["ko", "xx"]}, "is not a valid choice"),
    "an unknown time zone": ("identity", {"time_zone": "Mars/Base"}, "Not a valid choice."),
    "a field of ten megabytes": ("identity", {"city": "가" * 3_400_000}, "Field cannot be longer than 120 characters."),
    "thousand other names": ("identity", {"other_names": "\n".join(map(str, range(700)))}, "At most 20 names"),
    "too long a summary": ("about", {"en-summary": "x" * 501}, "Field cannot be longer than 500 characters."),
    "an unknown area": ("about", {"areas": ["CGT", "NONSENSE"]}, "is not a valid choice"),
    "all areas at once": (
        "about",
        {"areas": ["CGT", "QC", "AUTO", "BPE", "MPE", "AIDD", "AIMFG", "IVD", "EDU"]},
        "Choose at most 8.",
    ),
    "fewer than no people": ("people", {"employees": "-1"}, "Number must be between"),
    "more people than the database counts": ("people", {"employees": "99999999999"}, "Number must be between"),
    "a mail address that is none": (
        "people",
        {"contacts-0-name": "A", "contacts-0-email": "nonsense"},
        "Invalid email address.",
    ),
    "an address without a person": ("people", {"contacts-1-email": "a@b.example"}, "Enter the name of this person."),
    "two first persons": (
        "people",
        {"contacts-0-is_primary": "y", "contacts-1-name": "B", "contacts-1-phone": "1", "contacts-1-is_primary": "y"},
        "Mark one person only",
    ),
    "the same standard twice": (
        "quality",
        {"qualities-0-standard": "glp", "qualities-1-standard": "glp"},
        "Each standard can be listed once.",
    ),
    "a day that is none": (
        "quality",
        {"qualities-0-standard": "glp", "qualities-0-valid_to": "2027-02-31"},
        "Not a valid date value.",
    ),
    "a day far away": (
        "quality",
        {"qualities-0-standard": "glp", "qualities-0-valid_to": "9999-01-01"},
        "between 1950 and 2100",
    ),
    "an unknown tier": ("visibility", {"anonymity_tier": "3"}, "Not a valid choice."),
    "a tier that is no number": ("visibility", {"anonymity_tier": "x"}, "could not coerce"),
}


def test_hostile_input_is_refused_with_a_sentence_and_changes_nothing(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(member=user)
    visitor = sign_in(user)
    untouched = {step: parts.read(organisation, Step(step)) for step in STEPS}
    plain = {step: fields_of(visitor, f"/organisation/edit/{step}") for step in STEPS}
    for what, (step, values, words) in HOSTILE.items():
        refused = visitor.send(f"/organisation/edit/{step}", {**plain[step], **values}, 422)
        assert words in errors_of(refused), (what, errors_of(refused))
    db.session.refresh(organisation)
    assert {step: parts.read(organisation, Step(step)) for step in STEPS} == untouched


def test_rows_far_beyond_the_last_are_not_read(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(member=user)
    visitor = sign_in(user)
    plain = fields_of(visitor, "/organisation/edit/people")
    many = {f"contacts-{n}-name": f"Person {n}" for n in range(3, 200)} | {
        f"contacts-{n}-phone": "1" for n in range(3, 200)
    }
    visitor.send("/organisation/edit/people", {**plain, **many})
    db.session.refresh(organisation)
    assert len(organisation.contacts) <= 12


def test_the_block_list_takes_domains_and_names_and_lets_them_go(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(member=user, website_domain="own.example", name_en="Own Name")
    visitor = sign_in(user)
    visitor.send(
        "/organisation/blocks", {"block-domain": "https://www.rival.example/about", "block-name": "(주)경쟁사"}
    )
    visitor.send("/organisation/blocks", {"block-domain": "rival.example"})
    assert "rival.example" in visitor.page("/organisation/edit/visibility").text
    for values, words in (
        ({"block-domain": "co.kr"}, "web domain of one organisation"),
        ({"block-domain": "nonsense"}, "web domain of one organisation"),
        ({}, "Enter a web domain or a name."),
    ):
        assert words in errors_of(visitor.send("/organisation/blocks", values, 422))
    for values in ({"block-domain": "own.example"}, {"block-name": "Own Name, Inc."}):
        assert "This is your own organisation." in errors_of(visitor.send("/organisation/blocks", values, 422))
    db.session.refresh(organisation)
    assert [(one.blocked_domain, one.blocked_name) for one in organisation.blocks] == [
        ("rival.example", None),
        (None, "(주)경쟁사"),
    ]
    keys = [one.id for one in organisation.blocks]
    visitor.send(f"/organisation/blocks/{keys[0]}/remove")
    visitor.send(f"/organisation/blocks/{keys[0]}/remove", status=404)
    db.session.refresh(organisation)
    assert [one.id for one in organisation.blocks] == keys[1:]


def test_nobody_takes_an_entry_off_another_list(sign_in: SignIn) -> None:
    owner, stranger = make_user(), make_user()
    organisation = make_organisation(member=owner)
    make_organisation(member=stranger)
    sign_in(owner).send("/organisation/blocks", {"block-name": "Rival"})
    db.session.refresh(organisation)
    sign_in(stranger).send(f"/organisation/blocks/{organisation.blocks[0].id}/remove", status=404)


def test_the_preview_shows_each_tier(sign_in: SignIn) -> None:
    user = make_user()
    organisation = make_organisation(
        member=user, name_en="Siheung Cell", summary="Siheung Cell makes cells.", website="https://sc.example"
    )
    visitor = sign_in(user)
    teaser = visitor.page("/organisation/preview?tier=0").main
    assert teaser is not None
    assert "Siheung Cell" not in teaser.text
    assert "■■■ makes cells." in teaser.text
    assert "https://sc.example" in visitor.page("/organisation/preview?tier=1").text
    assert organisation.contacts[0].email not in visitor.page("/organisation/preview?tier=1").text
    for tier in "23":
        assert organisation.contacts[0].email in visitor.page(f"/organisation/preview?tier={tier}").text
    assert visitor.page("/organisation/preview?tier=9").h1.text == teaser.h1.text  # type: ignore[union-attr]


def test_saving_can_stay_on_the_step_and_leads_home_at_the_end(sign_in: SignIn) -> None:
    user = make_user()
    make_organisation(member=user)
    visitor = sign_in(user)
    about, last = fields_of(visitor, "/organisation/edit/about"), fields_of(visitor, "/organisation/edit/visibility")
    assert visitor.send("/organisation/edit/about", about).headers["Location"] == "/organisation/edit/people"
    assert (
        visitor.send("/organisation/edit/about", {**about, "stay": "1"}).headers["Location"]
        == "/organisation/edit/about"
    )
    assert visitor.send("/organisation/edit/visibility", last).headers["Location"] == "/organisation"
    visitor.page("/organisation/edit/nonsense", 404)
