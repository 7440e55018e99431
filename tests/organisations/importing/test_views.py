import csv
import io
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from python_calamine import CalamineWorkbook

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import AGENCY, Role
from matchmaker.organisations.importing import downloads, jobs, service, uploads, views
from matchmaker.organisations.models import ImportRun, Organisation
from matchmaker.organisations.rules import ImportState
from tests.client import Client
from tests.factories import make_organisation, make_user
from tests.organisations.importing.files import FIRMS, HEADER, csv_bytes, xlsx_bytes

SignIn = Callable[[User], Client]
ROUTES = ["/staff/import", "/staff/import/template.xlsx", "/staff/import/template.csv", "/staff/import/runs/1",
          f"/staff/import/{'x' * 32}/columns", f"/staff/import/{'x' * 32}/preview",
          f"/staff/import/{'x' * 32}/faults.csv"]  # fmt: skip
WRITES = ["/staff/import", f"/staff/import/{'x' * 32}/columns", f"/staff/import/{'x' * 32}/confirm",
          f"/staff/import/{'x' * 32}/discard"]  # fmt: skip


@pytest.fixture
def broker(app: Flask, sign_in: SignIn) -> Client:
    return sign_in(make_user(Role.BROKER))


def send(client: Client, content: bytes, name: str = "firms.csv", status: int = 302) -> str:
    """Upload a file; the address of what is done with it."""
    response = client.send("/staff/import", {"file": (io.BytesIO(content), name)}, status)
    return response.headers.get("Location", "").removesuffix("/columns") if status == 302 else response.text


def choose(client: Client, base: str, **changes: str) -> None:
    """Take the columns as they are suggested, with `changes`."""
    page = client.page(f"{base}/columns")
    data = {
        select["name"]: (select.find("option", selected=True) or {"value": ""})["value"]
        for select in page.select("select")
    }
    if hidden := page.select_one("input[name=sheet]"):
        data["sheet"] = hidden["value"]
    data |= {"state": "approved", "anonymity_tier": "1"}
    client.send(f"{base}/columns", data | changes)


def imported() -> list[str | None]:
    return list(db.session.scalars(sa.select(Organisation.name_ko).where(Organisation.source == "import")))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_agency_imports(app: Flask, sign_in: SignIn, role: Role) -> None:
    client = sign_in(make_user(role))
    expected = {True: {200, 302, 404, 422}, False: {403}}[role in AGENCY]
    assert {client.get(url).status_code for url in ROUTES} <= expected
    assert {client.post(url).status_code for url in WRITES} <= expected


def test_visitors_are_led_to_sign_in(client: Client) -> None:
    assert {client.get(url).status_code for url in ROUTES} | {client.post(url).status_code for url in WRITES} == {302}


def test_a_file_goes_from_upload_to_result(broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS, ["=1", "", "", "", "", "A-4"]], encoding="cp949"))
    columns = broker.page(f"{base}/columns")
    assert "CP949" in columns.text
    assert columns.select_one("#column-0 option[selected]")["value"] == "name"
    assert columns.select_one("#country option[selected]")["value"] == "KR"

    choose(broker, base)
    preview = broker.page(f"{base}/preview")
    assert "Of 4 rows, 3 would be created and 0 changed." in preview.text
    assert "가람바이오" in preview.text
    refused = broker.page(f"{base}/preview?show=refused")
    assert "회사명: “=1” would be run as a formula by a spreadsheet program." in refused.text
    assert imported() == []

    result = broker.send(f"{base}/confirm").headers["Location"]
    page = broker.page(result)
    assert "3 organisations were created and 0 brought up to date." in page.text
    assert imported() == [firm[0] for firm in FIRMS]
    assert "firms.csv" in broker.page("/staff/import").text


def test_confirming_twice_imports_once(broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    choose(broker, base)
    assert broker.send(f"{base}/confirm").headers["Location"] == broker.send(f"{base}/confirm").headers["Location"]
    assert len(imported()) == 3


def test_a_long_import_is_left_to_the_worker(broker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 2)
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    choose(broker, base)
    result = broker.send(f"{base}/confirm").headers["Location"]
    run = db.session.scalars(sa.select(ImportRun)).one()
    if run.state is ImportState.WAITING:
        jobs.carry_out_waiting()
        db.session.refresh(run)
    assert (run.state, run.rows_created) == (ImportState.DONE, 3)
    assert "The import is done" in broker.page(result).text


def test_a_waiting_import_shows_how_far_it_is_and_looks_again_by_itself(app: Flask, broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    choose(broker, base)
    token = base.rpartition("/")[2]
    run, _is_new = service.open_run(file_name="firms.csv", sha256="0" * 64, actor_id=None, upload=token)
    run.rows_read = 3
    uploads.note_progress(token, 2)
    page = broker.page(f"/staff/import/runs/{run.id}")
    assert "2 of 3 rows are done." in page.text
    assert page.select_one("#run")["hx-trigger"] == "every 2s"
    assert page.find("a", string="Look again")


def test_an_import_whose_file_is_gone_fails_and_says_so(app: Flask, broker: Client) -> None:
    run, _is_new = service.open_run(file_name="firms.csv", sha256="0" * 64, actor_id=None, upload="x" * 32)
    db.session.commit()
    jobs.carry_out_waiting()
    assert run.state is ImportState.FAILED
    assert "This upload has expired. Choose the file again." in broker.page(f"/staff/import/runs/{run.id}").text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "This is a PDF file"), (b"Name\n", "no rows below it"), (b"", "The file is empty"),
     (b"Name,Name\na,b\n", "have the same header"), (b"x\xff\xff\n", "The text encoding could not be recognised")],
)  # fmt: skip
def test_what_cannot_be_read_comes_back_with_the_reason(broker: Client, content: bytes, said: str) -> None:
    assert said in send(broker, content, status=422)


def test_no_file_is_told(broker: Client) -> None:
    assert "Choose a file." in broker.send("/staff/import", {}, 422).text


def test_columns_that_do_not_fit_come_back_with_the_reason(broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    common = {"sheet": "", "country": "KR", "state": "approved", "anonymity_tier": "1"}
    assert "No column holds the name" in broker.send(f"{base}/columns", common, 422).text
    twice = common | {"column-0": "name", "column-1": "name"}
    assert "are taken for the same field: 회사명, 업종" in broker.send(f"{base}/columns", twice, 422).text
    broker.send(f"{base}/columns", common | {"column-0": "name", "state": "hacked"}, 422)
    broker.send(f"{base}/columns", common | {"column-0": "name", "country": "XX"}, 422)
    broker.send(f"{base}/columns", common | {"column-0": "name", "column-1": "shoe size"})


def test_another_sheet_shows_its_own_columns(broker: Client) -> None:
    base = send(broker, xlsx_bytes([HEADER, *FIRMS], first=[["표지"], ["x"]]), "firms.xlsx")
    assert broker.page(f"{base}/columns").select_one("#column-0-name").text == "표지"
    choose(broker, base, sheet="목록")
    assert broker.page(f"{base}/columns").select_one("#column-0-name").text == "회사명"
    choose(broker, base)
    assert "3 would be created" in broker.page(f"{base}/preview").text


def test_duplicates_link_to_what_is_here(broker: Client) -> None:
    known = make_organisation(
        name_ko="가람바이오", website="https://garam-bio.example", website_domain="garam-bio.example"
    )
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    choose(broker, base)
    page = broker.page(f"{base}/preview?show=duplicate")
    assert "same web domain, same name" in page.text
    assert page.find("a", href=f"/staff/organisations/{known.id}")


def test_long_previews_come_in_pages(broker: Client) -> None:
    rows = [[f"회사{n:03}호", "업종", "", "서울", "", f"N-{n}"] for n in range(45)]
    base = send(broker, csv_bytes([HEADER, *rows]))
    choose(broker, base)
    assert len(broker.page(f"{base}/preview").select("tbody tr")) == 20
    assert len(broker.page(f"{base}/preview?page=3").select("tbody tr")) == 5
    assert len(broker.page(f"{base}/preview?page=99&show=nonsense").select("tbody tr")) == 5


def test_the_list_of_remarks_runs_no_formula(broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, ["=cmd|'/c calc'!A1", "", "", "", "", "=1"], *FIRMS]))
    choose(broker, base)
    response = broker.get(f"{base}/faults.csv")
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Name", "What happens", "Reason"]
    assert rows[1][:3] == ["2", "'=cmd|'/c calc'!A1", "Refused"]
    assert all(cell[:1] not in {"=", "+", "-", "@"} for row in rows for cell in row)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_templates_are_understood_when_they_come_back(broker: Client, language: str) -> None:
    broker.get(f"/staff/import?lang={language}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(broker.get("/staff/import/template.xlsx").data))
    header = book.get_sheet_by_index(0).to_python()[0]
    assert len(book.sheet_names) == 2
    base = send(broker, xlsx_bytes([header, ["가람바이오", *[""] * (len(header) - 1)]]), "a.xlsx")
    chosen = broker.page(f"{base}/columns").select("select[name^=column] option[selected]")
    assert [option["value"] for option in chosen] == [field.value for field in downloads.TEMPLATE_FIELDS]
    text = broker.get("/staff/import/template.csv").data.decode("utf-8-sig")
    assert text.strip().split(",") == header


def test_uploads_are_private_to_their_owner_and_to_the_service(app: Flask, broker: Client, sign_in: SignIn) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    other = sign_in(make_user(Role.BROKER))
    assert [other.get(f"{base}/{page}").status_code for page in ("columns", "preview", "faults.csv")] == [404] * 3
    assert [other.post(f"{base}/{page}").status_code for page in ("columns", "confirm", "discard")] == [404] * 3
    folder = app.extensions["config"].instance / "imports" / base.rpartition("/")[2]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_path_is_no_token(broker: Client) -> None:
    assert broker.get("/staff/import/..%2f..%2fsecret_key/columns").status_code == 404
    assert broker.get(f"/staff/import/{'.' * 32}/columns").status_code == 404


def test_a_discarded_file_is_gone(app: Flask, broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    broker.send(f"{base}/discard")
    assert broker.get(f"{base}/columns").status_code == 404
    assert not (app.extensions["config"].instance / "imports" / base.rpartition("/")[2]).exists()


def test_uploads_are_forgotten_after_a_day(app: Flask, broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS]))
    folder: Path = app.extensions["config"].instance / "imports" / base.rpartition("/")[2]
    almost_a_day_ago = time.time() - uploads.KEPT_SECONDS + 60
    os.utime(folder, (almost_a_day_ago, almost_a_day_ago))
    jobs.forget_uploads()
    assert broker.get(f"{base}/columns").status_code == 200
    os.utime(folder, (almost_a_day_ago - 120, almost_a_day_ago - 120))
    jobs.forget_uploads()
    assert broker.get(f"{base}/columns").status_code == 404


def test_the_pages_speak_korean(broker: Client) -> None:
    base = send(broker, csv_bytes([HEADER, *FIRMS, ["=1", "", "", "", "", "A-4"]]))
    choose(broker, base)
    page = broker.get(f"{base}/preview?show=refused&lang=ko", follow_redirects=True)
    assert "스프레드시트 프로그램이 수식으로 실행" in page.text
