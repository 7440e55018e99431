"""Shape of what people send about suggestions."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import BooleanField, IntegerField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from matchmaker.foundation.codes import code_choices, country_name
from matchmaker.foundation.forms import Form, clean_line, clean_text
from matchmaker.suggestions.rules import Direction
from matchmaker.suggestions.wording import DIRECTION_LABEL, GRADE_LABEL

SEARCH_MAX = 200
NOTE_MAX = 500


class GetForm(Form):
    """A form that only reads: sent in the address, needs no token, never refuses a page."""

    class Meta(Form.Meta):
        """Read-only forms carry no token."""

        csrf = False

    def value(self, name: str) -> Any:
        """What was chosen, None for nothing or for what is no choice."""
        field = self[name]
        return None if field.errors else field.data or None


class FilterForm(GetForm):
    """Filters of a member's list."""

    q = SearchField(_l("Search in these suggestions"), filters=[clean_line], validators=[Length(max=SEARCH_MAX)])
    direction = SelectField(_l("Direction"), default="")
    area = SelectField(_l("Area"), default="")
    country = SelectField(_l("Country"), default="")
    cluster = SelectField(_l("Cluster"), default="")
    stage = SelectField(_l("Stage they supply"), default="")
    org_type = SelectField(_l("Type of organisation"), default="")
    initiative = SelectField(_l("Shared growth and open innovation"), default="")

    def __init__(self, countries: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("area", "cluster", "stage", "org_type", "initiative"):
            self[name].choices = [("", _("All")), *code_choices(name)]
        self.country.choices = [("", _("All")), *sorted(((c, country_name(c)) for c in countries), key=lambda p: p[1])]
        self.direction.choices = [("", _("All")), *((way.value, str(label)) for way, label in DIRECTION_LABEL.items())]
        self.validate()

    @property
    def wanted_direction(self) -> Direction | None:
        """The direction chosen, if any."""
        chosen = self.value("direction")
        return Direction(chosen) if chosen else None


class PairsForm(GetForm):
    """Filters of the staff's overview."""

    area = SelectField(_l("Area"), default="")
    cluster = SelectField(_l("Cluster"), default="")
    minimum = IntegerField(_l("Lowest score"), [Optional(), NumberRange(0, 100)])
    only_new = BooleanField(_l("Only pairs that nobody takes care of yet"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("area", "cluster"):
            self[name].choices = [("", _("All")), *code_choices(name)]
        self.validate()


class SearchForm(GetForm):
    """Find an organisation by its name in either script."""

    q = SearchField(_l("Name of the organisation"), filters=[clean_line], validators=[Length(max=SEARCH_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate()


class DismissForm(Form):
    """Why a suggestion does not suit."""

    reason = RadioField(_l("Why does it not suit you?"), [DataRequired()])
    words = TextAreaField(
        _l("In your own words"), filters=[clean_text], validators=[Length(max=NOTE_MAX)],
        description=_l("Only the agency's staff read this; it helps to make better suggestions."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = code_choices("dismiss_reason")


class ShortlistForm(Form):
    """A note to a pair that was picked."""

    note = TextAreaField(_l("Note"), filters=[clean_text], validators=[Length(max=NOTE_MAX)])


class JudgeForm(Form):
    """How good a pair is."""

    grade = RadioField(_l("How good is this pair?"), [DataRequired()])
    note = TextAreaField(_l("Note"), filters=[clean_text], validators=[Length(max=NOTE_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grade.choices = [(grade.value, str(label)) for grade, label in GRADE_LABEL.items()]
