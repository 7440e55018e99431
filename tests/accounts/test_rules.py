"""Pure rules: passwords, paths, names, time zones, and the cleaning of what people type."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.accounts import time_zones
from matchmaker.accounts.password_rules import PASSWORD_MAX, PASSWORD_MIN, password_fault
from matchmaker.accounts.rules import is_plain_name, local_path
from matchmaker.foundation.forms import clean_line, clean_text


@pytest.mark.parametrize(
    "password",
    ["password1234", "P@ssw0rd!!!!", "qwertyuiop[]", "1q2w3e4r5t6y", "zaq12wsxcde3", "aaaaaaaaaaaa", "abcabcabcabc",
     "1234567890123", "Siheung2026!", "iloveyou2024", "dkssudgktpdy1", "비밀번호비밀번호12",
     "가나다라마바사아자차", "9876543210a", "Summer2026!!", "administrator1", "letmein12345"],
)  # fmt: skip
def test_a_password_that_guessing_begins_with_is_refused(password: str) -> None:
    assert password_fault(password) == "account.password_common"


@pytest.mark.parametrize(
    "password",
    ["mina@cell.example", "mina.kim2026", "KimMina1234", "kim mina kim", "cell.example1", "Mina!Mina!Mina"],
)
def test_a_password_made_of_the_person_is_refused(password: str) -> None:
    assert password_fault(password, email="mina.kim@cell.example", full_name="Kim Mina") is not None


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "x7Kp-2vQ9s!", "river stone 42 lanterns", "달빛 아래 강물 소리", "vK3#pL9!mQ",
     "Zwölf Boxkämpfer jagen", "tr0ub4dor&3 tea", "my password is a quiet harbour"],
)  # fmt: skip
def test_a_password_worth_its_name_will_do(password: str) -> None:
    assert password_fault(password, email="mina.kim@cell.example", full_name="Kim Mina") is None


@given(st.text(max_size=PASSWORD_MIN - 1))
def test_short_passwords_are_refused(password: str) -> None:
    assert password_fault(password) == "account.password_short"


@given(st.text(min_size=PASSWORD_MAX + 1, max_size=PASSWORD_MAX + 50))
def test_long_passwords_are_refused(password: str) -> None:
    assert password_fault(password) == "account.password_long"


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_the_rule_judges_every_text(password: str, email: str, name: str) -> None:
    assert password_fault(password, email=email, full_name=name) in {
        None, "account.password_short", "account.password_common", "account.password_personal",
    }  # fmt: skip


@given(st.text(max_size=40))
def test_a_local_path_never_names_another_site(address: str) -> None:
    path = local_path(address)
    assert path is None or (path == address and re.match(r"^/(?![/\\])[^\\\x00-\x20]*$", path))


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\evil.example", "\\\\evil", "http:/x", "/a\nb", "/\t/x", " /a", None]
)
def test_an_address_that_could_lead_away_is_no_local_path(address: str | None) -> None:
    assert local_path(address) is None


@pytest.mark.parametrize("name", ["김미나", "Dr. Anne-Marie O'Neil", "山田 太郎", "Müller, Jörg", "María José"])
def test_names_of_people_are_names(name: str) -> None:
    assert is_plain_name(name)


@pytest.mark.parametrize("name", ["see https://x", "www.win.example", "a@b", "<b>x</b>", "=1+1", "Buy now win.com"])
def test_advertisements_are_no_names(name: str) -> None:
    assert not is_plain_name(name)


@given(st.text())
def test_a_cleaned_line_is_one_line_without_hidden_characters(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert not any(unicodedata.category(letter)[0] == "C" for letter in line)
    assert clean_line(line) == line


@given(st.text())
def test_a_cleaned_text_keeps_its_lines_and_nothing_hidden(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(letter)[0] == "C" for letter in cleaned if letter not in "\n\t")
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_nothing_is_cleaned_to_an_empty_text() -> None:
    assert (clean_line(None), clean_text(None)) == ("", "")


@pytest.mark.parametrize(
    ("languages", "zone"),
    [(["ko-KR", "en"], "Asia/Seoul"), (["en-US"], "America/New_York"), (["de"], "Europe/Berlin"),
     (["de-CH"], "Europe/Zurich"), (["ja"], "Asia/Tokyo"), (["zh-Hans-CN"], "Asia/Shanghai"),
     (["en"], "Asia/Seoul"), ([], "Asia/Seoul"), (["x" * 99], "Asia/Seoul")],
)  # fmt: skip
def test_the_time_zone_is_guessed_from_the_languages(languages: list[str], zone: str) -> None:
    assert time_zones.guess(languages) == zone
    assert zone in time_zones.zones()


def test_every_time_zone_has_a_name_of_its_own() -> None:
    for language in ("ko", "en"):
        names = [name for _zone, name in time_zones.choices(language)]
        assert len(set(names)) == len(names) > 300
        assert time_zones.choices(language)[0][0] == "Asia/Seoul"
