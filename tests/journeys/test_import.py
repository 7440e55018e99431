"""The broker takes over a list from a spreadsheet, as Korean agencies keep them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker.foundation.permissions import Role
from tests.journeys.gateway import Gateway
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

BROKER = "broker@agency.example"
ROWS = """회사명,홈페이지,업종,메모
가온바이오,https://www.gaon-bio.example,세포치료제 위탁생산,자가 세포치료제를 만드는 클린룸 3실을 운영합니다.
나래메디,https://www.narae-medi.example,의료기기,수술용 초음파 영상장비를 개발합니다.
,https://www.nameless.example,체외진단,이름이 빠진 행입니다.
다솜진단,https://www.dasom-dx.example,체외진단,현장 분자진단 키트를 제조합니다.
"""


def test_a_broker_imports_a_list_and_again_nothing_changes(
    gateway: Gateway, reader: Callable[..., Reader], tmp_path: Path
) -> None:
    file = tmp_path / "기업목록.csv"
    file.write_bytes(ROWS.encode("cp949"))
    gateway.make_person(BROKER, "이담당", Role.BROKER, "ko")
    broker = reader("ko", BROKER).sign_in().set_up_second_factor()

    upload(broker, file)
    assert chosen_columns(broker) == ["name", "website", "industry", ""]
    broker.fill(column__3="description", country="KR").press("Show what would happen")
    broker.reads("Of %(total)s rows, %(new)s would be created and %(changed)s changed. Nothing has been written yet.",
                 total=4, new=3, changed=0)  # fmt: skip
    broker.press("Import now").reads("The import is done")
    broker.menu("/staff/organisations").sees("가온바이오", "나래메디", "다솜진단").sees_nothing_of("nameless")
    broker.follow_title("가온바이오").sees("자가 세포치료제를 만드는 클린룸 3실을 운영합니다.")

    upload(broker, file)
    broker.fill(column__3="description", country="KR").press("Show what would happen")
    broker.reads("None of the %(total)s rows would create or change anything.", total=4)


def upload(broker: Reader, file: Path) -> None:
    """Hand in the file."""
    broker.menu("/staff/import").page.locator("[name=file]").set_input_files(file)
    broker.press("Read the file").sees("CP949")


def chosen_columns(broker: Reader) -> list[str]:
    """What each column is taken for."""
    return [one.input_value() for one in broker.page.locator("select[name^=column-]").all()]
