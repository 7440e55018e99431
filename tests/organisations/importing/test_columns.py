import pytest

from matchmaker.organisations.importing import columns
from matchmaker.organisations.importing.faults import ImportFault
from matchmaker.organisations.importing.headers import HEADERS, Field
from matchmaker.organisations.importing.reading import read
from matchmaker.organisations.importing.table import Table
from tests.organisations.importing.files import FIRMS, HEADER, PARTNER_HEADER, PARTNERS, csv_bytes


def table_of(*rows: list[str]) -> Table:
    return read(csv_bytes(rows), file_name="a.csv")


def fields(*rows: list[str]) -> list[Field | None]:
    return [suggestion.field for suggestion in columns.suggest(table_of(*rows))]


def test_a_korean_list_is_understood_by_its_headers() -> None:
    assert fields(HEADER, *FIRMS) == [
        Field.NAME, Field.INDUSTRY, Field.PRODUCTS, Field.REGION, Field.WEBSITE, Field.SOURCE_KEY,
    ]  # fmt: skip


def test_an_english_list_is_understood_by_its_headers() -> None:
    assert fields(PARTNER_HEADER, *PARTNERS) == [
        Field.NAME, Field.COUNTRY, Field.CITY, Field.WEBSITE, Field.DESCRIPTION,
    ]  # fmt: skip


def test_every_known_header_means_one_field() -> None:
    seen = [columns._key(name) for names in HEADERS.values() for name in names]
    meanings = {key: field for field, names in HEADERS.items() for key in map(columns._key, names)}
    assert set(HEADERS) == set(Field)
    assert all(meanings[columns._key(name)] is field for field, names in HEADERS.items() for name in names), seen


@pytest.mark.parametrize(
    ("header", "field"),
    [("회사명 (국문)", Field.NAME_KO), ("COMPANY  NAME", Field.NAME), ("Web-site", Field.WEBSITE),
     ("기업명(영문)", Field.NAME_EN), ("홈페이지(URL)", Field.WEBSITE), ("Busines sumary", Field.DESCRIPTION),
     ("대표자", None), ("비고", None)],
)  # fmt: skip
def test_headers_are_known_in_other_spellings(header: str, field: Field | None) -> None:
    assert fields([header, "z"], ["가나", "1"], ["다라", "2"])[0] is field


def test_values_tell_what_a_header_does_not() -> None:
    rows = [["A", "kim@firm.example", "https://a.example", "대한민국", "경기도 시흥시"],
            ["B", "lee@firm.example", "www.b.example", "일본", "서울특별시"],
            ["C", "choi@firm.example", "c.co.kr", "스위스", "부산광역시"]]  # fmt: skip
    assert fields(["회사명", "가", "나", "다", "라"], *rows) == [
        Field.NAME, Field.CONTACT_EMAIL, Field.WEBSITE, Field.COUNTRY, Field.REGION,
    ]  # fmt: skip


def test_a_header_that_its_values_contradict_is_not_believed() -> None:
    assert fields(["Name", "Firm"], ["https://a.example", "Alpha"], ["https://b.example", "Beta"],
                  ["https://c.example", "Gamma"]) == [Field.WEBSITE, Field.NAME]  # fmt: skip


def test_one_field_goes_to_the_surer_of_two_columns() -> None:
    assert fields(["기업명", "회사명", "설명", "사업내용"], ["가", "나", "다", "라"]) == [
        Field.NAME, None, Field.DESCRIPTION, Field.DESCRIPTION,
    ]  # fmt: skip


def refusal(mapped: columns.Mapped, header: tuple[str, ...]) -> tuple[str, dict[str, object]]:
    with pytest.raises(ImportFault) as caught:
        columns.check(mapped, header)
    return caught.value.code, caught.value.details


def test_a_list_without_names_is_refused_and_told_its_columns() -> None:
    assert refusal((None, Field.CITY), ("코드", "도시")) == ("import.no_name_column", {"columns": "코드, 도시"})


def test_two_columns_for_one_field_are_refused() -> None:
    header = ("회사명", "기업명", "")
    assert refusal((Field.NAME, Field.NAME, None), header) == ("import.field_twice", {"columns": "회사명, 기업명"})


def test_choices_change_the_suggestion() -> None:
    suggestions = columns.suggest(table_of(["회사명", "기업명", "비고"], ["가", "나", "다"]))
    assert columns.parse_choices(["기업명=name", "비고=products"], suggestions) == (None, Field.NAME, Field.PRODUCTS)
    assert columns.parse_choices(["회사명="], suggestions) == (None, None, None)
    for choice, code in (("없음=name", "import.no_such_column"), ("비고=shoe_size", "import.no_such_field")):
        with pytest.raises(ImportFault) as caught:
            columns.parse_choices([choice], suggestions)
        assert caught.value.code == code
