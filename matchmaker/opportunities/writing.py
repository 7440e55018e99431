"""The page on which one step is written; members and staff have it at addresses of their own."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.forms import whole_number
from matchmaker.foundation.wording import say
from matchmaker.opportunities import attachments, drafting
from matchmaker.opportunities.contents import Step
from matchmaker.opportunities.desk_forms import UploadForm
from matchmaker.opportunities.forms import BLANK_ROWS, StepForm, step_form
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.opportunities.rules import ATTACHMENT_BYTES, ROW_LIMIT, Gateway
from matchmaker.opportunities.wording import STEPS
from matchmaker.organisations.rules import Tier


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose pages these are: the blueprint's name, who writes, and whether for somebody else."""

    blueprint: str
    actor_id: int
    by_staff: bool

    def url(self, page: str, opportunity: Opportunity, **values: object) -> str:
        """Address of a page of this desk."""
        return url_for(f"{self.blueprint}.{page}", opportunity_id=opportunity.id, **values)  # type: ignore[arg-type]


def step_named(name: str) -> Step:
    """The step of an address. Raises NotFound."""
    if name not in set(Step):
        raise NotFound("not_found")
    return Step(name)


def show_step(desk: Desk, opportunity: Opportunity, step: Step) -> ResponseReturnValue:
    """The page as it is stored."""
    return _page(desk, opportunity, step, step_form(step, opportunity), UploadForm(formdata=None)), 200


def save_step(desk: Desk, opportunity: Opportunity, step: Step) -> ResponseReturnValue:
    """Store what was sent; "add a row" gives the page back with one more, nothing stored."""
    form = step_form(step, opportunity)
    if _added_row(form):
        return _page(desk, opportunity, step, form, UploadForm(formdata=None)), 200
    if not form.validate():
        return _page(desk, opportunity, step, form, UploadForm(formdata=None)), 422
    version = whole_number(form.version.data) or 0
    try:
        with transaction():
            drafting.save(opportunity, form.changes(), version=version, actor_id=desk.actor_id, by_staff=desk.by_staff)
    except RuleViolation as error:
        form.form_errors.append(say(error))
        form.version.data = str(opportunity.version)
        status = 409 if error.code == "changed_meanwhile" else 422
        return _page(desk, opportunity, step, form, UploadForm(formdata=None)), status
    flash(_("Saved."), "success")
    return redirect(_after(desk, opportunity, step))


def _added_row(form: StepForm) -> bool:
    """Whether a row was asked for; it is added to `form` then."""
    if "add_alternative" in request.form and "alternatives" in form:
        for _number in range(min(BLANK_ROWS, ROW_LIMIT - len(form["alternatives"]))):
            form["alternatives"].append_entry()
        return True
    if "add_requirement" in request.form and "requirements" in form:
        subject = request.form.get("add_field", "")
        is_known = subject in {one.value for one in code_choices("requirement_field")}
        if is_known and len(form["requirements"]) < ROW_LIMIT:
            form["requirements"].append_entry({"field": subject, "strength": "should"}).form.fit()
        return True
    return False


def _after(desk: Desk, opportunity: Opportunity, step: Step) -> str:
    following = _following(step)
    if request.form.get("then") == "next" and following is not None:
        return desk.url("edit", opportunity, step=following.value)
    return desk.url("show", opportunity)


def _following(step: Step) -> Step | None:
    order = list(Step)
    place = order.index(step) + 1
    return order[place] if place < len(order) else None


def _page(desk: Desk, opportunity: Opportunity, step: Step, form: StepForm, upload: UploadForm) -> str:
    return render_template(
        f"opportunities/step_{step.value}.html", desk=desk, opportunity=opportunity, step=step, form=form,
        upload=upload, kind=profile_type(opportunity.profile_type), steps=STEPS, following=_following(step),
        subjects=code_choices("requirement_field"), outbound=opportunity.gateway is Gateway.OUTBOUND,
    )  # fmt: skip


def take_upload(desk: Desk, opportunity: Opportunity) -> ResponseReturnValue:
    """Attach the document that was sent."""
    upload = UploadForm()
    file = request.files.get("upload-file")
    if upload.validate():
        try:
            with transaction():
                attachments.attach(
                    opportunity, name=(file.filename or "") if file else "",
                    content=file.stream.read(ATTACHMENT_BYTES + 1) if file else b"",
                    title=upload.title.data, tier=int(upload.tier.data), actor_id=desk.actor_id,
                    by_staff=desk.by_staff,
                )  # fmt: skip
        except RuleViolation as error:
            upload.file.errors = [say(error)]
        else:
            flash(_("The document is attached."), "success")
            return redirect(desk.url("edit", opportunity, step=Step.VISIBILITY.value) + "#documents")
    stored = step_form(Step.VISIBILITY, opportunity, sent=False)
    return _page(desk, opportunity, Step.VISIBILITY, stored, upload), 422


def drop_upload(desk: Desk, opportunity: Opportunity, attachment_id: int) -> ResponseReturnValue:
    """Remove a document."""
    with transaction():
        attachments.detach(opportunity, attachment_id, actor_id=desk.actor_id, by_staff=desk.by_staff)
    flash(_("The document is removed."), "success")
    return redirect(desk.url("edit", opportunity, step=Step.VISIBILITY.value) + "#documents")


def wanted_tier() -> Tier:
    """The tier of a preview's address; anything that is none counts as the teaser."""
    text = request.args.get("tier", "0")
    return Tier(int(text)) if text in {"0", "1", "2", "3"} else Tier.TEASER
