"""Organisations that may be one and the same are found, others are left alone."""

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.organisations.duplicates import Candidate, Duplicate, DuplicateIndex, Reason


def one(key: int, *names: str, **values: str) -> Candidate:
    return Candidate(key, names, **values)


def find_duplicates(candidate: Candidate, pool: Sequence[Candidate]) -> list[Duplicate]:
    return DuplicateIndex(pool).find(candidate)


@pytest.mark.parametrize(
    ("left", "right", "reasons"),
    [
        (one(1, "(주)메디포스트"), one(2, "메디포스트 주식회사"), (Reason.SAME_NAME,)),
        (one(1, "Medipost Co., Ltd."), one(2, "MEDI-POST"), (Reason.SAME_NAME,)),
        (one(1, "Lonza B.V."), one(2, "Lonza AG"), (Reason.SAME_NAME,)),
        (one(1, "Hôpital Nord"), one(2, "Hopital Nord S.A."), (Reason.SAME_NAME,)),
        (one(1, "메디포스트"), one(2, "메디포스뜨"), (Reason.SIMILAR_NAME,)),
        (one(1, "Genexine"), one(2, "Genexin"), (Reason.SIMILAR_NAME,)),
        (one(1, "A", website="https://www.firm.co.kr/ko"), one(2, "B", website="firm.co.kr"), (Reason.DOMAIN,)),
        (
            one(1, "A", country="KR", registration_number="123-45-67890"),
            one(2, "B", country="KR", registration_number="1234567890"),
            (Reason.REGISTRATION_NUMBER,),
        ),
        (
            one(1, "Firm", website="firm.com", country="US", registration_number="7"),
            one(2, "FIRM Inc.", website="firm.com", country="US", registration_number="7"),
            (Reason.REGISTRATION_NUMBER, Reason.DOMAIN, Reason.SAME_NAME),
        ),
    ],
)
def test_what_may_be_the_same_is_found_with_its_reasons(
    left: Candidate, right: Candidate, reasons: tuple[Reason, ...]
) -> None:
    assert [(found.candidate, found.reasons) for found in find_duplicates(left, [right])] == [(right, reasons)]
    assert [(found.candidate, found.reasons) for found in find_duplicates(right, [left])] == [(left, reasons)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (one(1, "대웅"), one(2, "대운")),
        (one(1, "Seoul National University"), one(2, "Seoul National University Hospital")),
        (one(1, "Bio A"), one(2, "Bio B")),
        (one(1, "Siheung Cell Plant 1"), one(2, "Siheung Cell Plant 2")),
        (one(1, "!!!"), one(2, "???")),
        (one(1, "A", website="blog.naver.com/a"), one(2, "B", website="blog.naver.com/b")),
        (one(1, "A", website="co.kr"), one(2, "B", website="co.kr")),
        (one(1, "A", country="KR", registration_number="1"), one(2, "B", country="CH", registration_number="1")),
    ],
)
def test_what_only_looks_alike_by_chance_is_left_alone(left: Candidate, right: Candidate) -> None:
    assert find_duplicates(left, [right]) == []


def test_the_surest_come_first_and_oneself_never() -> None:
    me = one(1, "Siheung Cell", website="cell.example", country="KR", registration_number="77")
    by_number = one(2, "Other", country="KR", registration_number="77")
    by_domain, by_name, similar = one(3, "X", website="cell.example"), one(4, "Siheung-Cell"), one(5, "Siheung Cel")
    found = find_duplicates(me, [similar, by_name, me, by_domain, by_number])
    assert [duplicate.candidate.key for duplicate in found] == [2, 3, 4, 5]
    assert [duplicate.is_certain for duplicate in found] == [True, False, False, False]


def test_name_and_domain_together_are_certain() -> None:
    found = find_duplicates(one(1, "Firm", website="firm.com"), [one(2, "Firm Ltd", website="www.firm.com")])
    assert [duplicate.is_certain for duplicate in found] == [True]


def test_an_index_grows_and_answers_for_thousands_within_seconds() -> None:
    index = DuplicateIndex(
        one(n, f"기업 {n * 7919 % 9973}", f"Company number {n * 104729 % 9973}") for n in range(5000)
    )
    index.add(one(9999, "나중에 온 기업"))
    assert [found.candidate.key for found in index.find(one(-1, "㈜나중에온기업"))] == [9999]
    start = process_time()
    for n in range(200):
        index.find(one(-1, f"새 기업 {n}", f"New firm {n}"))
    assert process_time() - start < 5


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways_and_never_breaks(left: str, right: str) -> None:
    there, back = find_duplicates(one(1, left), [one(2, right)]), find_duplicates(one(2, right), [one(1, left)])
    assert [found.reasons for found in there] == [found.reasons for found in back]
