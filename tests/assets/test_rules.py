"""Dates as precise as published, milestones, and facts that disagree."""

from datetime import date

import pytest

from matchmaker.assets.models import AssetFact
from matchmaker.assets.rules import LegalStatus, PublishedDate, milestones_reached, parse_published_date, topics


@pytest.mark.parametrize(
    ("text", "parsed", "first", "last"),
    [
        ("2029", PublishedDate(2029), date(2029, 1, 1), date(2029, 12, 31)),
        ("2029-H1", PublishedDate(2029, half=1), date(2029, 1, 1), date(2029, 6, 30)),
        ("2029-H2", PublishedDate(2029, half=2), date(2029, 7, 1), date(2029, 12, 31)),
        ("2028-02", PublishedDate(2028, month=2), date(2028, 2, 1), date(2028, 2, 29)),
        ("2025-11-28", PublishedDate(2025, month=11, day=28), date(2025, 11, 28), date(2025, 11, 28)),
    ],
)
def test_a_date_keeps_the_precision_of_its_source(text: str, parsed: PublishedDate, first: date, last: date) -> None:
    assert parse_published_date(text) == parsed
    assert (parsed.first_day(), parsed.last_day()) == (first, last)


def test_no_date_is_no_date() -> None:
    assert parse_published_date("") is None


@pytest.mark.parametrize(
    "text", ["soon", "29", "2029-H3", "2029-13", "2029-02-30", "2029-", "2029-1", "２０２９", "2029-H2-01"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_published_date(text)


def test_each_status_has_one_milestone_more_behind_it() -> None:
    assert [milestones_reached(status) for status in LegalStatus] == [1, 2, 3, 4]


def test_facts_are_grouped_by_topic_and_marked_where_they_differ() -> None:
    old = AssetFact(about="opening", value_en="May", dated="2024-05")
    new = AssetFact(about="opening", value_en="June", dated="2025")
    cost = AssetFact(about="budget", value_en="1", dated="2025")
    same = AssetFact(about="budget", value_en="1", dated="2024")

    assert [(topic.about, topic.facts, topic.disputed) for topic in topics([old, cost, new, same])] == [
        ("opening", (new, old), True),
        ("budget", (cost, same), False),
    ]
