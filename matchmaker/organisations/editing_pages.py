"""The page of one step of a profile, the same for members and for staff who write on their behalf."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.wording import say
from matchmaker.organisations import blocking, editing, parts, viewing
from matchmaker.organisations.forms import BlockForm
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Step
from matchmaker.organisations.step_forms import StepForm
from matchmaker.organisations.steps import FORMS, STEP_LABEL, step_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the pages of one profile lie, for whoever writes it."""

    home: str
    step: Callable[[str], str]
    add_block: str
    remove_block: Callable[[int], str]
    is_on_behalf: bool = False


def step_page(organisation: Organisation, step: Step, addresses: Addresses) -> ResponseReturnValue:
    """Show a step, or save it: on to the next one, or here again when asked to stay."""
    form = FORMS[step].of(parts.read(organisation, step))
    if not form.is_submitted():
        return _draw(organisation, step, form, addresses), 200
    if not form.validate():
        return _draw(organisation, step, form, addresses), 422
    try:
        with transaction():
            editing.save(organisation, step, form.part(), seen=form.seen.data or "", actor_id=actor().user_id)
    except NotFound:
        raise
    except RuleViolation as refusal:
        form.form_errors.append(say(refusal))
        form.seen.data = parts.fingerprint(parts.read(organisation, step))
        return _draw(organisation, step, form, addresses), refusal.status
    flash(_("Saved."), "success")
    following = step if "stay" in request.form else step_after(step)
    return redirect(addresses.step(following) if following else addresses.home)


def add_block(organisation: Organisation, addresses: Addresses) -> ResponseReturnValue:
    """Put a web domain, a name, or both on the block list."""
    form = BlockForm(prefix="block")
    if form.validate():
        try:
            with transaction():
                if form.domain.data:
                    blocking.block_domain(organisation, form.domain.data, actor_id=actor().user_id)
                if form.name.data:
                    blocking.block_name(organisation, form.name.data, actor_id=actor().user_id)
        except RuleViolation as refusal:
            form.form_errors.append(say(refusal))
        else:
            flash(_("Added to the block list."), "success")
            return redirect(addresses.step(Step.VISIBILITY) + "#blocks")
    step_form = FORMS[Step.VISIBILITY]
    stored = parts.read(organisation, Step.VISIBILITY)
    shown = step_form(formdata=None, **step_form.values_of(stored))
    shown.seen.data = parts.fingerprint(stored)
    return _draw(organisation, Step.VISIBILITY, shown, addresses, block_form=form), 422


def remove_block(organisation: Organisation, block_id: int, addresses: Addresses) -> ResponseReturnValue:
    """Take an entry off the block list."""
    with transaction():
        blocking.unblock(organisation, block_id, actor_id=actor().user_id)
    flash(_("Removed from the block list."), "success")
    return redirect(addresses.step(Step.VISIBILITY) + "#blocks")


def _draw(
    organisation: Organisation, step: Step, form: StepForm, addresses: Addresses, *, block_form: BlockForm | None = None
) -> str:
    blocks = [(block.id, viewing.block_title(organisation, block, locale())) for block in organisation.blocks]
    return render_template(
        f"organisations/steps/{step.value}.html", organisation=organisation, form=form, step=step,
        number=list(Step).index(step) + 1, labels=list(STEP_LABEL.values()), is_last=step_after(step) is None,
        addresses=addresses, blocks=blocks, block_form=block_form or BlockForm(prefix="block", formdata=None),
    )  # fmt: skip
