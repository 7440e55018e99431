"""Months, by which spaces are rented and seats are counted."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date


def month_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """The first day of the month `count` months after that of `month`."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months(first: date, count: int) -> Iterator[date]:
    """`count` months from that of `first`, each by its first day."""
    return (add_months(first, n) for n in range(count))


def last_day_of(month: date) -> date:
    """The last day of the month."""
    return date(month.year, month.month, monthrange(month.year, month.month)[1])
