"""Pages of the soft landing for members and staff."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn, saved
from matchmaker.landing.blueprint import checklists
from matchmaker.landing.checklists import landing, queries, rules
from matchmaker.landing.checklists.forms import NewTaskForm, StartForm, TaskForm
from matchmaker.landing.checklists.models import LandingTask, SoftLanding
from matchmaker.landing.checklists.templates import Template, templates
from matchmaker.landing.wording import OWNERS, TASK_BADGES, TASK_STATES
from matchmaker.organisations import queries as organisations
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of

bp, staff_bp, on_both = checklists.bp, checklists.staff_bp, checklists.on_both


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task in words."""

    row: LandingTask
    title: str
    template: Template | None
    owner: str
    state: str
    badge: str
    is_late: bool
    waits_for: list[str]


def title_of(key: str, own: str = "") -> str:
    """What is to be done, in the reader's language."""
    found = templates().get(key)
    return found.said("title", locale()) if found else own


def task_line(row: LandingTask) -> TaskLine:
    """A task with what holds it up."""
    titles = {one.key: title_of(one.key, one.title) for one in row.landing.tasks}
    first = rules.waits_for(row.task(), [one.task() for one in row.landing.tasks])
    return TaskLine(
        row=row, title=titles[row.key], template=templates().get(row.key),
        owner=row.owner_name or str(OWNERS[row.owner_kind]), state=str(TASK_STATES[row.state]),
        badge=TASK_BADGES[row.state], is_late=rules.is_late(row.state, row.due_on, today()),
        waits_for=[titles[key] for key in first],
    )  # fmt: skip


def progress_of(row: SoftLanding) -> rules.Progress:
    """How far it is."""
    return rules.progress([one.task() for one in row.tasks], today())


@bp.get("/landing")
@require(Permission.LANDING_OWN)
def index() -> ResponseReturnValue:
    """One's own soft landing, or where to begin it."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    found = db.session.scalars(queries.of_organisation(organisation.id)).first()
    if found is None:
        return render_template("landing/checklists/none.html")
    return redirect(url_for(".show", landing_id=found.id))


@staff_bp.get("/landing", endpoint="index")
@require(Permission.LANDING_BROKER)
def index_of_staff() -> ResponseReturnValue:
    """All soft landings in this person's care."""
    rows = [(row, progress_of(row)) for row in db.session.scalars(queries.in_care(actor()))]
    return render_template("landing/checklists/staff_index.html", rows=rows, language=locale())


@on_both("/landing/new", "GET", "POST")
def new(reader: Reader) -> ResponseReturnValue:
    """Begin."""
    form, offered = StartForm(), _offered(reader)
    form.organisation.choices = [("", _("Please choose")), *((str(one.id), one.name(locale())) for one in offered)]
    if reader.organisation is not None:
        form.organisation.data = reader.organisation.id
    if form.validate_on_submit():
        owner = next((one for one in offered if one.id == form.organisation.data), None)
        if owner is not None:
            with RefusalsIn(form):
                with transaction():
                    begun = landing.begin(owner, form.start(), by=reader)
                flash(_("Here is what is to be done. Change days and owners as you need."), "success")
                return redirect(url_for(".show", landing_id=begun.id))
    return render_template("landing/checklists/new.html", form=form, reader=reader), 422 if form.errors else 200


def _offered(reader: Reader) -> list[Organisation]:
    if reader.organisation is not None:
        return [reader.organisation]
    ids = organisations.in_care_of(reader.actor).with_only_columns(Organisation.id)
    statement = organisations.approved().where(Organisation.id.in_(ids)).order_by(Organisation.name_en, Organisation.id)
    return list(db.session.scalars(statement))


def landing_of(reader: Reader, landing_id: int) -> SoftLanding:
    """A soft landing that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.landings().where(SoftLanding.id == landing_id)).first()
    if found is None or not reader.speaks_for(found.organisation):
        raise NotFound("not_found")
    return found


@on_both("/landing/<int:landing_id>")
def show(reader: Reader, landing_id: int) -> ResponseReturnValue:
    """The list."""
    return _page(reader, landing_of(reader, landing_id))


def _page(reader: Reader, row: SoftLanding, form: NewTaskForm | None = None) -> tuple[str, int]:
    page = render_template(
        "landing/checklists/show.html", reader=reader, landing=row, progress=progress_of(row),
        lines=[task_line(one) for one in row.tasks], form=form or NewTaskForm(formdata=None, prefix="new"),
        name=row.organisation.name(locale()), language=locale(),
    )  # fmt: skip
    return page, 422 if form else 200


@on_both("/landing/<int:landing_id>/tasks", "POST")
def add(reader: Reader, landing_id: int) -> ResponseReturnValue:
    """Add a task."""
    row, form = landing_of(reader, landing_id), NewTaskForm(prefix="new")
    if not form.validate_on_submit():
        return _page(reader, row, form)
    if not saved(form, lambda: landing.add(row, form.title.data, form.due_on.data, by=reader)):
        return _page(reader, landing_of(reader, landing_id), form)
    flash(_("The task is on the list."), "success")
    return redirect(url_for(".show", landing_id=landing_id))


@on_both("/landing/tasks/<int:task_id>", "GET", "POST")
def task(reader: Reader, task_id: int) -> ResponseReturnValue:
    """One task: what it is, whom to ask, how far it is."""
    found = db.session.get(LandingTask, task_id)
    if found is None or not reader.speaks_for(found.landing.organisation):
        raise NotFound("not_found")
    form, landing_id = TaskForm(), found.landing_id
    if not form.is_submitted():
        form.fill(found)
    elif form.validate() and saved(
        form, lambda: landing.change(found, form.change(), by=reader, version=form.version.data)
    ):
        flash(_("The change is saved."), "success")
        return redirect(url_for(".show", landing_id=landing_id))
    page = render_template("landing/checklists/task.html", form=form, line=task_line(found), landing=found.landing,
                           reader=reader, language=locale())  # fmt: skip
    return page, 422 if form.errors else 200
