"""Names and addresses are brought into a form that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.organisations.names import (
    bare_name,
    covering_domains,
    domain_of,
    is_same_owner,
    is_shared_domain,
    mail_domain,
    name_key,
    registration_key,
    web_address,
)


@pytest.mark.parametrize(
    ("name", "bare", "key"),
    [
        ("(주)제넥신", "제넥신", "제넥신"),
        ("㈜ 바이젠셀", "바이젠셀", "바이젠셀"),
        ("Roche S.A.", "Roche", "roche"),
        ("Smith & Nephew plc", "Smith & Nephew", "smithandnephew"),
        ("A.B.C. Bio", "ABC Bio", "abcbio"),
        ("Co., Ltd.", "Co., Ltd.", "coltd"),
        ("Ｇｅｎｅ　Lab", "Gene Lab", "genelab"),
        ("株式会社かえで", "かえで", "かえで"),
        ("Müller GmbH & Co. KG", "Müller", "muller"),
        (None, "", ""),
    ],
)
def test_a_name_is_known_without_its_legal_form(name: str | None, bare: str, key: str) -> None:
    assert (bare_name(name), name_key(name)) == (bare, key)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Firm.com/about", "firm.com"),
        ("firm.co.kr:8080", "firm.co.kr"),
        ("https://blog.naver.com/firm", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_a_domain_is_read_from_an_address(address: str | None, domain: str | None) -> None:
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("firm.com", "https://firm.com"),
        ("http://firm.co.kr/ko?a=1", "http://firm.co.kr/ko?a=1"),
        ("firm.com:8080/x", "https://firm.com:8080/x"),
        ("https://한국.com", "https://한국.com"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://firm.com", None),
        ("https://me:secret@firm.com", None),
        ("https://firm.com/<script>", None),
        ("https://firm.com:99999", None),
        ("firm", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_stored(typed: str, stored: str | None) -> None:
    assert web_address(typed) == stored


def test_a_domain_covers_what_lies_below_it_but_not_a_whole_country() -> None:
    assert covering_domains("lab.firm.co.kr") == ["lab.firm.co.kr", "firm.co.kr"]
    assert (is_shared_domain("co.kr"), is_shared_domain("firm.kr"), is_shared_domain("com")) == (True, False, True)


def test_a_mail_address_fits_the_website_of_its_owner_only() -> None:
    assert is_same_owner(mail_domain("han@firm.co.kr"), "en.firm.co.kr")
    assert is_same_owner(mail_domain("han@lab.firm.com"), "firm.com")
    assert not is_same_owner(mail_domain("han@other.co.kr"), "firm.co.kr")
    assert not is_same_owner(mail_domain("han@gmail.com"), "gmail.com")
    assert not is_same_owner(mail_domain(None), "firm.com")


def test_numbers_are_compared_without_dashes() -> None:
    assert (registration_key(" 123-45 678.90"), registration_key(" - "), registration_key(None)) == (
        "1234567890",
        None,
        None,
    )


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers_of_names_and_addresses(text: str) -> None:
    assert name_key(text) == name_key(bare_name(text))
    assert web_address(text) is None or web_address(web_address(text)) == web_address(text)
    domain_of(text)
