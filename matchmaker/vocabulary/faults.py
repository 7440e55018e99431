"""What can be wrong in a data file, said so that a colleague without a programmer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """The kinds of fault; each has its words in MESSAGES."""

    NO_LIST = "no_list"
    NO_GLOSSARY = "no_glossary"
    BAD_FILE_NAME = "bad_file_name"
    BROKEN_ENCODING = "broken_encoding"
    LOST_CHARACTER = "lost_character"
    UNREADABLE = "unreadable"
    EMPTY_FILE = "empty_file"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    TOO_MANY_CELLS = "too_many_cells"
    EMPTY_CELL = "empty_cell"
    BAD_CODE = "bad_code"
    LOST_ZERO = "lost_zero"
    DUPLICATE_CODE = "duplicate_code"
    CONTROL_CHARACTER = "control_character"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    BAD_VALUE = "bad_value"
    BAD_RANGE = "bad_range"
    UNKNOWN_REFERENCE = "unknown_reference"
    ONE_LETTER = "one_letter"
    DUPLICATE_TERM = "duplicate_term"
    UNKNOWN_BROADER = "unknown_broader"
    BROADER_CYCLE = "broader_cycle"
    CORE_INCOMPLETE = "core_incomplete"


# {value} is the cell as it stands, {detail} what the fault adds (another place, the allowed values).
MESSAGES: dict[FaultCode, dict[str, str]] = {
    FaultCode.NO_LIST: {
        "en": "This required list is missing. Put the file back.",
        "ko": "필수 코드 목록 파일이 없습니다. 파일을 다시 넣어 주십시오.",
    },
    FaultCode.NO_GLOSSARY: {
        "en": "The glossary folder holds no CSV file. Put the glossary files back.",
        "ko": "용어집 폴더에 CSV 파일이 없습니다. 용어집 파일을 다시 넣어 주십시오.",
    },
    FaultCode.BAD_FILE_NAME: {
        "en": "A file name may hold only small letters, digits and underscores. Rename or remove this file.",
        "ko": "파일 이름에는 영문 소문자, 숫자, 밑줄(_)만 쓸 수 있습니다. 이름을 바꾸거나 삭제하십시오.",
    },
    FaultCode.BROKEN_ENCODING: {
        "en": "The characters cannot be read. In Excel, save as 'CSV UTF-8 (Comma delimited)'.",
        "ko": "글자를 읽을 수 없습니다. Excel에서 'CSV UTF-8(쉼표로 분리)' 형식으로 저장하십시오.",
    },
    FaultCode.LOST_CHARACTER: {
        "en": "'{value}': letters were replaced by a mark when the file was saved. "
        "Enter them again and save as 'CSV UTF-8'.",
        "ko": "'{value}': 저장할 때 일부 글자가 기호로 바뀌었습니다. 다시 입력한 뒤 'CSV UTF-8'로 저장하십시오.",
    },
    FaultCode.UNREADABLE: {
        "en": "The table cannot be read: {detail}. Check the quotation marks, or save from Excel again.",
        "ko": "표를 읽을 수 없습니다({detail}). 따옴표를 확인하거나 Excel에서 다시 저장하십시오.",
    },
    FaultCode.EMPTY_FILE: {
        "en": "The file holds no rows. Enter at least one row below the header.",
        "ko": "내용이 없는 파일입니다. 제목 행 아래에 한 행 이상 입력하십시오.",
    },
    FaultCode.MISSING_COLUMN: {
        "en": "The column '{column}' is missing. Add it to the first row.",
        "ko": "'{column}' 열이 없습니다. 첫 행에 열 이름을 추가하십시오.",
    },
    FaultCode.DUPLICATE_COLUMN: {
        "en": "The column '{column}' appears twice. Keep one.",
        "ko": "'{column}' 열이 두 번 있습니다. 하나만 남기십시오.",
    },
    FaultCode.TOO_MANY_CELLS: {
        "en": "'{value}' stands outside the columns. A text with a comma needs quotation marks around it.",
        "ko": "'{value}': 열 범위를 벗어난 값입니다. 쉼표가 든 글은 큰따옴표로 묶으십시오.",
    },
    FaultCode.EMPTY_CELL: {
        "en": "The cell is empty. It is required.",
        "ko": "빈칸입니다. 반드시 입력해야 합니다.",
    },
    FaultCode.BAD_CODE: {
        "en": "'{value}' is not a valid code. Expected: {detail}.",
        "ko": "'{value}': 사용할 수 없는 코드입니다. 올바른 형식: {detail}",
    },
    FaultCode.LOST_ZERO: {
        "en": "'{value}' has lost its leading zero (Excel read it as a number). Write '{detail}', "
        "with the column formatted as text.",
        "ko": "'{value}': Excel이 숫자로 읽어 앞의 0이 사라졌습니다. "
        "열 서식을 '텍스트'로 바꾼 뒤 다음과 같이 입력하십시오: {detail}",
    },
    FaultCode.DUPLICATE_CODE: {
        "en": "'{value}' is already used ({detail}). Each code is used once.",
        "ko": "'{value}': 이미 사용한 코드입니다({detail}). 코드는 한 번만 쓸 수 있습니다.",
    },
    FaultCode.CONTROL_CHARACTER: {
        "en": "The cell holds an invisible character ({detail}). Delete the cell's text and type it again.",
        "ko": "보이지 않는 문자({detail})가 들어 있습니다. 칸의 내용을 지우고 다시 입력하십시오.",
    },
    FaultCode.FORMULA: {
        "en": "'{value}' begins like a formula. Remove the =, + or @ at the start.",
        "ko": "'{value}': 수식처럼 시작합니다. 맨 앞의 =, +, @ 기호를 지우십시오.",
    },
    FaultCode.TOO_LONG: {
        "en": "'{value}' is too long. At most {detail} characters.",
        "ko": "'{value}': 너무 깁니다. {detail}자 이내로 줄이십시오.",
    },
    FaultCode.BAD_VALUE: {
        "en": "'{value}' is not allowed here. Allowed: {detail}.",
        "ko": "'{value}': 허용되지 않는 값입니다. 허용 값: {detail}",
    },
    FaultCode.BAD_RANGE: {
        "en": "{value} is smaller than {detail}. Exchange the two or correct one of them.",
        "ko": "{value}: {detail}보다 작습니다. 두 값을 바꾸거나 바로잡으십시오.",
    },
    FaultCode.UNKNOWN_REFERENCE: {
        "en": "'{value}' is not a code of the list '{detail}'. Correct it or add it there.",
        "ko": "'{value}': '{detail}' 목록에 없는 코드입니다. 바로잡거나 그 목록에 먼저 추가하십시오.",
    },
    FaultCode.ONE_LETTER: {
        "en": "'{value}' is a single letter and would match everywhere. Write a longer term.",
        "ko": "'{value}': 한 글자 용어는 쓸 수 없습니다. 더 구체적인 용어를 입력하십시오.",
    },
    FaultCode.DUPLICATE_TERM: {
        "en": "'{value}' already belongs to another concept ({detail}). Keep it in one of the two.",
        "ko": "'{value}': 다른 개념에 이미 있는 용어입니다({detail}). 한쪽에만 남기십시오.",
    },
    FaultCode.UNKNOWN_BROADER: {
        "en": "No concept has the id '{value}'. Correct the id or remove it.",
        "ko": "'{value}': 이 id를 가진 개념이 없습니다. 바로잡거나 지우십시오.",
    },
    FaultCode.BROADER_CYCLE: {
        "en": "'{value}' would be its own broader concept. Remove one of the links.",
        "ko": "'{value}': 상위 개념이 돌고 돌아 자기 자신이 됩니다. 연결 하나를 지우십시오.",
    },
    FaultCode.CORE_INCOMPLETE: {
        "en": "A core concept needs this term. Enter it, or clear the 'core' cell.",
        "ko": "핵심 개념(core)에는 이 용어가 필요합니다. 입력하거나 core 칸을 비우십시오.",
    },
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault; `row` is Excel's row number (header = 1, whole file = 0)."""

    file: str
    row: int
    column: str
    code: FaultCode
    value: str = ""
    detail: str = ""

    def message(self, locale: str) -> str:
        """What is wrong and how to mend it, in Korean for `ko`, else in English."""
        words = MESSAGES[self.code]
        template = words.get(locale[:2].lower(), words["en"])
        return template.format(value=self.value, column=self.column, detail=self.detail)

    def place(self, locale: str) -> str:
        """File, row and column in words."""
        korean = locale[:2].lower() == "ko"
        parts = [self.file]
        if self.row:
            parts.append(f"{self.row}행" if korean else f"row {self.row}")
        if self.column:
            parts.append(f"{self.column} 열" if korean else f"column {self.column}")
        return " ".join(parts) if korean else ", ".join(parts)

    def line(self, locale: str) -> str:
        """Place and message in one line."""
        return f"{self.place(locale)}: {self.message(locale)}"


class VocabularyError(Exception):
    """The data files cannot be used; `faults` says where and why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line("en") for fault in self.faults))
