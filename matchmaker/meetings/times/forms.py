"""Forms of a person's free time."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FormField, RadioField, TimeField, ValidationError
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from matchmaker.foundation.forms import FieldList, Form
from matchmaker.meetings.models import AvailabilityWindow
from matchmaker.meetings.times.slots import Deviation, Window

_A_MONDAY = date(2024, 1, 1)


def weekday_name(weekday: int) -> str:
    """Name of a weekday (0: Monday) in the reader's language."""
    name: str = format_date(_A_MONDAY.replace(day=1 + weekday), "EEEE")
    return name


class DayForm(PlainForm):
    """Hours of a weekday: before and after a break."""

    starts = TimeField(_l("From"), validators=[Optional()])
    ends = TimeField(_l("To"), validators=[Optional()])
    again = TimeField(_l("and from"), validators=[Optional()])
    until = TimeField(_l("to"), validators=[Optional()])

    def validate_starts(self, field: TimeField) -> None:
        """An end belongs to it; an empty field is checked through the other one of its pair."""
        _check_pair(field, self.ends)

    def validate_ends(self, field: TimeField) -> None:
        """A beginning belongs to it."""
        if self.starts.data is None:
            _check_pair(self.starts, field)

    def validate_again(self, field: TimeField) -> None:
        """An end belongs to it."""
        _check_pair(field, self.until)

    def validate_until(self, field: TimeField) -> None:
        """A beginning belongs to it, after the first two hours."""
        if self.again.data is None:
            _check_pair(self.again, field)
        early = self.again.data is not None and self.ends.data is not None and self.again.data < self.ends.data
        if early or (self.again.data is not None and self.starts.data is None):
            raise ValidationError(_("The second hours come after the first."))

    def windows(self, weekday: int) -> list[Window]:
        """What was entered."""
        pairs = ((self.starts.data, self.ends.data), (self.again.data, self.until.data))
        return [Window(weekday, minute(a), minute(b, end=True)) for a, b in pairs if a is not None and b is not None]


def _check_pair(starts: TimeField, ends: TimeField) -> None:
    if (starts.data is None) != (ends.data is None):
        raise ValidationError(_("Enter both hours, or none."))
    if starts.data is not None and minute(starts.data) >= minute(ends.data, end=True):
        raise ValidationError(_("The end comes after the beginning."))


class WeekForm(Form):
    """Hours of a week on the person's own clock."""

    days = FieldList(FormField(DayForm), min_entries=7, max_entries=7)

    def fill(self, rows: Iterable[AvailabilityWindow | Window]) -> None:
        """Show what was entered before."""
        filled: dict[int, list[AvailabilityWindow | Window]] = {}
        for row in rows:
            filled.setdefault(row.weekday, []).append(row)
        for weekday, windows in filled.items():
            day = self.days[weekday].form
            for (starts, ends), row in zip(((day.starts, day.ends), (day.again, day.until)), windows, strict=False):
                starts.data, ends.data = hour(row.starts), hour(row.ends)

    def windows(self) -> list[Window]:
        """What was entered."""
        return [window for weekday, day in enumerate(self.days) for window in day.form.windows(weekday)]


class ExceptionForm(Form):
    """A day that is other than most."""

    day = DateField(_l("Day"), validators=[InputRequired()])
    kind = RadioField(_l("On that day"), default="away", validators=[InputRequired()])
    starts = TimeField(_l("From"), validators=[Optional()], description=_l("Empty: the whole day."))
    ends = TimeField(_l("To"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("away", _("I am away")), ("free", _("I can meet, though it is not in my week"))]

    def validate_starts(self, field: TimeField) -> None:
        """An end belongs to it."""
        _check_pair(field, self.ends)

    def validate_ends(self, field: TimeField) -> None:
        """A beginning belongs to it."""
        if self.starts.data is None:
            _check_pair(self.starts, field)

    def deviation(self) -> Deviation:
        """What was entered."""
        whole = self.starts.data is None
        starts, ends = (0, 1440) if whole else (minute(self.starts.data), minute(self.ends.data, end=True))
        return Deviation(self.day.data, starts, ends, self.kind.data == "free")


def minute(at: time, *, end: bool = False) -> int:
    """Minute of the day; midnight as an end is the day's last."""
    found = at.hour * 60 + at.minute
    return 1440 if end and not found else found


def hour(minutes: int) -> time:
    """The time of a minute of the day."""
    return time(minutes // 60 % 24, minutes % 60)
