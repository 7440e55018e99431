import datetime
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.organisations.importing import reading, table, workbook
from matchmaker.organisations.importing.faults import ImportFault, letter
from matchmaker.organisations.importing.reading import read
from tests.organisations.importing.files import FIRMS, HEADER, csv_bytes, xlsx_bytes, zip_bytes

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def refusal(data: bytes, file_name: str = "list.csv", sheet: str = "") -> tuple[str, dict[str, object]]:
    with pytest.raises(ImportFault) as caught:
        read(data, file_name=file_name, sheet=sheet)
    return caught.value.code, caught.value.details


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(data, file_name="list").rows]


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp949", "CP949"), ("utf-16", "UTF-16")]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_of_excel_reads_the_same(encoding: str, found: str, delimiter: str) -> None:
    read_back = read(csv_bytes([HEADER, *FIRMS], encoding=encoding, delimiter=delimiter), file_name="기업.csv")

    assert read_back.kind == found
    assert read_back.header == tuple(HEADER)
    assert [list(row.cells) for row in read_back.rows] == FIRMS
    assert [row.number for row in read_back.rows] == [2, 3, 4]


def test_a_workbook_reads_like_its_csv() -> None:
    assert cells(xlsx_bytes([HEADER, *FIRMS])) == cells(csv_bytes([HEADER, *FIRMS]))


def test_numbers_dates_and_codes_keep_their_form() -> None:
    data = xlsx_bytes(
        [["Name", "Code", "Number", "Share", "Founded", "Listed"],
         ["Firm", "006840", 83790, 0.25, datetime.date(1998, 3, 2), True]]
    )  # fmt: skip
    assert cells(data) == [("Firm", "006840", "83790", "0.25", "1998-03-02", "TRUE")]


def test_a_quoted_line_break_stays_within_its_cell_and_rows_are_counted_as_excel_counts_them() -> None:
    data = b'Name,About\r\n\r\n"One ""A""","first\r\nsecond"\r\nTwo,"x, y"\r\n'
    assert [(row.number, row.cells) for row in read(data, file_name="a.csv").rows] == [
        (3, ('One "A"', "first\r\nsecond")),
        (4, ("Two", "x, y")),
    ]


def test_title_lines_above_the_header_are_passed_over() -> None:
    data = csv_bytes([["바이오 기업 현황", "", "", "", "", ""], ["", "", "", "", "", "2026.3"], HEADER, *FIRMS])
    read_back = read(data, file_name="a.csv")
    assert read_back.header == tuple(HEADER)
    assert read_back.rows[0].number == 4


def test_the_first_sheet_that_is_not_empty_is_read_unless_another_is_named() -> None:
    data = xlsx_bytes([["Name"], ["Firm"]], first=[])
    assert read(data, file_name="a.xlsx").sheet == "목록"
    two = xlsx_bytes([["Name"], ["Firm"]], first=[["Name"], ["Cover"]])
    assert read(two, file_name="a.xlsx").rows[0].cells == ("Cover",)
    assert read(two, file_name="a.xlsx", sheet="목록").rows[0].cells == ("Firm",)
    assert refusal(two, sheet="없음") == ("import.no_such_sheet", {"sheet": "없음", "sheets": "표지, 목록"})


def test_the_hint_that_excel_writes_for_itself_is_no_data() -> None:
    assert cells(b"sep=;\r\nName;City\r\nFirm;Basel, Kobe\r\n") == [("Firm", "Basel, Kobe")]


def test_a_row_with_more_cells_than_the_header_is_marked() -> None:
    rows = read(b"Name,City\nOne,Basel,surplus\nTwo,Kobe,,\n", file_name="a.csv").rows
    assert [(row.cells, row.has_surplus) for row in rows] == [(("One", "Basel"), True), (("Two", "Kobe"), False)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.empty"),
        (b"\xef\xbb\xbf\r\n \t\r\n", "import.empty"),
        (b"Name,City\r\n", "import.header_only"),
        (b"Name,City\r\n,\r\n", "import.header_only"),
        (b"Name,City,name\r\na,b,c\r\n", "import.duplicate_header"),
        (b"%PDF-1.7 renamed", "import.is_pdf"),
        (b"\x89PNG\r\n\x1a\n", "import.not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "import.is_old_office"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "import.is_web_page"),
        (b"Name\x00City\n\x01\x02\x03", "import.not_a_table"),
        (b'Name,About\nOne,"never closed\nTwo,x\n', "import.open_quote"),
        (b"PK\x03\x04 no package", "import.broken_workbook"),
        (zip_bytes({"word/document.xml": b"<w/>"}), "import.not_a_workbook"),
        (zip_bytes({"xl/workbook.xml": b"<workbook"}), "import.broken_workbook"),
        (zip_bytes({"xl/workbook.xml": b"<workbook/>"}), "import.broken_workbook"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


def test_a_hangul_document_is_named() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "기업.hwp")[0] == "import.is_hwp"


def test_broken_text_names_its_first_line() -> None:
    data = csv_bytes([HEADER, *FIRMS]) + b"\xff\xff\xff,x\n"
    assert refusal(data) == ("import.broken_encoding", {"line": 5})


@pytest.mark.parametrize("encoding", ["shift_jis", "gbk", "utf-8"])
def test_other_encodings_are_not_taken_for_korean(encoding: str) -> None:
    data = "会社名,都市\n神戸バイオテクノロジー株式会社,神戸\n".encode(encoding)
    if encoding == "utf-8":
        assert read(data, file_name="a.csv").kind == "UTF-8"
    elif encoding == "shift_jis":
        assert refusal(data)[0] == "import.broken_encoding"


def test_a_cell_of_ten_megabytes_is_refused_by_row_and_column() -> None:
    data = csv_bytes([["Name", "About"], ["One", "short"], ["Two", "x" * 10_000_000]])
    assert refusal(data) == (
        "import.cell_too_long", {"row": 3, "column": "B", "length": 10_000_000, "limit": table.CELL_MAX}
    )  # fmt: skip


def test_too_much_is_refused_with_the_limit() -> None:
    assert refusal(b"x" * (reading.FILE_MAX + 1)) == ("import.file_too_large", {"limit": 40})
    assert refusal(csv_bytes([[f"c{n}" for n in range(61)], ["x"] * 61])) == ("import.too_many_columns", {"limit": 60})
    long = b"Name\n" + b"".join(b"Firm %d\n" % n for n in range(100_000))
    assert refusal(long) == ("import.too_many_rows", {"limit": table.ROWS_MAX})
    assert len(read(b"\n".join(long.split(b"\n")[: table.ROWS_MAX + 1]), file_name="a.csv").rows) == table.ROWS_MAX


def test_a_small_workbook_with_a_cell_far_out_is_refused_before_room_is_made_for_it() -> None:
    target = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write(0, 0, "Name")
    page.write(1_048_575, 16_383, "far")
    book.close()
    assert refusal(target.getvalue()) == ("import.cell_far_right", {"row": 1_048_576, "column": "XFD", "limit": 60})


def test_a_far_cell_is_found_in_whatever_part_it_hides() -> None:
    good = xlsx_bytes([["Name"], ["Firm"]])
    hidden = SHEET.format('<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>')
    assert refusal(_with_part(good, "xl/other.xml", hidden.encode()))[0] == "import.cell_far_right"
    deep = SHEET.format('<row r="900000"><c><v>1</v></c></row>')
    assert refusal(_with_part(good, "xl/other.xml", deep.encode()))[0] == "import.too_many_rows"
    doctype = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refusal(_with_part(good, "xl/other.xml", doctype))[0] == "import.broken_workbook"
    rels = b'<Relationships><Relationship Type="x/worksheet" Target="media/sheet.bin"/></Relationships>'
    assert refusal(_with_part(good, "xl/_rels/other.rels", rels))[0] == "import.broken_workbook"


def _with_part(workbook_bytes: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    return zip_bytes({**parts, name: content})


def test_a_package_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = _with_part(xlsx_bytes([["Name"], ["Firm"]]), "xl/big.xml", b"<a>" + b" " * 40_000_000 + b"</a>")
    assert refusal(bomb)[0] == "import.unpacks_too_large"
    monkeypatch.setattr(workbook, "UNPACKED_MAX", 1000)
    assert refusal(xlsx_bytes([["Name"], ["Firm"]]))[0] == "import.unpacks_too_large"


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"Name,City\n"]))
def test_arbitrary_bytes_raise_nothing_but_import_faults(data: bytes, start: bytes) -> None:
    _reads_or_refuses(start + data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_raises_nothing_but_import_faults(at: int, damage: bytes) -> None:
    data = bytearray(GOOD)
    place = at % len(data)
    data[place : place + len(damage)] = damage
    _reads_or_refuses(bytes(data))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6))
def test_arbitrary_tables_raise_nothing_but_import_faults(rows: list[list[str]]) -> None:
    _reads_or_refuses("\n".join(",".join(row) for row in rows).encode("utf-8", "replace"))


GOOD = xlsx_bytes([HEADER, *FIRMS])


def _reads_or_refuses(data: bytes) -> None:
    try:
        found = read(data, file_name="a.csv")
    except ImportFault:
        return
    assert found.rows
    assert all(len(row.cells) == len(found.header) for row in found.rows)
