"""When people can meet: what they entered, what they are booked for, and the holidays of their country."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.working_days import holiday_name
from matchmaker.meetings.booking import busy_spans
from matchmaker.meetings.models import AvailabilityException, AvailabilityWindow
from matchmaker.meetings.times.slots import OFFICE_WINDOWS, Deviation, Person, Window

MOST_PER_DAY = 2
"""Windows that can be entered for a weekday: before and after a break."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, the side that the person is on, and the country whose holidays are kept."""

    user: User
    side: str
    country: str


def windows_of(user_id: int) -> list[AvailabilityWindow]:
    """What a person entered, by weekday and hour."""
    order = (AvailabilityWindow.weekday, AvailabilityWindow.starts)
    return list(
        db.session.scalars(sa.select(AvailabilityWindow).where(AvailabilityWindow.user_id == user_id).order_by(*order))
    )


def exceptions_of(user_id: int, *, since: date) -> list[AvailabilityException]:
    """Exceptions of a person from the day `since` on."""
    statement = sa.select(AvailabilityException).where(
        AvailabilityException.user_id == user_id, AvailabilityException.day >= since
    )
    return list(db.session.scalars(statement.order_by(AvailabilityException.day, AvailabilityException.starts)))


def keep_week(user: User, windows: Collection[Window]) -> None:
    """Put `windows` in the place of what the person entered before. None: office hours hold again.

    Meetings that are confirmed stay as they are. Raises RuleViolation when windows of a day overlap.
    """
    for one in windows:
        if any(one.weekday == o.weekday and one != o and one.starts < o.ends and o.starts < one.ends for o in windows):
            raise RuleViolation("meeting.windows_overlap")
    db.session.execute(sa.delete(AvailabilityWindow).where(AvailabilityWindow.user_id == user.id))
    for one in sorted(set(windows), key=lambda w: (w.weekday, w.starts)):
        row = AvailabilityWindow(user_id=user.id, weekday=one.weekday, starts=one.starts, ends=one.ends)
        db.session.add(row)
    audit.record("availability.changed", user, actor_id=user.id, details={"windows": len(set(windows))})


def add_exception(user: User, deviation: Deviation) -> None:
    """Note a day that is other than most. Raises RuleViolation when there is one for that hour already."""
    row = AvailabilityException(
        user_id=user.id, day=deviation.day, starts=deviation.starts, ends=deviation.ends, is_free=deviation.is_free
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleViolation("meeting.exception_exists") from error
    audit.record("availability.exception_added", user, actor_id=user.id)


def remove_exception(user: User, exception_id: int) -> None:
    """Take an exception of the person's own back. Raises NotFound."""
    row = db.session.get(AvailabilityException, exception_id)
    if row is None or row.user_id != user.id:
        raise NotFound("not_found")
    db.session.delete(row)
    audit.record("availability.exception_removed", user, actor_id=user.id)


def persons(people: Sequence[Somebody], first: datetime, last: datetime, *, but: int | None = None) -> list[Person]:
    """`people` with all that bears on when they can meet between `first` and `last`; `but`: a meeting left out."""
    ids = [one.user.id for one in people]
    windows = _by_user(db.session.scalars(sa.select(AvailabilityWindow).where(AvailabilityWindow.user_id.in_(ids))))
    exceptions = _by_user(
        db.session.scalars(sa.select(AvailabilityException).where(AvailabilityException.user_id.in_(ids)))
    )
    busy = busy_spans(ids, first, last, but=but)
    return [
        Person(
            one.side, one.user.time_zone,
            tuple(Window(w.weekday, w.starts, w.ends) for w in windows.get(one.user.id, ())) or OFFICE_WINDOWS,
            tuple(Deviation(e.day, e.starts, e.ends, e.is_free) for e in exceptions.get(one.user.id, ())),
            holidays_of(one.country, first, last), tuple(busy.get(one.user.id, ())),
        )
        for one in people
    ]  # fmt: skip


def holidays_of(country: str, first: datetime, last: datetime) -> frozenset[date]:
    """Public holidays of a country from the day before `first` to the day after `last`."""
    begin, days = first.date() - timedelta(days=2), (last - first).days + 5
    span = (begin + timedelta(days=n) for n in range(days + 1))
    return frozenset(day for day in span if holiday_name(day, country, "en"))


def _by_user(rows: sa.ScalarResult) -> dict[int, list]:  # type: ignore[type-arg]
    found: dict[int, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return found
