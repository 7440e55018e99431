"""Forms of outcomes: the shape of what is typed, not who may type it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.assets.models import Asset
from matchmaker.foundation.codes import code_choices, code_label
from matchmaker.foundation.forms import (
    FieldList,
    Form,
    VersionedForm,
    clean_line,
    clean_text,
    whole_number,
)
from matchmaker.foundation.i18n import locale
from matchmaker.outcomes import rules
from matchmaker.outcomes.claiming import Claim
from matchmaker.outcomes.form_parts import EvidencePart, PromiseRow, currency_choices, money_field
from matchmaker.outcomes.ledger.promising import Promise
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.outcomes.wording import OUTCOME_STATES

SPARE_ROWS = 3


class ClaimForm(VersionedForm):
    """What came of it, and when."""

    kind = SelectField(_l("Kind"), validators=[DataRequired()])
    happened_on = DateField(_l("Date"), validators=[InputRequired()])
    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(), Length(max=rules.TITLE_MAX)])
    description = TextAreaField(_l("Details"), filters=[clean_text], validators=[Length(max=rules.TEXT_MAX)])
    amount = money_field(_l("Amount"), rules.AMOUNT_MAX)
    currency = SelectField(_l("Currency"))
    other_parties = StringField(
        _l("Further parties"), filters=[clean_line], validators=[Length(max=rules.PARTIES_MAX)],
        description=_l("Others who signed or took part, beside the two organisations."),
    )  # fmt: skip
    programme = SelectField(
        _l("Programme of the cluster"), coerce=whole_number,
        description=_l("If it came about through a programme or facility of the cluster."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [SelectChoice(kind, code_label("outcome_kind", kind)) for kind in rules.KINDS]
        self.kind.choices = [SelectChoice("", _("Please choose")), *chosen]
        self.currency.choices = currency_choices()

    def offer(self, programmes: Sequence[Asset]) -> None:
        """Fill the choice of programmes."""
        self.programme.choices = [("", "–"), *((str(row.id), row.name(locale())) for row in programmes)]

    def validate_currency(self, field: Any) -> None:
        """An amount and its currency come together."""
        if (self.amount.data is not None) != bool(field.data):
            raise ValidationError(_("Enter an amount together with its currency, or neither."))

    def fill(self, outcome: Outcome) -> None:
        """Show what was said before."""
        self.version.data = outcome.version
        for name in ("kind", "happened_on", "title", "description", "amount", "other_parties"):
            self[name].data = getattr(outcome, name)
        self.currency.data, self.programme.data = outcome.currency or "", outcome.programme_id

    def claim(self) -> Claim:
        """What the valid form says."""
        return Claim(
            kind=self.kind.data, happened_on=self.happened_on.data, title=self.title.data,
            description=self.description.data or "", other_parties=self.other_parties.data or "",
            amount=self.amount.data, currency=self.currency.data or None, programme_id=self.programme.data,
        )  # fmt: skip


class NewOutcomeForm(ClaimForm):
    """A claim with its first evidence and its obligations, in one step."""

    promises = FieldList(FormField(PromiseRow), label=_l("Obligations"), max_entries=12, min_entries=SPARE_ROWS)
    evidence = FormField(EvidencePart, label=_l("Supporting evidence"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), needs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices, self._needs = choices, needs
        self._dress()

    def _dress(self) -> None:
        for number, row in enumerate(self.promises, 1):
            row.label.text = _("Obligation %(number)s", number=number)
            row.form.owner.choices = [("", _("Please choose")), *self._choices]

    def add_rows(self) -> None:
        """Give more empty rows, up to the limit."""
        for _row in range(min(SPARE_ROWS, 12 - len(self.promises))):
            self.promises.append_entry()
        self._dress()

    def validate(self, extra_validators: Any = None) -> bool:
        """Obligations of an MoU or LoI are asked for here."""
        good = super().validate(extra_validators)
        lacking = self._needs and self.kind.data in rules.NEEDS_PROMISES and not self.said()
        if lacking:
            words = _("An MoU or LoI needs at least one obligation: who does what, until when.")
            self.promises.errors = [*self.promises.errors, words]
        return good and not lacking

    def said(self) -> list[Promise]:
        """The obligations that were entered."""
        return [row.form.promise() for row in self.promises if row.form.text.data]


class ReasonForm(VersionedForm):
    """Words that are needed."""

    words = TextAreaField(_l("Reason"), filters=[clean_text], validators=[DataRequired(), Length(max=rules.REASON_MAX)])


class AuditForm(VersionedForm):
    """What the auditor looked at."""

    words = TextAreaField(
        _l("Note on the audit"), filters=[clean_text], validators=[Length(max=rules.REASON_MAX)],
        description=_l("What you looked at. Only staff of the agency read this."),
    )  # fmt: skip


class CloseForm(Form):
    """Why nothing more comes of it."""

    reason = RadioField(_l("Reason"), validators=[InputRequired()])
    words = TextAreaField(
        _l("In your own words"), filters=[clean_text], validators=[Length(max=rules.REASON_MAX)],
        description=_l("Optional. Both sides read this."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = code_choices("decline_reason")


class FilterForm(Form):
    """What staff look for."""

    class Meta(Form.Meta):
        """Read-only."""

        csrf = False

    state = SelectField(_l("State"), validators=[Optional()])
    kind = SelectField(_l("Kind"), validators=[Optional()])
    cluster = SelectField(_l("Cluster"), validators=[Optional()])
    first = DateField(_l("From"), validators=[Optional()])
    last = DateField(_l("Until"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = SelectChoice("", _("All"))
        self.state.choices = [every, *(SelectChoice(s.value, str(OUTCOME_STATES[s])) for s in OutcomeState)]
        self.kind.choices = [every, *(SelectChoice(kind, code_label("outcome_kind", kind)) for kind in rules.KINDS)]
        self.cluster.choices = [every, *code_choices("cluster")]
