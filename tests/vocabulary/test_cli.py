"""`vocabulary check`: what a colleague reads in the terminal."""

import pytest
from click.testing import CliRunner

from matchmaker.vocabulary.cli import vocabulary_cli
from matchmaker.vocabulary.schema import REQUIRED


def run(*arguments):
    result = CliRunner().invoke(vocabulary_cli, ["check", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("locale", "counts", "terms"),
    [
        ("en", "No faults: {lists} lists, {codes} codes, 4 concepts (2 core).", "Terms: "),
        ("ko", "이상 없음: 목록 {lists}개, 코드 {codes}개, 개념 4개(핵심 2개)", "용어 수: "),
    ],
)
def test_a_good_folder_is_counted(data, locale, counts, terms):
    rows = [data.text(f"codes/{name}.csv").splitlines()[1:] for name in REQUIRED]
    counts = counts.format(lists=len(REQUIRED), codes=sum(map(len, rows)))

    assert run("--locale", locale, "--folder", data.path) == (
        0,
        f"{counts}\n{terms}ko 9, en 5, ja 3, de 2, abbreviations 1\n",
    )


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "en",
            [
                "codes/area.csv, row 6, column ko: The cell is empty. It is required.",
                "glossary: The glossary folder holds no CSV file. Put the glossary files back.",
                "Error: Faults found: 2",
            ],
        ),
        (
            "ko",
            [
                "codes/area.csv 6행 ko 열: 빈칸입니다. 반드시 입력해야 합니다.",
                "glossary: 용어집 폴더에 CSV 파일이 없습니다. 용어집 파일을 다시 넣어 주십시오.",
                "Error: 발견된 오류: 2건",
            ],
        ),
    ],
)
def test_faults_are_named_and_the_command_fails(data, locale, lines):
    data.change("codes/area.csv", "품질관리", "")
    (data.path / "glossary/process.csv").unlink()

    assert run("--locale", locale, "--folder", data.path) == (1, "\n".join(lines) + "\n")


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path):
    code, output = run("--folder", tmp_path / "nowhere")

    assert code == 2
    assert "does not exist" in output
