"""The pages on which an opportunity is written, as forms."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import URL, Length, NumberRange, Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import FieldList, Form, clean_line
from matchmaker.foundation.i18n import TEXT_LANGUAGES, locale
from matchmaker.opportunities.changes import CODED_VALUES, Changes
from matchmaker.opportunities.contents import Step, applies
from matchmaker.opportunities.drafting import comparison_of
from matchmaker.opportunities.form_parts import AlternativePart, RequirementPart, requirement_data, text_part
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.profile_types import ProfileType, profile_type
from matchmaker.opportunities.rules import (
    AI_DRUG_LISTS,
    CODE_LIMITS,
    ROW_LIMIT,
    Gateway,
    code_list_of,
    fitting_codes,
    may_lead,
)
from matchmaker.opportunities.sentences import demand_of
from matchmaker.opportunities.wording import FIELDS

STEP_TEXTS: dict[Step, tuple[str, ...]] = {
    Step.WHAT: ("title", "summary", "offer", "need"),
    Step.DETAILS: ("description", "advantages", "specification", "ipr_notes"),
    Step.PARTNER: ("partner_role",),
}
STEP_CODES: dict[Step, tuple[str, ...]] = {
    Step.CLASSIFICATION: ("area", "modality", "unit_operation", "therapeutic_area", *AI_DRUG_LISTS,
                          "technology_keyword", "market_keyword", "sdg"),
    Step.PARTNER: ("partnership_type", "sought_org_type", "sought_size_band", "sought_country", "sought_cluster",
                   "initiative"),
    Step.VISIBILITY: ("sensitivity",),
}  # fmt: skip
STEP_VALUES: dict[Step, tuple[str, ...]] = {
    Step.WHAT: ("gateway",),
    Step.CLASSIFICATION: ("stage_now", "stage_next", "stage_of_development", "trl", "trl_scheme", "development_phase"),
    Step.DETAILS: ("ipr_status", "ip_terms", "quantity", "budget_band", "timing_from", "timing_to", "call_framework",
                   "call_identifier", "call_url", "call_coordinator_required", "call_interest_deadline",
                   "call_deadline", "call_weeks"),
    Step.PARTNER: (),
    Step.VISIBILITY: ("anonymity_tier", "open_for_interest", "video_url"),
}  # fmt: skip
BLANK_ROWS = 5


class StepForm(Form):
    """One page of the writing; its other fields are added by `step_form`."""

    version = HiddenField()
    step: Step
    languages: tuple[str, ...] = ()

    def changes(self) -> Changes:
        """What the page changes; call it when the form is valid."""
        step = self.step
        return Changes(
            texts={code: dict(self[code].form.data) for code in self.languages},
            codes=fitting_codes({name: self[name].data for name in STEP_CODES.get(step, ()) if name in self}),
            values={name: stored(name, self[name].data) for name in STEP_VALUES[step] if name in self},
            demands=[row.form.demand() for row in self["requirements"] if not row.form.remove.data]
            if "requirements" in self
            else None,
            comparisons=[row.form.comparison() for row in self["alternatives"] if row.form.is_filled]
            if "alternatives" in self
            else None,
        )


def stored(name: str, data: Any) -> object:
    """The value of a form field as the table holds it."""
    if name in {"trl", "anonymity_tier"}:
        return int(data) if data not in (None, "") else None
    if name == "gateway":
        return Gateway(data)
    if name == "call_coordinator_required":
        return {"yes": True, "no": False}.get(data)
    return data if isinstance(data, bool) or data else None


def shown(name: str, value: Any) -> object:
    """The inverse of `stored`."""
    if value is None:
        return "" if name in {*CODED_VALUES, "trl", "call_coordinator_required"} else None
    if name == "call_coordinator_required":
        return "yes" if value else "no"
    return str(int(value)) if name in {"trl", "anonymity_tier"} else value


def step_form(step: Step, opportunity: Opportunity, *, sent: bool = True) -> StepForm:
    """The form of one page, with what the type asks for: what is stored, or what the request sent if `sent`."""
    kind = profile_type(opportunity.profile_type)
    texts = tuple(name for name in STEP_TEXTS.get(step, ()) if is_asked(name, kind))
    languages = languages_first(opportunity) if texts else ()
    values = [name for name in STEP_VALUES[step] if is_asked(name, kind)]
    codes = [name for name in STEP_CODES.get(step, ()) if is_asked(name, kind)]
    if not _is_leading(opportunity):
        codes = [name for name in codes if name != "initiative"]
    attributes: dict[str, Any] = {"step": step, "languages": languages}
    attributes |= {code: FormField(text_part(texts)) for code in languages}
    attributes |= {name: VALUE_FIELDS[name](name) for name in values}
    attributes |= {name: _codes_field(name, kind, opportunity) for name in codes}
    attributes |= _row_fields(step, kind)
    source = {} if sent else {"formdata": None}
    form: StepForm = type("BuiltStepForm", (StepForm,), attributes)(
        data=_stored_data(opportunity, languages, texts), **source
    )
    if "requirements" in form:
        for row in form["requirements"]:
            row.form.fit()
    return form


def is_asked(name: str, kind: ProfileType) -> bool:
    """Whether the type asks for a field, also by the side it stands on."""
    if name in {"offer", "need"}:
        return kind.offers if name == "offer" else kind.needs
    return applies("call" if name.startswith("call_") else name, kind.code)


def _is_leading(opportunity: Opportunity) -> bool:
    """Whether the owner may mark it as shared growth, or did so while it could and may take that back."""
    owner = opportunity.organisation
    return may_lead(owner.org_type, is_anchor=owner.is_anchor) or bool(opportunity.codes_of("initiative"))


def languages_first(opportunity: Opportunity) -> tuple[str, ...]:
    """Languages of the texts: the reader's first, then those already written, then the others."""
    written = {text.language for text in opportunity.texts}
    return tuple(sorted(TEXT_LANGUAGES, key=lambda code: (code != locale(), code not in written, code != "en")))


def _row_fields(step: Step, kind: ProfileType) -> dict[str, Any]:
    if step is Step.PARTNER:
        return {"requirements": FieldList(FormField(RequirementPart), FIELDS["requirements"], max_entries=ROW_LIMIT)}
    if step is Step.DETAILS and applies("alternatives", kind.code):
        rows = FieldList(
            FormField(AlternativePart), FIELDS["alternatives"], min_entries=BLANK_ROWS, max_entries=ROW_LIMIT
        )
        return {"alternatives": rows}
    return {}


def _stored_data(opportunity: Opportunity, languages: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, object]:
    data: dict[str, object] = {"version": str(opportunity.version)}
    data |= {name: shown(name, getattr(opportunity, name)) for name in VALUE_FIELDS}
    data |= {name: opportunity.codes_of(name) for name in CODE_LIMITS}
    for code in languages:
        row = opportunity.text(code)
        data[code] = {name: getattr(row, name) if row else "" for name in texts}
    data["requirements"] = [requirement_data(demand_of(row)) for row in opportunity.requirements]
    data["alternatives"] = [
        {"alternative": one.alternative, "metric": one.metric, "ours": one.ours, "theirs": one.theirs, "unit": one.unit}
        for one in map(comparison_of, opportunity.alternatives)
    ]
    return data


def _codes_field(name: str, kind: ProfileType, opportunity: Opportunity) -> Any:
    choices = code_choices(code_list_of(name))
    if name == "partnership_type":
        choices = [one for one in choices if one.value in kind.partnership_types]
    if name == "sought_country" and opportunity.gateway is Gateway.OUTBOUND:
        choices = [one for one in choices if one.value != opportunity.organisation.country]
    limit = CODE_LIMITS[name]
    hint = _("%(limit)s at most.", limit=limit) if limit < len(choices) else ""
    at_most = Length(max=limit, message=_("Choose %(limit)s at most.", limit=limit))
    return SelectMultipleField(FIELDS[name], choices=choices, validators=[at_most], description=hint)


def _listed(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _choice(name: str) -> Any:
    return SelectField(FIELDS[name], choices=code_choices(CODED_VALUES[name], optional=True))


def _line(name: str) -> Any:
    return StringField(FIELDS[name], filters=[clean_line], validators=[Length(max=200)])


def _day(name: str) -> Any:
    return DateField(FIELDS[name], validators=[Optional()])


def _address(name: str) -> Any:
    faults = [Optional(), Length(max=300), URL(message=_("Enter a whole web address that starts with https://."))]
    return StringField(FIELDS[name], filters=[clean_line], validators=faults, description="https://…")


def _trl(name: str) -> Any:
    return SelectField(FIELDS[name], choices=_listed([("", "–"), *((str(n), str(n)) for n in range(1, 10))]))


def _weeks(name: str) -> Any:
    return IntegerField(FIELDS[name], validators=[Optional(), NumberRange(1, 520)])


def _yes_no(name: str) -> Any:
    return SelectField(FIELDS[name], choices=_listed([("", "–"), ("yes", _("Yes")), ("no", _("No"))]))


def _gateway(name: str) -> Any:
    return RadioField(FIELDS[name], choices=code_choices("gateway"))


def _anonymity(name: str) -> Any:
    choices = [("0", _("Anonymous: members see the kind of organisation and its place, not the name")),
               ("1", _("Named: vetted members see the organisation's name"))]  # fmt: skip
    return RadioField(FIELDS[name], choices=_listed(choices))


def _flag(name: str) -> Any:
    return BooleanField(FIELDS[name])


VALUE_FIELDS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(CODED_VALUES, _choice),
    **dict.fromkeys(("quantity", "call_framework", "call_identifier"), _line),
    **dict.fromkeys(("timing_from", "timing_to", "call_interest_deadline", "call_deadline"), _day),
    **dict.fromkeys(("video_url", "call_url"), _address),
    "trl": _trl, "call_weeks": _weeks, "call_coordinator_required": _yes_no, "gateway": _gateway,
    "anonymity_tier": _anonymity, "open_for_interest": _flag,
}  # fmt: skip
