"""The steps in which a profile is filled in: their forms, names and order."""

from flask_babel import lazy_gettext as _l

from matchmaker.organisations.identity_form import IdentityForm
from matchmaker.organisations.row_forms import PeopleForm, QualityForm
from matchmaker.organisations.rules import Step
from matchmaker.organisations.step_forms import StepForm
from matchmaker.organisations.text_forms import AboutForm, VisibilityForm

FORMS: dict[Step, type[StepForm]] = {
    Step.IDENTITY: IdentityForm,
    Step.ABOUT: AboutForm,
    Step.PEOPLE: PeopleForm,
    Step.QUALITY: QualityForm,
    Step.VISIBILITY: VisibilityForm,
}

STEP_LABEL = {
    Step.IDENTITY: _l("Who you are"),
    Step.ABOUT: _l("What you do"),
    Step.PEOPLE: _l("People and contacts"),
    Step.QUALITY: _l("Quality"),
    Step.VISIBILITY: _l("Visibility"),
}


def step_after(step: Step) -> Step | None:
    """The step that follows `step`; None after the last."""
    order = list(Step)
    place = order.index(step) + 1
    return order[place] if place < len(order) else None
