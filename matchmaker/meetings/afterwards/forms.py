"""The form in which people say how a meeting went."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import VersionedForm, clean_text
from matchmaker.meetings.afterwards.rules import COMMENT_MAX


class RatingForm(VersionedForm):
    """What came of it, and who was absent."""

    outcome = RadioField(_l("How did it go?"), validators=[InputRequired()])
    absent = SelectMultipleField(_l("Who did not come?"))
    comment = TextAreaField(_l("Words for the agency"), filters=[clean_text], validators=[Length(max=COMMENT_MAX)])

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], for_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = code_choices("meeting_outcome")
        self.absent.choices = [(str(number), name) for number, name in people]
        if for_staff:
            self.comment.label.text = _("Notes for colleagues")

    @property
    def who(self) -> frozenset[int]:
        """Ids of the participants who were absent."""
        return frozenset(int(one) for one in self.absent.data or [])
