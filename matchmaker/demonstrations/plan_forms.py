"""The form of a plan: its texts and its rows of sites, sample flow, criteria and cost shares."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from matchmaker.assets.models import Asset
from matchmaker.demonstrations.rules import (
    LINE_MAX,
    ROWS_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Criterion,
    Operator,
    Plan,
    Share,
    Site,
    Step,
)
from matchmaker.demonstrations.wording import OPERATORS
from matchmaker.foundation.forms import FieldList, Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.foundation.i18n import locale

Choices = Sequence[tuple[str, str]]


def _line(label: Any, most: int = LINE_MAX, **more: Any) -> StringField:
    return StringField(label, filters=[clean_line], validators=[Length(max=most)], **more)


def _text(label: Any, **more: Any) -> TextAreaField:
    return TextAreaField(label, filters=[clean_text], validators=[Length(max=TEXT_MAX)], **more)


class Row(Form):
    """A row of a list; an empty one is left out."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False


class SiteRow(Row):
    """Where it runs, and who is in charge there."""

    side = SelectField(_l("In charge, signs for it"), coerce=whole_number)
    asset = SelectField(_l("Asset of the cluster"), coerce=whole_number)
    place = _line(_l("Or another place"), description=_l("For a site abroad: laboratory, department, city."))

    def site(self) -> Site | None:
        """What the row says."""
        if not (self.asset.data or self.place.data):
            return None
        return Site(self.side.data or 0, self.asset.data, self.place.data or "")


class StepRow(Row):
    """One step of the sample flow."""

    material = _line(
        _l("Material"), description=_l("For example: cryopreserved apheresis product, cell line, reagent.")
    )
    origin = _line(_l("Where from"))
    goal = _line(_l("Where to"))
    quantity = _line(_l("Quantity"))
    needs_permit = BooleanField(_l("Needs a permit or approval"))
    permit = _line(_l("Permit in hand"), description=_l("Its number, or its date and office."))

    def validate_material(self, field: Any) -> None:
        """A step says what is moved."""
        if not field.data and any(self[name].data for name in ("origin", "goal", "quantity", "permit")):
            raise ValidationError(_("Say which material it is."))

    def step(self) -> Step | None:
        """What the row says."""
        if not self.material.data:
            return None
        return Step(self.material.data, self.origin.data or "", self.goal.data or "", self.quantity.data or "",
                    bool(self.needs_permit.data), self.permit.data or "")  # fmt: skip


class CriterionRow(Row):
    """What is measured, and what it must reach."""

    name = _line(_l("What is measured"), description=_l("For example: cell viability after thawing."))
    operator = SelectField(_l("Must be"), default=Operator.AT_LEAST.value)
    target = DecimalField(_l("Target value"), places=None, validators=[Optional()])
    unit = _line(_l("Unit"), 40)
    before = DecimalField(_l("Value before"), places=None, validators=[Optional()],
                          description=_l("With the present method, if known."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operator.choices = [SelectChoice(one.value, str(OPERATORS[one])) for one in Operator]

    def validate(self, extra_validators: Any = None) -> bool:
        """A criterion has a name and a number."""
        good = bool(super().validate(extra_validators))
        if self.name.data and self.target.data is None and not self.target.errors:
            self.target.errors = [_("A criterion needs a number to be reached.")]
            good = False
        if not self.name.data and self.target.data is not None:
            self.name.errors = [_("Say what is measured.")]
            good = False
        return good

    def criterion(self) -> Criterion | None:
        """What the row says."""
        if not self.name.data or self.target.data is None:
            return None
        return Criterion(self.name.data, Operator(self.operator.data), self.target.data, self.unit.data or "",
                         self.before.data)  # fmt: skip


class ShareRow(Row):
    """Who bears which part of the cost."""

    payer = _line(_l("Who pays"))
    percent = DecimalField(_l("Percent"), places=None, validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """A share has both."""
        good = bool(super().validate(extra_validators))
        if bool(self.payer.data) == (self.percent.data is not None) or self.percent.errors:
            return good
        field = self.percent if self.payer.data else self.payer
        field.errors = [_("A share names who pays, and how many percent.")]
        return False

    def share(self) -> Share | None:
        """What the row says."""
        return Share(self.payer.data, self.percent.data) if self.payer.data and self.percent.data is not None else None


class PlanForm(VersionedForm):
    """The whole plan."""

    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(), Length(max=TITLE_MAX)])
    hypothesis = _text(_l("Hypothesis"), description=_l("What is to be shown, and what would disprove it."))
    protocol = _text(_l("Protocol"), description=_l("Steps, replicates, conditions, who does what at which site."))
    starts_on = DateField(_l("First day"), validators=[Optional()])
    ends_on = DateField(_l("Last day"), validators=[Optional()])
    sites = FieldList(FormField(SiteRow), label=_l("Sites"), min_entries=2, max_entries=ROWS_MAX)
    steps = FieldList(FormField(StepRow), label=_l("Flow of samples and biomaterials"), min_entries=1,
                      max_entries=ROWS_MAX)  # fmt: skip
    criteria = FieldList(FormField(CriterionRow), label=_l("Acceptance criteria"), min_entries=2, max_entries=ROWS_MAX)
    shares = FieldList(FormField(ShareRow), label=_l("Cost split"), min_entries=2, max_entries=ROWS_MAX)
    ip_terms = _text(_l("Terms of intellectual property"), description=_l("Background, foreground, who may publish."))
    data_terms = _text(_l("Terms of data"), description=_l("Who keeps which data, where, for how long."))

    def dress(self, sides: Choices, assets: Sequence[Asset]) -> None:
        """Fill the choices of rows, and name the rows."""
        listed = [("", _("None: another place")), *((str(one.id), one.name(locale())) for one in assets)]
        for number, row in enumerate(self.sites, 1):
            row.label.text = _("Site %(number)s", number=number)
            row.form.side.choices, row.form.asset.choices = list(sides), listed
            if row.form.side.data is None:
                row.form.side.data = int(sides[min(number, len(sides)) - 1][0])
        for rows, name in ((self.steps, _("Step")), (self.criteria, _("Criterion")), (self.shares, _("Share"))):
            for number, row in enumerate(rows, 1):
                row.label.text = f"{name} {number}"

    def add_rows(self) -> None:
        """Give one more empty row of each, up to the limit."""
        for rows in (self.sites, self.steps, self.criteria, self.shares):
            if len(rows) < ROWS_MAX:
                rows.append_entry()

    @classmethod
    def showing(cls, plan: Plan, version: int) -> "PlanForm":
        """The form with a plan in it."""
        return cls(formdata=None, data={
            "version": version, "title": plan.title, "hypothesis": plan.hypothesis, "protocol": plan.protocol,
            "starts_on": plan.starts_on, "ends_on": plan.ends_on, "ip_terms": plan.ip_terms,
            "data_terms": plan.data_terms,
            "sites": [{"side": one.side_id, "asset": one.asset_id, "place": one.place} for one in plan.sites],
            "steps": [{"material": one.material, "origin": one.origin, "goal": one.goal, "quantity": one.quantity,
                       "needs_permit": one.needs_permit, "permit": one.permit} for one in plan.steps],
            "criteria": [{"name": one.name, "operator": one.operator.value, "target": one.target, "unit": one.unit,
                          "before": one.before} for one in plan.criteria],
            "shares": [{"payer": one.payer, "percent": one.percent} for one in plan.shares],
        })  # fmt: skip

    def plan(self) -> Plan:
        """What the valid form says."""
        return Plan(
            title=self.title.data, hypothesis=self.hypothesis.data or "", protocol=self.protocol.data or "",
            ip_terms=self.ip_terms.data or "", data_terms=self.data_terms.data or "",
            starts_on=self.starts_on.data, ends_on=self.ends_on.data,
            sites=tuple(one for row in self.sites if (one := row.form.site())),
            steps=tuple(one for row in self.steps if (one := row.form.step())),
            criteria=tuple(one for row in self.criteria if (one := row.form.criterion())),
            shares=tuple(one for row in self.shares if (one := row.form.share())),
        )  # fmt: skip
