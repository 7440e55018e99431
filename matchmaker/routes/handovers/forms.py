"""Forms of hand-overs."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_text
from matchmaker.opportunities.models import Attachment
from matchmaker.routes.handovers.service import Offer
from matchmaker.routes.rules import ANSWER_MAX, WHAT_MAX


class HandoverForm(Form):
    """To whom, for which stage, with what."""

    to = SelectField(_l("To whom"), validators=[DataRequired()])
    to_stage = SelectField(_l("For which stage"), validators=[DataRequired()])
    next_stage = SelectField(
        _l("Needed after that"), validators=[DataRequired()],
        description=_l("The stage that the project needs once this one is under way."),
    )  # fmt: skip
    what = TextAreaField(
        _l("What is handed over"), filters=[clean_text], validators=[DataRequired(), Length(max=WHAT_MAX)],
        description=_l("Results, samples, documents: what the other side starts from."),
    )  # fmt: skip
    documents = SelectMultipleField(_l("Documents of the project that go along"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_stage.choices = code_choices("stage")
        self.next_stage.choices = [SelectChoice("", _("Please choose")), *code_choices("stage")]

    def offer_receivers(
        self,
        organisations: Sequence[tuple[int, str]],
        assets: Sequence[tuple[int, str]],
        documents: Sequence[Attachment],
    ) -> None:
        """Fill the choices: receivers by id and name, documents of the project."""
        groups = ((_("Organisations you were introduced to"), "org", organisations),
                  (_("Cluster assets that are open"), "asset", assets))  # fmt: skip
        named = [
            SelectChoice(f"{kind}-{one}", name, optgroup=group) for group, kind, found in groups for one, name in found
        ]
        self.to.choices = [SelectChoice("", _("Please choose")), *named]
        self.documents.choices = [SelectChoice(str(one.id), one.title) for one in documents]

    def said(self) -> Offer:
        """What the valid form says."""
        kind, _dash, number = self.to.data.partition("-")
        one = int(number)
        return Offer(
            to_id=one if kind == "org" else None, asset_id=one if kind == "asset" else None,
            to_stage=self.to_stage.data, next_stage=self.next_stage.data, what=self.what.data or "",
            documents=tuple(int(chosen) for chosen in self.documents.data or ()),
        )  # fmt: skip


class AnswerForm(VersionedForm):
    """Words with a yes or a no."""

    words = TextAreaField(
        _l("Words of your answer"), filters=[clean_text], validators=[Length(max=ANSWER_MAX)],
        description=_l("Needed to decline. Both sides read this."),
    )  # fmt: skip
