"""Pages of tasks."""

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.rules import local_path
from matchmaker.desk.care import colleagues, organisation_names, pair_names
from matchmaker.desk.models import DeskTask, ViewPage
from matchmaker.desk.rules import TaskState
from matchmaker.desk.saved.opening import opening
from matchmaker.desk.tasks import queries, service
from matchmaker.desk.tasks.forms import TaskFilterForm, TaskForm
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.addresses import row_number
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.days import today

bp = Blueprint("desk_tasks", __name__, url_prefix="/desk/tasks")


@bp.get("")
@require(Permission.DESK_USE)
def index() -> ResponseReturnValue:
    """Tasks, the most pressing first."""
    views = opening(ViewPage.TASKS)
    if views.redirect:
        return redirect(views.redirect)
    form = TaskFilterForm(request.args)
    whose, state = (form.whose.data or "", form.state.data or "") if form.validate() else ("", "")
    statement = queries.filtered(
        queries.readable(actor()), whose=whose, state=state, user_id=actor().user_id, today=today()
    )
    page = paginate(queries.listed(statement))
    return render_template("desk/tasks/index.html", page=page, form=form, today=today(), views=views, undone=undone())


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.DESK_USE)
def new() -> ResponseReturnValue:
    """Note a task down; `introduction` or `organisation` in the address says what it is about."""
    introduction_id, organisation_id = row_number("introduction"), row_number("organisation")
    about = _about(introduction_id, organisation_id)
    form = TaskForm()
    form.offer(db.session.scalars(colleagues(actor())).all())
    if not form.is_submitted():
        form.assignee.data, form.due_on.data = actor().user_id, today()
    elif form.validate():
        with transaction():
            task = service.add(
                form.wanted(), staff=actor(), introduction_id=introduction_id, organisation_id=organisation_id
            )
        flash(_("The task is noted."), "success")
        return redirect(_home_of(task))
    page = render_template("desk/tasks/edit.html", form=form, about=about, task=None)
    return page, 422 if form.errors else 200


def _about(introduction_id: int | None, organisation_id: int | None) -> str:
    """What the task is about, in words. Raises NotFound when it is not in the person's care."""
    service.check_subject(actor(), introduction_id, organisation_id)
    if introduction_id is not None:
        return pair_names(actor(), [introduction_id], locale())[introduction_id]
    return organisation_names([organisation_id], locale())[organisation_id] if organisation_id is not None else ""


def _home_of(task: DeskTask) -> str:
    if task.introduction_id is not None:
        return url_for("desk_pairs.show", introduction_id=task.introduction_id)
    return url_for("desk_tasks.index")


@bp.route("/<int:task_id>", methods=["GET", "POST"])
@require(Permission.DESK_USE)
def edit(task_id: int) -> ResponseReturnValue:
    """Change a task."""
    task = service.get(actor(), task_id)
    form = TaskForm(obj=task)
    form.offer(db.session.scalars(colleagues(actor())).all())
    if not form.is_submitted():
        form.assignee.data, form.version.data = task.assignee_id, task.version
    elif form.validate():
        with transaction():
            service.change(task, form.wanted(), staff=actor(), version=form.version.data)
        flash(_("The task is changed."), "success")
        return redirect(_home_of(task))
    about = (
        pair_names(actor(), [task.introduction_id], locale()).get(task.introduction_id, "")
        if task.introduction_id
        else ""
    )
    page = render_template("desk/tasks/edit.html", form=form, about=about, task=task)
    return page, 422 if form.errors else 200


@bp.post("/<int:task_id>/<any(open, done, dropped):state>")
@require(Permission.DESK_USE)
def move(task_id: int, state: str) -> ResponseReturnValue:
    """Done with one press; the message offers to undo it."""
    task = service.get(actor(), task_id)
    with transaction():
        service.move(task, TaskState(state), staff=actor(), version=sent_version())
    said = {"open": _("The task is open again."), "done": _("Done: %(title)s", title=task.title),
            "dropped": _("Dropped: %(title)s", title=task.title)}  # fmt: skip
    flash(said[state], "success")
    back = local_path(request.form.get("back")) or url_for("desk_tasks.index")
    return redirect(_with_undo(back, task.id) if state != "open" else back)


def _with_undo(address: str, task_id: int) -> str:
    """`address` with the task that can be taken back there."""
    path, _mark, query = address.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name != "undo"]
    return f"{path}?{urlencode([*kept, ('undo', task_id)])}"


def undone() -> DeskTask | None:
    """The task that was just put away, if the address names one that can be taken back."""
    number = row_number("undo")
    if number is None:
        return None
    found = db.session.scalars(queries.readable(actor()).where(DeskTask.id == number)).first()
    return found if found is not None and found.state is not TaskState.OPEN else None
