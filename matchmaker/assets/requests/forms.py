"""Forms of requests: the shape of what is typed."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation

from matchmaker.assets.capacity.rules import Span
from matchmaker.assets.feasibility.rules import REQUEST_KIND
from matchmaker.assets.requests.rules import (
    PURPOSE_MAX,
    RATINGS,
    REPORT_MAX,
    REVIEW_MAX,
    WHAT_MAX,
    WHO_MAX,
    WORDS_MAX,
)
from matchmaker.assets.requests.service import Wish
from matchmaker.assets.requests.using import Used
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import FiniteField, VersionedForm, clean_line, clean_text, whole_number


def _hour_choices(first: int, last: int) -> list[SelectChoice]:
    return [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(first, last + 1)]


def words_field(label: Any, *, required: bool = True, most: int = WORDS_MAX) -> TextAreaField:
    """Words to the other side."""
    first = DataRequired() if required else Optional()
    return TextAreaField(label, filters=[clean_text], validators=[first, Length(max=most)])


class DatesForm(VersionedForm):
    """Days and hours, on the clock of Korea."""

    first_day = DateField(_l("First day"), validators=[InputRequired()])
    last_day = DateField(_l("Last day"), validators=[Optional()], description=_l("Empty: one day only."))
    first_hour = SelectField(_l("From (Korean time)"))
    end_hour = SelectField(_l("Until (Korean time)"))
    words = words_field(_l("Words to the operator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_hour.choices, self.end_hour.choices = _hour_choices(0, 23), _hour_choices(1, 24)
        if not self.is_submitted():
            self.suggest_hours()

    def suggest_hours(self) -> None:
        """A working day where no hours are chosen."""
        self.first_hour.data, self.end_hour.data = self.first_hour.data or "9", self.end_hour.data or "18"

    def validate_first_day(self, field: Any) -> None:
        """A day of these decades."""
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_("Enter a date between 2000 and 2100."))

    def validate_last_day(self, field: Any) -> None:
        """Not before the first day."""
        if field.data and self.first_day.data and not self.first_day.data <= field.data:
            raise ValidationError(_("The last day is before the first."))

    def validate_end_hour(self, field: Any) -> None:
        """After the hour in which it begins."""
        hours = [str(one.data) for one in (self.first_hour, field)]
        if all(one.isascii() and one.isdigit() for one in hours) and int(hours[1]) <= int(hours[0]):
            raise ValidationError(_("The end is not after the beginning."))

    def span(self) -> Span:
        """What the valid form says."""
        last = self.last_day.data or self.first_day.data
        return Span(self.first_day.data, last, int(self.first_hour.data), int(self.end_hour.data))


class NewRequestForm(DatesForm):
    """A request: advice first, or dates at once."""

    asks = RadioField(_l("What do you want to do?"), validators=[DataRequired()])
    kind = SelectField(_l("Kind of request"), validators=[DataRequired()])
    purpose = words_field(_l("What you want to do there"), most=PURPOSE_MAX)
    opportunity = SelectField(_l("For which of your offers and needs"), coerce=whole_number)

    def __init__(self, mine: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks.choices = [
            SelectChoice("advice", _("Ask for advice first")), SelectChoice("dates", _("Request dates at once")),
        ]  # fmt: skip
        kinds = code_choices("asset_request_kind")
        self.kind.choices = [one for one in kinds if one.value != REQUEST_KIND]  # it has a form of its own
        self.opportunity.choices = [("", "–"), *((str(row_id), title) for row_id, title in mine)]
        if self.asks.data == "advice":  # dates are not asked then, and the page does not send them
            self.first_day.validators = [Optional()]
            self.suggest_hours()

    def wish(self) -> Wish:
        """What the valid form says."""
        span = self.span() if self.asks.data == "dates" else None
        return Wish(kind=self.kind.data, purpose=self.purpose.data, opportunity_id=self.opportunity.data, span=span)


class WordsForm(VersionedForm):
    """A step that needs words."""

    words = words_field(_l("Words to the other side"))


class NoteForm(VersionedForm):
    """A step that may have words."""

    words = words_field(_l("Words (not required)"), required=False)


class RefuseForm(WordsForm):
    """A refusal: a coded reason and words."""

    reason = SelectField(_l("Reason"), validators=[DataRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice("", _("Please choose")), *code_choices("asset_refusal_reason")]


def within_a_day(_form: Any, field: Any) -> None:
    """Validator: hours of one day; what is none ends the checks."""
    if field.data is None or not 0 < field.data <= 24:
        raise StopValidation(_("Enter quarters of an hour: 0.25, 0.5, 1, 1.75."))


class UseForm(VersionedForm):
    """An entry of the use log."""

    day = DateField(_l("Day"), validators=[InputRequired()])
    hours = FiniteField(_l("Hours used"), places=2, validators=[InputRequired(), within_a_day])
    who = StringField(_l("Who used it"), filters=[clean_line], validators=[DataRequired(), Length(max=WHO_MAX)])
    what = StringField(_l("What was done"), filters=[clean_line], validators=[DataRequired(), Length(max=WHAT_MAX)])

    def validate_hours(self, field: Any) -> None:
        """Quarters of an hour."""
        if (field.data * 4) % 1:
            raise ValidationError(_("Enter quarters of an hour: 0.25, 0.5, 1, 1.75."))

    def used(self) -> Used:
        """What the valid form says."""
        return Used(day=self.day.data, minutes=int(self.hours.data * 60), who=self.who.data, what=self.what.data)


class ReportForm(VersionedForm):
    """What came of the use, in words, as a file, or both."""

    text = TextAreaField(_l("Report"), filters=[clean_text], validators=[Optional(), Length(max=REPORT_MAX)])
    file = FileField(_l("File of the report"))


class ReviewForm(VersionedForm):
    """The asker's judgement."""

    rating = RadioField(_l("How well did it serve you?"), validators=[DataRequired()])
    words = words_field(_l("Words to the operator"), required=False, most=REVIEW_MAX)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("1 – not at all"), "2", "3", "4", _("5 – very well"))
        self.rating.choices = [SelectChoice(str(n), label) for n, label in zip(RATINGS, labels, strict=True)]
