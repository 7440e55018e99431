from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.models import OpportunityCode, OpportunityRequirement
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, Disclosure
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import actions, builds
from matchmaker.suggestions.actions import PairAction
from matchmaker.suggestions.models import Suggestion, SuggestionMark
from matchmaker.suggestions.rules import Mark
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Cluster

SignIn = Callable[[User], Client]
SECRETS = ("brindlevec", "rheinklinik", "ostertor")


def titles(page: object) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.select("#results h3")]  # type: ignore[attr-defined]


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.casefold()]


def test_the_list_says_who_fits_and_why(built: Cluster, sign_in: SignIn) -> None:
    page = sign_in(built.member).page("/suggestions")

    first = page.select("#results .structured-item")[0].get_text(" ", strip=True)
    assert "CDMO · Cell & gene therapy · Boston" in first or "CDMO" in titles(page)[0]
    assert "They offer what you need" in first
    assert "렌티바이러스 벡터" in first
    assert "lentiviral vector" in first.casefold()
    assert "Fits" in first
    assert "Name on request" in first


def test_a_requirement_that_only_a_text_answers_is_told_as_such(app: Flask, cluster: Cluster, sign_in: SignIn) -> None:
    for operator, value in (("at_least", "0.2"), ("at_most", "0.1")):
        cluster.need.requirements.append(
            OpportunityRequirement(field="spec", operator=operator, value=[value], unit="kL", strength="must")
        )
    cluster.offer.texts[0].offer += " Two bioreactors of 200 L."
    db.session.flush()
    builds.build()

    page = sign_in(cluster.member).page(f"/suggestions/{cluster.maker.id}")
    explained = app.test_cli_runner().invoke(args=["match", "explain", str(cluster.firm.id), str(cluster.maker.id)])

    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr") if "kL" in row.get_text()]
    assert [("Fits Going by an amount in the text" in row, "Not stated" in row) for row in rows] == [
        (True, False),
        (False, True),
    ]
    assert explained.stdout.count("Fits (Going by an amount in the text) | A asks") == 1


@pytest.mark.parametrize("part", ["", "?q=vector", "?tab=saved", "/{maker}", "/{maker}/dismiss"])
def test_an_anonymous_candidate_is_named_nowhere(built: Cluster, sign_in: SignIn, part: str) -> None:
    visitor = sign_in(built.member)
    visitor.send(f"/suggestions/{built.maker.id}/save")
    url = f"/suggestions{part.format(maker=built.maker.id)}"

    for headers in ({}, {"HX-Request": "true"}):
        text = visitor.get(url, headers=headers).text
        assert leaks(text) == []
    assert "■■■" in visitor.get(f"/suggestions/{built.maker.id}").text


@pytest.mark.parametrize("guess", ["Brindlevec", "brindlevec.example", "Rheinklinik"])
def test_searching_for_a_name_does_not_tell_who_is_behind(built: Cluster, sign_in: SignIn, guess: str) -> None:
    page = sign_in(built.member).page(f"/suggestions?q={guess}")

    assert titles(page) == []


def test_a_disclosed_name_is_shown(built: Cluster, sign_in: SignIn) -> None:
    db.session.add(Disclosure(viewer_id=built.firm.id, subject_id=built.maker.id, tier=1))
    db.session.flush()

    visitor = sign_in(built.member)

    assert "Brindlevec Biologics" in titles(visitor.page("/suggestions"))
    assert visitor.page(f"/suggestions/{built.maker.id}").h1.get_text(strip=True) == "Brindlevec Biologics"


def test_a_named_organisation_stays_unnamed_beside_an_anonymous_offer(built: Cluster, sign_in: SignIn) -> None:
    built.maker.anonymity_tier, built.offer.anonymity_tier = 1, 0
    db.session.flush()

    assert leaks(sign_in(built.member).get(f"/suggestions/{built.maker.id}").text) == []


def test_the_reasons_on_the_page_add_up_to_the_score(built: Cluster, sign_in: SignIn) -> None:
    page = sign_in(built.member).page(f"/suggestions/{built.maker.id}")

    table = page.find("caption", string="How the score comes about").parent
    shown = [
        float(row.select("td.number")[0].get_text()) for row in table.select("tbody tr") if row.select("td.number")
    ]
    total = float(table.select("tfoot td.number")[0].get_text())
    assert sum(shown) == pytest.approx(total, abs=0.06 * len(shown))
    assert "Holds US cGMP" in page.get_text() or "Holds" in page.get_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("area=CGT", 2), ("area=MPE", 0), ("country=US", 1), ("cluster=BASEL", 1), ("org_type=hospital", 1),
        ("direction=backward", None), ("stage=MANUF", 0), ("q=lentiviral", 1), ("area=nonsense", 2), ("page=99", 2),
        ("page=x&q=%00", 2),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(built: Cluster, sign_in: SignIn, query: str, found: int | None) -> None:
    rows = titles(sign_in(built.member).page(f"/suggestions?{query}"))

    assert len(rows) >= 1 if found is None else len(rows) == found


def test_partners_with_something_marked_as_shared_growth_are_found(built: Cluster, sign_in: SignIn) -> None:
    built.offer.codes.append(OpportunityCode(list_name="initiative", code="shared_growth"))
    db.session.flush()
    page = sign_in(built.member).page("/suggestions?initiative=shared_growth")

    assert len(titles(page)) == 1
    assert "Shared growth with smaller firms" in sign_in(built.member).page(f"/suggestions/{built.maker.id}").text
    assert titles(sign_in(built.member).page("/suggestions?initiative=open_innovation")) == []


def test_saving_dismissing_and_taking_back(built: Cluster, sign_in: SignIn) -> None:
    visitor, url = sign_in(built.member), f"/suggestions/{built.maker.id}"
    visitor.send(f"{url}/save", {"next": "/suggestions?tab=saved"})
    assert len(titles(visitor.page("/suggestions?tab=saved"))) == 1

    visitor.send(f"{url}/dismiss", {"reason": "not_now", "words": "Next year."})
    builds.build()
    assert len(titles(visitor.page("/suggestions"))) == 1
    assert len(titles(visitor.page("/suggestions?tab=dismissed"))) == 1
    row = db.session.scalars(sa.select(SuggestionMark)).one()
    assert (row.mark, row.reason, row.words) == (Mark.DISMISSED, "not_now", "Next year.")

    visitor.send(f"{url}/restore")
    assert len(titles(visitor.page("/suggestions"))) == 2
    deeds = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert deeds == ["suggestion.saved", "suggestion.dismissed", "suggestion.unmarked"]


@pytest.mark.parametrize("data", [{}, {"reason": "nonsense"}, {"reason": "other", "words": "x" * 501}])
def test_a_dismissal_needs_a_known_reason(built: Cluster, sign_in: SignIn, data: dict[str, str]) -> None:
    sign_in(built.member).send(f"/suggestions/{built.maker.id}/dismiss", data, status=422)

    assert db.session.scalars(sa.select(SuggestionMark)).all() == []


def test_saving_never_leads_to_another_site(built: Cluster, sign_in: SignIn) -> None:
    answer = sign_in(built.member).send(f"/suggestions/{built.maker.id}/save", {"next": "//evil.example"})

    assert answer.location == f"/suggestions/{built.maker.id}"


def test_what_went_a_moment_ago_is_not_shown_before_the_refresh(built: Cluster, sign_in: SignIn) -> None:
    visitor = sign_in(built.member)
    built.offer.state = OpportunityState.WITHDRAWN
    db.session.flush()
    assert "lentiviral vector manufacturing by" not in visitor.get("/suggestions").text

    built.maker.blocks.append(Block(blocked_id=built.firm.id))
    built.clinic.state = VettingState.SUSPENDED
    db.session.flush()
    assert titles(visitor.page("/suggestions")) == []
    for candidate in (built.maker, built.clinic):
        visitor.page(f"/suggestions/{candidate.id}", status=404)


def test_a_pair_is_open_to_the_side_that_has_it_not_on_its_own_list(built: Cluster, sign_in: SignIn) -> None:
    db.session.execute(sa.delete(Suggestion).filter_by(organisation_id=built.firm.id, candidate_id=built.maker.id))

    page = sign_in(built.member).page(f"/suggestions/{built.maker.id}")

    assert "They offer what you need" in page.get_text()


def test_pairs_of_others_are_not_found(built: Cluster, sign_in: SignIn) -> None:
    stranger = make_user()
    make_organisation(member=stranger)

    for path in ("", "/dismiss"):
        sign_in(stranger).page(f"/suggestions/{built.maker.id}{path}", status=404)
    sign_in(stranger).send(f"/suggestions/{built.maker.id}/save", status=404)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Tell us first who you are"),
        (VettingState.DRAFT, "still a draft"),
        (VettingState.SUBMITTED, "being checked"),
        (VettingState.NEEDS_INFO, "has a question"),
        (VettingState.REFUSED, "not accepted"),
        (VettingState.SUSPENDED, "suspended"),
    ],
)
def test_who_is_not_approved_reads_why_and_what_to_do(
    app: Flask, sign_in: SignIn, state: VettingState | None, words: str
) -> None:
    member = make_user()
    if state is not None:
        make_organisation(member=member, state=state)

    page = sign_in(member).page("/suggestions")

    assert words in page.main.get_text()
    assert page.main.select(".empty a")


def test_an_approved_member_without_an_opportunity_is_told_to_add_one(app: Flask, sign_in: SignIn) -> None:
    member = make_user()
    make_organisation(member=member)

    assert "no published offer or need yet" in sign_in(member).page("/suggestions").get_text()


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_three(
    app: Flask, sign_in: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    member = make_user()
    make_opportunity(make_organisation(member=member), profile_type="BR", need="Lentiviral vectors.")

    def count_after(more: int) -> tuple[int, int]:
        for _number in range(more):
            make_opportunity(make_organisation(country="US"), profile_type="BO", offer="Lentiviral vectors.")
        builds.build()
        visitor = sign_in(member)
        visitor.get("/suggestions")
        db.session.expire_all()
        return len(titles(visitor.page("/suggestions"))), count_queries(lambda: visitor.get("/suggestions"))

    (one, few), (three, many) = count_after(1), count_after(2)
    assert (one, three) == (1, 3)
    assert few == many


def test_buttons_of_other_rooms_stand_on_the_page(
    built: Cluster, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_MEMBER", [])
    actions.add_pair_action(
        lambda one, other: PairAction("Express interest", f"/interest/{one.id}/{other.id}", "primary")
    )
    actions.add_pair_action(lambda one, other: None)

    page = sign_in(built.member).page(f"/suggestions/{built.maker.id}")

    assert page.find("a", href=f"/interest/{built.firm.id}/{built.maker.id}").get_text() == "Express interest"


@pytest.mark.parametrize("role", [None, Role.BROKER, Role.CO_BROKER, Role.MANAGER])
def test_member_pages_are_for_members(built: Cluster, client: Client, sign_in: SignIn, role: Role | None) -> None:
    visitor = client if role is None else sign_in(make_user(role))
    status = 302 if role is None else 403
    for path in ("", f"/{built.maker.id}", f"/{built.maker.id}/dismiss"):
        assert visitor.get(f"/suggestions{path}").status_code == status
    for path in ("save", "restore", "dismiss"):
        assert visitor.post(f"/suggestions/{built.maker.id}/{path}").status_code == status


def test_the_korean_pages_are_korean(built: Cluster, sign_in: SignIn) -> None:
    visitor = sign_in(built.member)
    visitor.get("/suggestions?lang=ko")

    page = visitor.page("/suggestions")

    assert page.h1.get_text(strip=True) == "추천"
    assert "상대 기관의 제공이 우리의 수요에 맞습니다" in page.get_text()
