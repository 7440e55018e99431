"""Files made for the tests of the import."""

import csv
import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

HEADER = ["회사명", "업종", "주요제품", "지역", "홈페이지", "관리번호"]
FIRMS = [
    ["가람바이오", "의약품 제조업", "세포치료제, 배지", "경기도 시흥시", "http://www.garam-bio.example", "A-1"],
    ["나래메디칼", "의료용 기기 제조업", "진단키트", "서울특별시", "https://narae.example/kr/", "A-2"],
    ["다솜제약", "의약품 제조업", "백신", "충청북도", "", "A-3"],
]
PARTNER_HEADER = ["Company", "Country", "City", "Website", "Business summary"]
PARTNERS = [
    ["Quill Vector Inc.", "United States", "Cambridge", "quillvector.example", "Viral vectors for clinics."],
    ["Rheinknie Bioprocess AG", "Switzerland", "Basel", "https://rheinknie.example", "Single-use bioreactors."],
    ["Harbour Cell K.K.", "Japan", "Kobe", "harbourcell.example", "Cell banks for clinical trials."],
]  # fmt: skip


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Sequence[Sequence[object]], *, sheet: str = "목록", first: Sequence[Sequence[object]] | None = None
) -> bytes:
    """A workbook with `rows` on one sheet; `first` stands on a sheet before it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, lines in [("표지", first), (sheet, rows)]:
        if lines is not None:
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    book.close()
    return target.getvalue()


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()
