"""Forms of the steps with texts: what the organisation does, and how much of it is shown."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, RadioField

from matchmaker.foundation.codes import language_name
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.organisations import fields
from matchmaker.organisations.parts import AboutPart, Part, TextValue, VisibilityPart
from matchmaker.organisations.rules import DESCRIPTION_MAX, EXPERIENCE_MAX, SUMMARY_MAX
from matchmaker.organisations.step_forms import Row, StepForm


class TextRow(Row):
    """Summary and description in one language."""

    summary = fields.text(_l("Summary"), SUMMARY_MAX)
    description = fields.text(_l("Description"), DESCRIPTION_MAX)


class AboutForm(StepForm):
    """What the organisation does."""

    areas = fields.codes(_l("Areas"), "area", most=8, description=_l("Up to eight: what you are known for."))
    stages = fields.codes(_l("Stages you work in"), "stage")
    ko = FormField(TextRow)
    en = FormField(TextRow)
    ja = FormField(TextRow)
    de = FormField(TextRow)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        for language in TEXT_LANGUAGES:
            self[language].label.text = language_name(language)

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for an `AboutPart`."""
        assert isinstance(part, AboutPart)  # noqa: S101 - the step decides both
        texts = {one.language: {"summary": one.summary, "description": one.description} for one in part.texts}
        return {"areas": list(part.areas), "stages": list(part.stages), **texts}

    def part(self) -> AboutPart:
        """What the valid form says."""
        rows = ((language, self[language].form) for language in sorted(TEXT_LANGUAGES))
        texts = (TextValue(language, row.summary.data or "", row.description.data or "") for language, row in rows)
        return AboutPart(
            areas=fields.chosen(self.areas), stages=fields.chosen(self.stages),
            texts=tuple(one for one in texts if one.summary or one.description),
        )  # fmt: skip


class VisibilityForm(StepForm):
    """How much vetted members see unasked, and the work abroad."""

    anonymity_tier = RadioField(_l("What do vetted members see before you agree to meet them?"), coerce=int)
    has_international_experience = RadioField(_l("Have you worked with partners abroad?"))
    ko = fields.text(_l("Work abroad, in Korean"), EXPERIENCE_MAX)
    en = fields.text(_l("Work abroad, in English"), EXPERIENCE_MAX)
    ja = fields.text(_l("Work abroad, in Japanese"), EXPERIENCE_MAX)
    de = fields.text(_l("Work abroad, in German"), EXPERIENCE_MAX)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.anonymity_tier.choices = [
            (0, _("A teaser without names: type, area, region, size and your texts with your names struck out")),
            (1, _("Our name and profile, but no contact persons")),
        ]
        self.has_international_experience.choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not said"))]

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for a `VisibilityPart`."""
        assert isinstance(part, VisibilityPart)  # noqa: S101 - the step decides both
        said = {True: "yes", False: "no", None: ""}[part.has_international_experience]
        return {"anonymity_tier": part.anonymity_tier, "has_international_experience": said, **dict(part.experience)}

    def part(self) -> VisibilityPart:
        """What the valid form says."""
        written = ((language, self[language].data) for language in sorted(TEXT_LANGUAGES))
        return VisibilityPart(
            anonymity_tier=self.anonymity_tier.data,
            has_international_experience={"yes": True, "no": False}.get(self.has_international_experience.data),
            experience=tuple((language, said) for language, said in written if said),
        )  # fmt: skip
