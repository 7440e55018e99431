"""Tables for spreadsheet programs."""

from decimal import Decimal

import pytest

from matchmaker.foundation.spreadsheets import csv_answer, csv_of


def test_a_table_is_read_as_utf_8_by_excel():
    assert csv_of([["이름", "수"], ["시흥, 바이오", 2]]) == '\ufeff이름,수\r\n"시흥, 바이오",2\r\n'.encode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1+1"])
def test_no_cell_runs_as_a_formula(cell):
    assert csv_of([[cell]]).decode("utf-8-sig").rstrip("\r\n").strip('"') == f"'{cell}"


@pytest.mark.parametrize("number", [-3, -2.5, Decimal("-1.20")])
def test_a_number_below_0_stays_a_number(number):
    assert csv_of([[number]]).decode("utf-8-sig") == f"{number}\r\n"


def test_browsers_save_it_under_its_name_and_keep_no_copy():
    answer = csv_answer([["a"]], "list.csv")
    assert (answer.mimetype, answer.headers["Content-Disposition"], answer.headers["Cache-Control"]) == (
        "text/csv", "attachment; filename=list.csv", "private, no-store",
    )  # fmt: skip
