"""The two forms of a sheet: the sponsor's question and the site's answer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from matchmaker.assets.feasibility import rules
from matchmaker.assets.feasibility.models import SiteFeasibility
from matchmaker.assets.feasibility.rules import Readiness, Verdict
from matchmaker.assets.feasibility.service import Answer, Question
from matchmaker.assets.requests.forms import words_field
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text

READY = ("investigator", "staff_ready", "equipment_ready")
FIGURES = ("patients_a_year", "expected_a_year", "similar", "competing", "coordinators", "ethics_days",
           "contract_days")  # fmt: skip


def _line(label: Any, most: int = rules.LINE_MAX) -> StringField:
    return StringField(label, filters=[clean_line], validators=[DataRequired(), Length(max=most)])


def _text(label: Any) -> TextAreaField:
    return TextAreaField(label, filters=[clean_text], validators=[Length(max=rules.TEXT_MAX)])


def _figure(label: Any, bounds: tuple[int, int]) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(), NumberRange(*bounds)])


def _ready(label: Any) -> SelectField:
    return SelectField(label, validators=[DataRequired()])


class QuestionForm(Form):
    """What a sponsor asks."""

    title = _line(_l("Short title of the study"), rules.TITLE_MAX)
    phase = SelectField(_l("Phase of the study"), validators=[DataRequired()])
    therapeutic_area = SelectField(_l("Therapeutic area"), validators=[DataRequired()])
    indication = _line(_l("Indication"))
    tested = _line(_l("What is tested"))
    participants = _figure(_l("Participants wanted at this site"), rules.PARTICIPANTS)
    months = _figure(_l("Months to enrol them"), rules.MONTHS)
    starts_on = DateField(_l("First participant wanted on"), validators=[Optional()])
    criteria = _text(_l("Main criteria of inclusion and exclusion"))
    staff = _text(_l("People whom the study needs at the site"))
    equipment = _text(_l("Equipment and procedures that the study needs"))
    opportunity = SelectField(_l("For which of your offers and needs"), default="")

    def __init__(self, mine: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = SelectChoice("", _("Please choose"))
        self.phase.choices = [none, *(one for one in code_choices("development_phase") if one.value in rules.PHASES)]
        self.therapeutic_area.choices = [none, *code_choices("therapeutic_area")]
        self.opportunity.choices = [SelectChoice("", "–"), *(SelectChoice(str(key), title) for key, title in mine)]

    def question(self) -> Question:
        """What the valid form says."""
        names = ("title", "phase", "therapeutic_area", "indication", "tested", "participants", "months", "starts_on",
                 "criteria", "staff", "equipment")  # fmt: skip
        return Question(**{name: self[name].data for name in names})

    @property
    def opportunity_id(self) -> int | None:
        """The offer or need chosen."""
        return int(self.opportunity.data) if self.opportunity.data else None


class AnswerForm(VersionedForm):
    """What a site answers."""

    verdict = RadioField(_l("Can the study be run here?"), validators=[DataRequired()])
    patients_a_year = _figure(_l("Patients with this indication seen a year"), rules.PEOPLE)
    expected_a_year = _figure(_l("Participants expected a year"), rules.PEOPLE)
    similar = _figure(_l("Studies of this kind in the last five years"), rules.STUDIES)
    competing = _figure(_l("Competing studies under way"), rules.STUDIES)
    investigator = _ready(_l("Principal investigator of this field"))
    staff_ready = _ready(_l("People for the study"))
    coordinators = _figure(_l("Study coordinators free for it"), rules.STUDIES)
    equipment_ready = _ready(_l("Equipment and procedures"))
    ethics_days = _figure(_l("Days from submission to the ethics board’s decision"), rules.DAYS)
    contract_days = _figure(_l("Days until the contract is signed"), rules.DAYS)
    ready_on = DateField(_l("Earliest day on which the site can begin"), validators=[Optional()])
    remarks = words_field(_l("Conditions and remarks for the sponsor"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = code_choices("site_verdict")
        for name in READY:
            self[name].choices = [SelectChoice("", _("Please choose")), *code_choices("site_readiness")]

    def fill(self, sheet: SiteFeasibility) -> None:
        """Show the answer that there is."""
        for name in (*FIGURES, "ready_on", "remarks"):
            self[name].data = getattr(sheet, name)
        for name in ("verdict", *READY):
            value = getattr(sheet, name)
            self[name].data = value.value if value else None

    def answer(self) -> Answer:
        """What the valid form says."""
        said: dict[str, Any] = {name: self[name].data for name in (*FIGURES, "ready_on", "remarks")}
        said |= {name: Readiness(self[name].data) for name in READY}
        return Answer(verdict=Verdict(self.verdict.data), **said)
