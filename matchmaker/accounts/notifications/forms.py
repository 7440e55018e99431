"""The form of what one is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from matchmaker.accounts.notifications.models import NotificationTimes
from matchmaker.accounts.notifications.rules import QuietHours, Rhythm
from matchmaker.foundation.forms import Form
from matchmaker.foundation.topics import Topic

RHYTHM_LABEL = {
    Rhythm.AT_ONCE: _l("At once"),
    Rhythm.DAILY: _l("Daily summary"),
    Rhythm.WEEKLY: _l("Weekly summary, on Mondays"),
    Rhythm.OFF: _l("Off"),
}
_TOPIC = "topic_"


class NotificationForm(Form):
    """Rhythm of each topic (fields `topic_<code>`), quiet hours, hour of the digest."""

    quiet_from = TimeField(_l("Quiet from"), [Optional()])
    quiet_until = TimeField(_l("Quiet until"), [Optional()])
    digest_hour = SelectField(_l("Hour of summaries"), coerce=int)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.digest_hour.choices = [SelectChoice(hour, f"{hour:02}:00") for hour in range(24)]
        for field in self.topic_fields:
            field.choices = [SelectChoice(rhythm.value, label) for rhythm, label in RHYTHM_LABEL.items()]

    @property
    def topic_fields(self) -> list[SelectField]:
        """The fields of topics, in their order."""
        return [field for name, field in self._fields.items() if name.startswith(_TOPIC)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that the quiet hours have both ends or none, and a span between them."""
        fine: bool = super().validate(extra_validators)
        starts, ends = self.quiet_from, self.quiet_until
        if not fine or starts.data == ends.data is None:
            return fine
        if starts.data is None or ends.data is None:
            missing = starts if starts.data is None else ends
            missing.errors = [_("Enter both the beginning and the end of the quiet hours, or neither.")]
        elif starts.data == ends.data:
            ends.errors = [_("Beginning and end are the same. To get no e-mails at all, switch the topics off.")]
        return not (starts.errors or ends.errors)

    def rhythms(self) -> dict[str, Rhythm]:
        """What was chosen for each topic."""
        return {field.name.removeprefix(_TOPIC): Rhythm(field.data) for field in self.topic_fields}

    def quiet(self) -> QuietHours | None:
        """The quiet hours that were entered."""
        if self.quiet_from.data is None or self.quiet_until.data is None:
            return None
        return QuietHours(self.quiet_from.data, self.quiet_until.data)


def notification_form(
    topics: Sequence[Topic], chosen: Mapping[str, Rhythm], times: NotificationTimes
) -> NotificationForm:
    """The form for a person whom `topics` concern, with what was chosen before."""
    fields = {_TOPIC + topic.code: SelectField(topic.label) for topic in topics}
    values = {_TOPIC + code: rhythm.value for code, rhythm in chosen.items()}
    kind = type("NotificationFormOfPerson", (NotificationForm,), fields)
    form: NotificationForm = kind(
        data=values, quiet_from=times.quiet_from, quiet_until=times.quiet_until, digest_hour=times.digest_hour
    )
    return form
