import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry
from matchmaker.organisations.importing import columns, planning, service
from matchmaker.organisations.importing.planning import Choice, Kind, Plan
from matchmaker.organisations.importing.reading import read
from matchmaker.organisations.importing.record import Record
from matchmaker.organisations.importing.rows import default_country, read_rows
from matchmaker.organisations.models import ImportRun, Organisation, OrganisationText
from matchmaker.organisations.rules import ImportState, VettingState
from tests.conftest import make_app
from tests.factories import make_organisation, make_user
from tests.organisations.importing.files import FIRMS, HEADER, PARTNER_HEADER, csv_bytes


def records(*lines: list[str]) -> list[Record]:
    table = read(csv_bytes(lines), file_name="a.csv")
    mapped = tuple(suggestion.field for suggestion in columns.suggest(table))
    return read_rows(table, mapped, country=default_country(table, mapped))


def carry_out(found: list[Record], choice: Choice | None = None) -> tuple[ImportRun, Plan]:
    with transaction():
        run, _is_new = service.open_run(file_name="a.csv", sha256="0" * 64, actor_id=None)
        plan = service.carry_out(run, found, choice or Choice())
    return run, plan


def kinds(plan: Plan) -> list[str]:
    return [item.kind.value for item in plan.items]


def imported() -> list[Organisation]:
    statement = sa.select(Organisation).where(Organisation.source == "import").order_by(Organisation.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def test_rows_become_approved_public_organisations_that_wait_for_suggestions(app: Flask) -> None:
    run, plan = carry_out(records(HEADER, *FIRMS))

    first = imported()[0]
    assert kinds(plan) == ["new", "new", "new"]
    assert (run.state, run.rows_read, run.rows_created, run.rows_updated) == (ImportState.DONE, 3, 3, 0)
    assert (first.name_ko, first.state, first.anonymity_tier) == ("가람바이오", VettingState.APPROVED, 1)
    assert (first.website_domain, first.cluster) == ("garam-bio.example", "SIHEUNG")
    assert first.revision > first.matched_revision == 0
    assert [(text.language, text.summary) for text in first.texts] == [("ko", "의약품 제조업. 세포치료제, 배지")]
    assert first.completeness > 0
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "organisations.imported")).all()
    assert [entry.details["created"] for entry in entries] == [3]


def test_a_list_can_wait_for_vetting_without_names(app: Flask) -> None:
    carry_out(records(HEADER, *FIRMS), Choice(state=VettingState.SUBMITTED, anonymity_tier=0))
    first = imported()[0]
    assert (first.state, first.anonymity_tier, first.decided_at) == (VettingState.SUBMITTED, 0, None)
    assert first.submitted_at is not None


def test_the_same_file_again_changes_nothing(app: Flask) -> None:
    carry_out(records(HEADER, *FIRMS))
    before = [(one.id, one.version, one.revision) for one in imported()]

    run, plan = carry_out(records(HEADER, *FIRMS))

    assert kinds(plan) == ["unchanged"] * 3
    assert (run.rows_created, run.rows_updated, run.rows_unchanged) == (0, 0, 3)
    assert [(one.id, one.version, one.revision) for one in imported()] == before


def test_a_newer_file_changes_what_differs_and_keeps_what_was_corrected_by_hand(app: Flask) -> None:
    carry_out(records(HEADER, *FIRMS))
    with transaction():
        garam = imported()[0]
        garam.city = "시흥시 정왕동"

    newer = [
        [
            "가람바이오",
            "의약품 제조업",
            "세포치료제, 배지, 시약",
            "경기도 안산시",
            "http://www.garam-bio.example",
            "A-1",
        ]
    ]
    run, plan = carry_out(records(HEADER, *newer, *FIRMS[1:]))

    garam = imported()[0]
    assert kinds(plan) == ["changed", "unchanged", "unchanged"]
    assert (run.rows_updated, garam.city, garam.revision) == (1, "시흥시 정왕동", 2)
    assert garam.texts[0].summary == "의약품 제조업. 세포치료제, 배지, 시약"
    assert kinds(carry_out(records(HEADER, *newer, *FIRMS[1:]))[1]) == ["unchanged"] * 3


def test_a_profile_that_its_own_people_keep_is_never_overwritten(app: Flask) -> None:
    carry_out(records(HEADER, *FIRMS))
    garam = imported()[0]
    make_own = make_user()
    from matchmaker.organisations.models import Membership
    from matchmaker.organisations.rules import MembershipState

    with transaction():
        db.session.add(Membership(user_id=make_own.id, organisation_id=garam.id, state=MembershipState.ACTIVE))

    changed = [["가람바이오", "다른 업종", "", "경기도 시흥시", "", "A-1"]]
    run, plan = carry_out(records(HEADER, *changed))

    assert plan.items[0].kind is Kind.DUPLICATE
    assert plan.items[0].twin == planning.Twin("가람바이오", garam.id, None, ("in_own_hands",))
    assert (run.rows_updated, run.rows_duplicate) == (0, 1)
    assert imported()[0].texts[0].summary == "의약품 제조업. 세포치료제, 배지"


def test_organisations_that_are_here_by_other_ways_are_reported_and_left_alone(app: Flask) -> None:
    same = make_organisation(
        name_ko="(주)가람바이오", website="https://garam-bio.example", website_domain="garam-bio.example"
    )
    name_only = make_organisation(name_ko="다솜제약", name_en=None)
    make_organisation(country="JP", name_ko=None, name_en="나래메디칼", cluster="KOBE")

    _run, plan = carry_out(records(HEADER, *FIRMS))

    assert kinds(plan) == ["duplicate", "new", "duplicate"]
    assert [item.twin and (item.twin.organisation_id, item.twin.reasons) for item in plan.items] == [
        (same.id, ("domain", "same_name")), None, (name_only.id, ("same_name",)),
    ]  # fmt: skip
    assert [one.name_ko for one in imported()] == ["나래메디칼"]


def test_possible_duplicates_are_created_when_that_is_chosen_but_certain_ones_never(app: Flask) -> None:
    make_organisation(name_ko="가람바이오", website="https://garam-bio.example", website_domain="garam-bio.example")
    make_organisation(name_ko="다솜제약", name_en=None)
    _run, plan = carry_out(records(HEADER, *FIRMS), Choice(create_possible=True))
    assert kinds(plan) == ["duplicate", "new", "new"]


def test_a_firm_is_known_across_scripts_by_its_domain(app: Flask) -> None:
    carry_out(records(HEADER, *FIRMS))
    _run, plan = carry_out(
        records(PARTNER_HEADER, ["Garam Bio Ltd", "Korea", "Siheung", "garam-bio.example", "Cells."])
    )
    assert kinds(plan) == ["duplicate"]


def test_rows_that_repeat_each_other_come_in_once(app: Flask) -> None:
    twice = [*FIRMS[0][:5], "A-9"]
    _run, plan = carry_out(records(HEADER, *FIRMS, FIRMS[1], twice))
    assert kinds(plan) == ["new", "new", "new", "duplicate", "duplicate"]
    assert [item.twin and (item.twin.row, item.twin.reasons) for item in plan.items[3:]] == [
        (3, ("same_key",)), (2, ("domain", "same_name")),
    ]  # fmt: skip


def test_a_registration_number_belongs_to_one(app: Flask) -> None:
    header = ["회사명", "사업자등록번호", "관리번호"]
    other = make_organisation(name_ko="먼저", registration_number="1234567890")
    _run, plan = carry_out(records(header, ["나중", "123-45-67890", "B-1"], ["새로", "111-22-33333", "B-2"]))
    assert kinds(plan) == ["duplicate", "new"]

    again = records(header, ["새로", "123-45-67890", "B-2"])
    _run, plan = carry_out(again)
    assert plan.items[0].twin == planning.Twin(other.name_ko or "", other.id, None, ("registration_number",))


def test_a_fault_in_the_middle_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BATCH", 1)
    found = records(HEADER, *FIRMS)
    broken = found[2].profile
    assert broken is not None
    object.__setattr__(broken, "country", "KOREA")  # the database refuses it

    with pytest.raises(sa.exc.DBAPIError):
        carry_out(found)

    assert imported() == []
    assert db.session.scalars(sa.select(ImportRun)).all() == []
    assert db.session.scalar(sa.select(sa.func.count(OrganisationText.id))) == 0


def test_refused_rows_do_not_keep_the_good_ones_out(app: Flask) -> None:
    run, plan = carry_out(records(HEADER, ["=1+1", "", "", "", "", ""], *FIRMS))
    assert kinds(plan) == ["refused", "new", "new", "new"]
    assert (run.rows_refused, run.rows_created) == (1, 3)


def test_knowing_rows_again_takes_the_same_queries_however_many(
    app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    few, many = [
        records(HEADER, *([f"{name}회사{n:03}호", "업종", "제품", "서울", "", f"{name}{n}"] for n in range(count)))
        for name, count in (("가", 3), ("나", 300))
    ]
    carry_out(few)
    carry_out(many)
    assert count_queries(lambda: carry_out(many)) == count_queries(lambda: carry_out(few))


def test_two_imports_of_one_file_at_once_write_its_rows_once(postgresql: Callable[[], str], tmp_path: Path) -> None:
    app = make_app(postgresql(), tmp_path, jobs_immediate=False)
    found = records(
        PARTNER_HEADER, *([f"Firm {n:04} Inc.", "Germany", "Bonn", f"f{n}.example", "Cells."] for n in range(400))
    )
    start, counts = threading.Barrier(2), []

    def run() -> None:
        with app.app_context():
            start.wait()
            done, _plan = carry_out(found)
            counts.append((done.rows_created, done.rows_unchanged))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert sorted(counts) == [(0, 400), (400, 0)]
        assert db.session.scalar(sa.select(sa.func.count(Organisation.id))) == 400
        db.session.remove()
        db.engine.dispose()
