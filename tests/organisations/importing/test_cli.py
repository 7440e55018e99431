from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.organisations.models import ImportRun, Organisation
from tests.organisations.importing.files import FIRMS, HEADER, csv_bytes, xlsx_bytes


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    path = tmp_path / "firms.csv"
    path.write_bytes(csv_bytes([HEADER, *FIRMS, ["=1", "", "", "", "", "A-4"]], encoding="cp949"))
    return path


def call(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["import", "organisations", "--language", "en", *map(str, arguments)])


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count(Organisation.id))) or 0


def test_a_file_is_imported_and_told(app: Flask, firms: Path) -> None:
    result = call(app, firms, "--yes")
    assert result.exit_code == 0, result.output
    assert "4 rows, CP949" in result.output
    assert "회사명" in result.output
    assert "Row 5, =1: 회사명: “=1” would be run as a formula" in result.output
    assert result.output.splitlines()[-1] == "3 created, 0 updated, 0 unchanged, 0 duplicate, 1 refused."
    assert rows() == 3
    assert call(app, firms, "--yes").output.splitlines()[-1].startswith("0 created, 0 updated, 3 unchanged")


def test_a_dry_run_writes_nothing(app: Flask, firms: Path) -> None:
    result = call(app, firms, "--dry-run")
    assert result.exit_code == 0
    assert "3 new, 0 changed, 0 unchanged, 0 duplicate, 1 refused" in result.output
    assert result.output.splitlines()[-1] == "Dry run: nothing was written."
    assert rows() == 0
    assert db.session.scalars(sa.select(ImportRun)).all() == []


def test_without_yes_it_asks_and_no_is_no(app: Flask, firms: Path) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(args=["import", "organisations", str(firms)], input="n\n")
    assert result.exit_code == 1
    assert rows() == 0


def test_columns_sheet_and_country_can_be_said(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx_bytes([["Who", "Where"], ["Quill", "Boston"]], sheet="Data", first=[["Cover"], ["x"]]))
    result = call(
        app, path, "--yes", "--sheet", "Data", "--map", "Who=name_en", "--map", "Where=city", "--country", "USA",
        "--anonymous", "--state", "submitted",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = db.session.scalars(sa.select(Organisation)).one()
    assert (found.name_en, found.country, found.cluster, found.anonymity_tier, found.state) == (
        "Quill", "US", "BOSTON", 0, "submitted",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "This is a PDF file"), (b"", "The file is empty"), (b"City\nBasel\n", "No column holds the name"),
     ("회사명,국가\n=1,대한민국\n".encode(), "No row could be read")],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_ends_with_one(
    app: Flask, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    result = call(app, path, "--yes")
    assert (result.exit_code, said in result.output) == (1, True), result.output
    assert rows() == 0


def test_faults_beyond_the_first_twenty_are_counted(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes([["회사명"], ["가나다"], *([f"=A{n}"] for n in range(30))]))
    assert "… and 10 more" in call(app, path, "--dry-run", "--country", "KR").output
