import pytest

from matchmaker.organisations.importing import columns, prose
from matchmaker.organisations.importing.places import cluster_of, country_of
from matchmaker.organisations.importing.reading import read
from matchmaker.organisations.importing.record import Profile, Record
from matchmaker.organisations.importing.rows import default_country, read_rows
from tests.organisations.importing.files import FIRMS, HEADER, PARTNER_HEADER, PARTNERS, csv_bytes


def records(*lines: list[str], country: str | None = None) -> list[Record]:
    table = read(csv_bytes(lines), file_name="a.csv")
    mapped = tuple(suggestion.field for suggestion in columns.suggest(table))
    return read_rows(table, mapped, country=country or default_country(table, mapped))


def profile(header: list[str], line: list[str], country: str | None = "KR") -> Profile:
    found = records(header, line, country=country)[0]
    assert found.profile is not None, found.errors
    return found.profile


def codes(header: list[str], line: list[str], country: str | None = "KR") -> tuple[list[str], list[str]]:
    found = records(header, line, country=country)[0]
    return [one.code for one in found.errors], [one.code for one in found.warnings]


def test_a_korean_row_becomes_a_profile() -> None:
    assert records(HEADER, *FIRMS)[0] == Record(
        2, "가람바이오",
        Profile(
            source_key="code:KR:A-1", name_ko="가람바이오", name_en=None, other_names=(), org_type=None, size_band=None,
            country="KR", city="경기도 시흥시", cluster="SIHEUNG", time_zone="Asia/Seoul", registration_number=None,
            year_established=None, employees=None, website="http://www.garam-bio.example",
            texts={"ko": prose.Text("의약품 제조업. 세포치료제, 배지", "", was_cut=False)}, contact=None,
        ), (), (),
    )  # fmt: skip


def test_overseas_rows_find_their_country_and_cluster() -> None:
    found = [record.profile for record in records(PARTNER_HEADER, *PARTNERS)]
    assert [(one.country, one.cluster, one.time_zone, one.website) for one in found if one] == [
        ("US", "BOSTON", "America/New_York", "https://quillvector.example"),
        ("CH", "BASEL", "Europe/Zurich", "https://rheinknie.example"),
        ("JP", "KOBE", "Asia/Tokyo", "https://harbourcell.example"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("대한민국", "KR"), ("한국", "KR"), ("Republic of Korea", "KR"), ("South Korea", "KR"),
     ("KOR", "KR"), ("kr", "KR"),
     ("United States", "US"), ("U.S.A.", "US"), ("미국", "US"), ("UK", "GB"), ("영국", "GB"), ("China", "CN"),
     ("The Netherlands", "NL"), ("Hong Kong", "HK"), ("홍콩", "HK"), ("Czech Republic", "CZ"), ("Türkiye", "TR"),
     ("Turkey", "TR"), ("독일", "DE"), ("Schweiz", "CH"), ("日本", "JP"), ("Viet Nam", "VN"),
     ("Atlantis", None), ("EU", None)],
)  # fmt: skip
def test_countries_are_known_by_their_usual_names(text: str, code: str | None) -> None:
    assert country_of(text) == code


@pytest.mark.parametrize(
    ("country", "place", "cluster"),
    [("KR", "경기도 시흥시 정왕동", "SIHEUNG"), ("KR", "Siheung-si", "SIHEUNG"), ("KR", "서울특별시", "OTHER_KR"),
     ("US", "Cambridge", "BOSTON"), ("US", "Lowell, MA", "BOSTON"), ("GB", "Cambridge", "OTHER"),
     ("US", "San Diego", "OTHER"),
     ("CH", "Allschwil", "BASEL"), ("CH", "Zürich", "OTHER"), ("JP", "神戸市", "KOBE"), ("JP", "Tokyo", "OTHER")],
)  # fmt: skip
def test_places_belong_to_clusters(country: str, place: str, cluster: str) -> None:
    assert cluster_of(country, place) == cluster


def test_a_region_that_is_a_country_moves_the_firm_abroad() -> None:
    found = records(HEADER, *FIRMS, ["라온홀딩스", "", "", "미국", "", ""])[-1].profile
    assert found is not None
    assert (found.country, found.city, found.cluster) == ("US", None, "OTHER")


def test_a_row_without_country_is_refused_unless_one_is_chosen() -> None:
    assert codes(["Company", "City"], ["Quill", "Boston"], None) == (["import.country_missing"], [])
    assert profile(["Company", "City"], ["Quill", "Boston"], "US").cluster == "BOSTON"
    assert codes(["Company", "Country"], ["Quill", "Atlantis"], "US") == (["import.unknown_country"], [])


def test_names_go_by_their_script() -> None:
    assert profile(["회사명"], ["바이오 ABC"]).name_ko == "바이오 ABC"
    assert profile(["회사명"], ["ABC Bio"]).name_en == "ABC Bio"
    both = profile(["국문명", "영문명", "약칭"], ["가나", "Gana Co., Ltd.", "GN; 가나다"])
    assert both.names == ("가나", "Gana Co., Ltd.", "GN", "가나다")


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "import.name_missing"), ("-", "import.name_missing"), ("=HYPERLINK(\"x\")", "import.formula"),
     ("@SUM(1)", "import.formula"), ("+cmd|calc", "import.formula"), ("x" * 201, "import.name_too_long"),
     ("1234", "import.name_without_letters")],
)  # fmt: skip
def test_rows_without_a_usable_name_are_refused(name: str, code: str) -> None:
    assert codes(["회사명", "지역"], [name, "서울"]) == ([code], [])


def test_a_formula_in_a_website_is_refused_and_in_a_text_kept_as_text() -> None:
    assert codes(["회사명", "홈페이지"], ["가나", "=1+1"]) == (["import.formula"], [])
    assert profile(["회사명", "주요제품"], ["가나", "=1+1 키트"]).texts["ko"].summary == "=1+1 키트"


def test_what_is_wrong_beside_the_name_is_left_out_with_a_warning() -> None:
    header = ["회사명", "홈페이지", "설립연도", "종업원수", "이메일", "기관유형", "사업자등록번호"]
    found = records(header, ["가나", "없는 주소!", "3000", "많음", "kim(at)firm", "은하연합", "123"], country="KR")[0]
    assert [one.code for one in found.warnings] == [
        "import.bad_number", "import.bad_registration_number", "import.unknown_org_type", "import.bad_year",
        "import.bad_website", "import.bad_email",
    ]  # fmt: skip
    assert found.profile is not None
    assert (found.profile.website, found.profile.employees, found.profile.contact) == (None, None, None)


def test_a_full_row_fills_the_profile() -> None:
    found = profile(
        ["회사명", "설립일", "종업원수", "담당자", "직위", "이메일", "전화", "기관유형", "사업자등록번호", "도시"],
        [
            "가나",
            "1998-03-02",
            "1,234명",
            "김담당",
            "팀장",
            "KIM@gana.example",
            "02-123-4567",
            "대학교",
            "123-45-67890",
            "시흥시",
        ],
    )
    assert (found.year_established, found.employees, found.size_band) == (1998, 1234, "large")
    assert found.contact is not None
    assert (found.contact.name, found.contact.email, found.contact.phone) == (
        "김담당",
        "kim@gana.example",
        "02-123-4567",
    )
    assert (found.org_type, found.registration_number, found.source_key) == (
        "university", "1234567890", "number:KR:1234567890",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("www.Firm.example", "https://www.Firm.example"), ("http:///www.firm.example", "http://www.firm.example"),
     ("http://https://www.firm.example/", "https://www.firm.example"), ("javascript:alert(1)", None), ("없음", None),
     ("firm.example, other.example", "https://firm.example")],
)  # fmt: skip
def test_web_addresses_are_mended_or_left_out(typed: str, stored: str | None) -> None:
    assert profile(["회사명", "홈페이지"], ["가나", typed]).website == stored


def test_a_row_with_too_many_cells_is_refused() -> None:
    assert codes(["회사명", "주요제품"], ["가나", "배지", "시약"]) == (["import.row_too_long"], [])


def test_long_prose_gives_a_summary_of_whole_sentences_and_the_rest_below() -> None:
    sentence = "Acme Inc. makes vectors for clinics in many places. "
    texts = profile(["Company", "Business summary", "Industry"], ["Acme", sentence * 21, "Biotechnology"]).texts
    assert set(texts) == {"en"}
    assert texts["en"].summary == (sentence * 9).strip()
    assert texts["en"].description == (sentence * 21).strip() + "\n\nBiotechnology"


def test_prose_longer_than_a_profile_is_cut_at_a_sentence_with_a_warning() -> None:
    line = ["Acme", "Vectors for clinics are made here. " * 300]
    found = records(["Company", "Business summary"], line, country="US")[0]
    assert [one.code for one in found.warnings] == ["import.text_cut"]
    assert found.profile is not None
    description = found.profile.texts["en"].description
    assert len(description) <= 4000
    assert description.endswith("made here.")


def test_texts_in_two_languages_stand_apart() -> None:
    texts = profile(["회사명", "소개", "Description"], ["가나", "세포를 만듭니다.", "We make cells."]).texts
    assert {language: text.summary for language, text in texts.items()} == {
        "en": "We make cells.", "ko": "세포를 만듭니다.",
    }  # fmt: skip


def test_a_text_that_stands_twice_is_taken_once() -> None:
    text = "Acme makes viral vectors for clinics, for research and for everybody who needs them in small lots."
    assert prose.once(text + text) == text
    assert prose.once(text) == text


def test_a_sentence_does_not_end_after_an_abbreviation() -> None:
    assert prose.sentences("Acme Inc. Makes things. Dr. Kim leads it! Does it?") == [
        "Acme Inc. Makes things.", "Dr. Kim leads it!", "Does it?",
    ]  # fmt: skip


def test_a_first_sentence_too_long_is_cut_between_words() -> None:
    cut = prose.first_sentences("word " * 200, 100)
    assert len(cut) <= 100
    assert cut.endswith("word…")
    assert len(prose.first_sentences("가" * 900, 500)) <= 500
