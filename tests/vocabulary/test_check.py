"""Each fault a colleague can make in Excel is named with its place and its cure."""

import codecs
import csv
import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.vocabulary import load
from matchmaker.vocabulary.faults import MESSAGES, Fault, FaultCode, VocabularyError
from matchmaker.vocabulary.schema import GLOSSARY_COLUMNS, REQUIRED

AREA = "codes/area.csv"
PROCESS = "glossary/process.csv"
EXTRA = "glossary/extra.csv"
HEADER = ",".join(GLOSSARY_COLUMNS)


def test_a_good_folder_has_no_faults(data):
    assert data.faults() == ()


# --- how files are saved -------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_way_in_which_excel_saves_is_read_alike(data, encoding, separator):
    before = load(data.path).digest
    rows = csv.reader(data.text(AREA).splitlines())
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=separator).writerows([[f"  {cell} " for cell in row] for row in rows])

    data.write(AREA, f"{saved.getvalue()}{separator * 4}\r\n\r\n", encoding=encoding)

    assert load(data.path).digest == before


def test_korean_excels_own_encoding_is_read(data):
    data.write(EXTRA, f"{HEADER}\nfilling-line,충전 라인,,filling line,,,,,,,,\n", encoding="cp949")

    assert load(data.path).glossary.by_id["filling-line"].preferred("ko") == "충전 라인"


def test_letters_that_the_korean_encoding_lost_are_found(data):
    data.write(EXTRA, f"{HEADER}\nfilling-line,충전 라인,,filling line,,,,,Abf?llung,,,\n", encoding="cp949")

    assert data.faults() == (Fault(EXTRA, 2, "de", FaultCode.LOST_CHARACTER, "Abf?llung"),)


def test_a_hangul_syllable_written_in_parts_by_a_mac_is_the_same_syllable(data):
    before = load(data.path).digest
    data.change(PROCESS, "분리막", "\u1107\u116e\u11ab\u1105\u1175\u1106\u1161\u11a8")

    assert load(data.path).digest == before


def test_a_workbook_renamed_to_csv_is_broken_encoding(data):
    with zipfile.ZipFile(data.path / EXTRA, "w") as workbook:
        workbook.writestr("[Content_Types].xml", "\u00fc" * 200)
    raw = (data.path / EXTRA).read_bytes() + b"\xff\xff"
    data.write(EXTRA, raw)

    assert data.faults() == (Fault(EXTRA, 0, "", FaultCode.BROKEN_ENCODING),)


def test_a_broken_required_list_is_reported_once_and_not_as_missing(data):
    data.write(AREA, b"\xff\xff\xff")

    assert data.faults() == (Fault(AREA, 0, "", FaultCode.BROKEN_ENCODING),)


def test_a_cell_beyond_every_measure_is_unreadable(data):
    data.write(EXTRA, f"{HEADER}\nx,{'a' * 200_000}\n")

    found = data.faults()

    assert [(f.file, f.row, f.code) for f in found] == [(EXTRA, 0, FaultCode.UNREADABLE)]


def test_files_that_excel_and_finder_leave_behind_are_passed_over(data):
    data.write("codes/._area.csv", b"\xff\xff")
    data.write("codes/~$area.xlsx", b"\xff\xff")

    assert data.faults() == ()


def test_a_copy_of_a_file_is_not_taken_for_a_list(data):
    data.write("codes/area (1).csv", data.text(AREA))

    assert data.faults() == (Fault("codes/area (1).csv", 0, "", FaultCode.BAD_FILE_NAME),)


def test_a_header_without_rows_is_an_empty_file(data):
    data.write(EXTRA, HEADER + "\n,,,\n")

    assert data.faults() == (Fault(EXTRA, 0, "", FaultCode.EMPTY_FILE),)


# --- lists ---------------------------------------------------------------------------------------


def test_every_required_list_is_missed(data):
    for file in (data.path / "codes").iterdir():
        file.unlink()

    assert data.faults() == tuple(Fault(f"codes/{n}.csv", 0, "", FaultCode.NO_LIST) for n in sorted(REQUIRED))


def test_loading_refuses_a_folder_without_a_required_list(data):
    (data.path / AREA).unlink()

    with pytest.raises(VocabularyError, match=re.escape("codes/area.csv: This required list is missing")) as refused:
        load(data.path)

    assert refused.value.faults == (Fault(AREA, 0, "", FaultCode.NO_LIST),)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (AREA, "code,ko,en", "code,kr,en", Fault(AREA, 1, "ko", FaultCode.MISSING_COLUMN)),
        (AREA, "code,ko,en,ja", "code,ko,en,ko", Fault(AREA, 1, "ko", FaultCode.DUPLICATE_COLUMN)),
        (AREA, "품질관리", " ", Fault(AREA, 6, "ko", FaultCode.EMPTY_CELL)),
        (AREA, "Quality control", "", Fault(AREA, 6, "en", FaultCode.EMPTY_CELL)),
        (AREA, "QC,", ",", Fault(AREA, 6, "code", FaultCode.EMPTY_CELL)),
        (AREA, "QC,", "qc,", Fault(AREA, 6, "code", FaultCode.BAD_CODE, "qc", "CAR_T (A-Z, 0-9, _)")),
        (AREA, "QC,", "AUTO,", Fault(AREA, 6, "code", FaultCode.DUPLICATE_CODE, "AUTO", f"{AREA}:5")),
        (AREA, "품질관리", "x" * 81, Fault(AREA, 6, "ko", FaultCode.TOO_LONG, f"{'x' * 30}…", "80")),
        (AREA, "품질관리", "=HYPERLINK(1)", Fault(AREA, 6, "ko", FaultCode.FORMULA, "=HYPERLINK(1)")),
        (AREA, "품질관리", "@품질", Fault(AREA, 6, "ko", FaultCode.FORMULA, "@품질")),
        (AREA, "품질관리", "+품질", Fault(AREA, 6, "ko", FaultCode.FORMULA, "+품질")),
        (AREA, "품질관리", "품질\u200b관리", Fault(AREA, 6, "ko", FaultCode.CONTROL_CHARACTER, "", "U+200B")),
        (AREA, "품질관리", '"품질\n관리"', Fault(AREA, 6, "ko", FaultCode.CONTROL_CHARACTER, "", "U+000A")),
        (AREA, "품질관리", "품질\ufffd", Fault(AREA, 6, "ko", FaultCode.LOST_CHARACTER, "품질\ufffd")),
        (AREA, "Qualitätskontrolle", "Prüfung,Labor", Fault(AREA, 6, "", FaultCode.TOO_MANY_CELLS, "Labor")),
        (
            "codes/technology_keyword.csv", "06001009", "6001009",
            Fault("codes/technology_keyword.csv", 2, "code", FaultCode.LOST_ZERO, "6001009", "06001009"),
        ),
        (
            "codes/market_keyword.csv", "04002", "4002",
            Fault("codes/market_keyword.csv", 2, "code", FaultCode.LOST_ZERO, "4002", "04002"),
        ),
        (
            "codes/profile_type.csv", "offer,investment;commercial_assistance", "offer,investment;barter",
            Fault(
                "codes/profile_type.csv", 4, "partnership_types",
                FaultCode.UNKNOWN_REFERENCE, "barter", "partnership_type",
            ),
        ),
        (
            "codes/profile_type.csv", "both,residency", "both,",
            Fault("codes/profile_type.csv", 8, "partnership_types", FaultCode.EMPTY_CELL),
        ),
        (
            "codes/profile_type.csv", "both,residency", "either,residency",
            Fault("codes/profile_type.csv", 8, "side", FaultCode.BAD_VALUE, "either", "offer, need, both"),
        ),
        (
            "codes/stage_of_development.csv", "8,9", "8,10",
            Fault("codes/stage_of_development.csv", 6, "trl_to", FaultCode.BAD_VALUE, "10", "1–9"),
        ),
        (
            "codes/stage_of_development.csv", "6,7", "7,6",
            Fault("codes/stage_of_development.csv", 5, "trl_to", FaultCode.BAD_RANGE, "6", "7"),
        ),
        (
            "codes/stage.csv", "Klinik,6", "Klinik,last",
            Fault("codes/stage.csv", 7, "order", FaultCode.BAD_VALUE, "last", "1–99"),
        ),
        (
            "codes/cluster.csv", "CH,Europe/Zurich", "CH,Europe/Basel",
            Fault("codes/cluster.csv", 4, "time_zone", FaultCode.BAD_VALUE, "Europe/Basel", "Asia/Seoul (IANA)"),
        ),
        (
            "codes/cluster.csv", "CH,Europe", "Swiss,Europe",
            Fault(
                "codes/cluster.csv", 4, "country", FaultCode.BAD_VALUE, "Swiss", "KR, CH (ISO 3166-1 alpha-2)"
            ),
        ),
    ],
)  # fmt: skip
def test_one_mistake_in_a_list_is_one_fault(data, file, old, new, fault):
    data.change(file, old, new)

    assert fault in data.faults()
    assert {found.row for found in data.faults()} == {fault.row}


def test_a_new_cluster_needs_no_programmer(data):
    data.write("codes/cluster.csv", data.text("codes/cluster.csv") + "LYON,리옹,Lyon,,,FR,Europe/Paris\n")

    lyon = load(data.path).codes("cluster")["LYON"]

    assert (lyon.label("ja"), lyon.extra) == ("Lyon", {"country": "FR", "time_zone": "Europe/Paris"})


# --- glossary ------------------------------------------------------------------------------------


def test_a_missing_glossary_is_noticed(data):
    (data.path / PROCESS).unlink()

    assert data.faults() == (Fault("glossary", 0, "", FaultCode.NO_GLOSSARY),)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",충전 라인,,filling line,,,,,,,,", Fault(EXTRA, 2, "id", FaultCode.EMPTY_CELL)),
        (
            "Filling_Line,충전 라인,,filling line,,,,,,,,",
            Fault(EXTRA, 2, "id", FaultCode.BAD_CODE, "Filling_Line", "cell-culture (a-z, 0-9, -)"),
        ),
        ("filling-line,,,filling line,,,,,,,,", Fault(EXTRA, 2, "ko", FaultCode.EMPTY_CELL)),
        ("filling-line,충전 라인,,;,,,,,,,,", Fault(EXTRA, 2, "en", FaultCode.EMPTY_CELL)),
        (
            "filling-line,충전 라인,암,filling line,,,,,,,,",
            Fault(EXTRA, 2, "ko_synonyms", FaultCode.ONE_LETTER, "암"),
        ),
        (
            "filling-line,충전 라인,,filling line,,FL;F-,,,,,,",
            Fault(EXTRA, 2, "abbreviations", FaultCode.ONE_LETTER, "F-"),
        ),
        (
            f"filling-line,충전 라인,,filling line,{'y' * 81},,,,,,,",
            Fault(EXTRA, 2, "en_synonyms", FaultCode.TOO_LONG, f"{'y' * 30}…", "80"),
        ),
        (
            "filling-line,충전 라인,,filling line,,,,,,,bottling,",
            Fault(EXTRA, 2, "broader", FaultCode.UNKNOWN_BROADER, "bottling"),
        ),
        (
            "filling-line,충전 라인,,filling line,,,,,,,filling-line,",
            Fault(EXTRA, 2, "broader", FaultCode.BROADER_CYCLE, "filling-line"),
        ),
        (
            "filling-line,충전 라인,,filling line,,,充填ライン,,,,,y",
            Fault(EXTRA, 2, "de", FaultCode.CORE_INCOMPLETE),
        ),
        (
            "filling-line,충전 라인,,filling line,,,,,,,,yes",
            Fault(EXTRA, 2, "core", FaultCode.BAD_VALUE, "yes", "y"),
        ),
        (
            "filling-line,충전 라인,,=filling line,,,,,,,,",
            Fault(EXTRA, 2, "en", FaultCode.FORMULA, "=filling line"),
        ),
    ],
)
def test_one_mistake_in_a_concept_is_one_fault(data, row, fault):
    data.write(EXTRA, f"{HEADER}\n{row}\n")

    assert fault in data.faults()
    assert {(found.file, found.row) for found in data.faults()} == {(EXTRA, 2)}


@pytest.mark.parametrize("spelling", ["Bio-reactor", "bio reactor", "BIOREACTOR", "ｂｉｏｒｅａｃｔｏｒ"])
def test_a_spelling_belongs_to_one_concept_over_all_files_and_languages(data, spelling):
    data.write(EXTRA, f"{HEADER}\nfermenter,발효조,,fermenter,,,,,,{spelling},,\n")

    assert data.faults() == (
        Fault(EXTRA, 2, "de_synonyms", FaultCode.DUPLICATE_TERM, spelling, f"{PROCESS}:4 bioreactor"),
    )


def test_an_id_is_used_once_over_all_files(data):
    data.write(EXTRA, f"{HEADER}\nmembrane,여과막,,filter membrane,,,,,,,,\n")

    assert data.faults() == (Fault(PROCESS, 5, "id", FaultCode.DUPLICATE_CODE, "membrane", f"{EXTRA}:2"),)


def test_variants_within_one_concept_are_welcome_and_one_ideograph_is_a_word(data):
    data.write(EXTRA, f"{HEADER}\nscale-up,스케일업,스케일 업,scale-up,scaleup;scale up,,槽,,,,,\n")

    assert data.faults() == ()


def test_each_concept_on_a_circle_of_broader_links_is_named(data):
    rows = "\n".join(f"ring-{n},고리 {n}호,,ring no {n},,,,,,,ring-{(n + 1) % 3}," for n in range(3))
    data.write(EXTRA, f"{HEADER}\n{rows}\nhanger,매달린 것,,hanger on,,,,,,,ring-0,\n")

    assert data.faults() == tuple(
        Fault(EXTRA, n + 2, "broader", FaultCode.BROADER_CYCLE, f"ring-{n}") for n in range(3)
    )


# --- words ---------------------------------------------------------------------------------------


def test_every_fault_is_said_in_both_languages():
    assert {code: set(words) for code, words in MESSAGES.items()} == {code: {"ko", "en"} for code in FaultCode}


def test_a_fault_says_where_what_and_how_to_mend_it():
    fault = Fault(AREA, 6, "code", FaultCode.DUPLICATE_CODE, "{AUTO}", f"{AREA}:5")

    assert fault.line("en") == (
        "codes/area.csv, row 6, column code: '{AUTO}' is already used (codes/area.csv:5). Each code is used once."
    )
    assert fault.line("ko_KR") == (
        "codes/area.csv 6행 code 열: '{AUTO}': 이미 사용한 코드입니다(codes/area.csv:5). 코드는 한 번만 쓸 수 있습니다."
    )
    assert fault.line("de") == fault.line("en")


# --- anything at all -----------------------------------------------------------------------------

HEADS = (b"", f"{HEADER}\n".encode(), b"code,ko,en,ja,de\n", codecs.BOM_UTF16_LE, codecs.BOM_UTF8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_no_bytes_make_the_check_fall_over(tmp_path, head, tail):
    for part in ("codes", "glossary"):
        (tmp_path / part).mkdir(exist_ok=True)
        (tmp_path / part / "cluster.csv").write_bytes(head + tail)

    for fault in (found := load_faults(tmp_path)):
        assert "" not in (fault.line("ko"), fault.line("en"))
    assert found == tuple(sorted(found))


def load_faults(folder):
    """Loading fails, if it fails, with faults and with nothing else."""
    with pytest.raises(VocabularyError) as refused:
        load(folder)
    return refused.value.faults
