"""Shape of what people send about blind comparisons."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from matchmaker.foundation.forms import Form
from matchmaker.matching.variants import VARIANTS
from matchmaker.suggestions import learned
from matchmaker.suggestions.trials.rules import (
    LEARNED,
    LENGTHS,
    ORGANISATIONS_MAX,
    ORGANISATIONS_MIN,
    ORGANISATIONS_USUAL,
    Verdict,
)
from matchmaker.suggestions.trials.wording import VERDICT_LABEL, variant_label


class StartForm(Form):
    """Which two settings are compared, and how much there is to judge."""

    variant_a = SelectField(_l("Setting A"), [InputRequired()])
    variant_b = SelectField(_l("Setting B"), [InputRequired()])
    organisations = IntegerField(
        _l("Number of organisations"), [InputRequired(), NumberRange(ORGANISATIONS_MIN, ORGANISATIONS_MAX)],
        default=ORGANISATIONS_USUAL,
        description=_l("From 5 to 100, drawn by chance from both sides of the gateway."),
    )  # fmt: skip
    length = RadioField(_l("Pairs of each organisation"), [InputRequired()], default=str(LENGTHS[0]))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*VARIANTS, *([LEARNED] if learned.in_use() is not None else [])]
        for field in (self.variant_a, self.variant_b):
            field.choices = [(name, variant_label(name)) for name in offered]
        if not self.is_submitted():
            self.variant_a.data, self.variant_b.data = list(VARIANTS)[:2]
        self.length.choices = [(str(length), str(length)) for length in LENGTHS]

    def validate_variant_b(self, field: SelectField) -> None:
        """A setting compared with itself tells nothing."""
        if field.data == self.variant_a.data:
            raise ValidationError(_("Choose two different settings."))


class VerdictForm(Form):
    """What a judge says of a pair."""

    verdict = RadioField(_l("Do these two suit each other?"), [InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = [(verdict.value, str(VERDICT_LABEL[verdict])) for verdict in Verdict]
