"""The public page of progress, and the pages on which leaders keep the goals."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, public, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import saved
from matchmaker.gateway.face.heads import head, public_url
from matchmaker.gateway.face.structured import breadcrumbs
from matchmaker.gateway.funnels import daily
from matchmaker.gateway.goals import measuring, service
from matchmaker.gateway.goals.forms import GoalForm, YearForm
from matchmaker.gateway.models import Goal
from matchmaker.organisations import days

bp = Blueprint("gateway_goals", __name__)


@bp.get("/progress")
@public
def progress() -> ResponseReturnValue:
    """The vision, its public goals, and how far each year came; both funnels and how assets work."""
    figures, visions = daily.latest(), measuring.visions()
    lead = _("What the cluster wants to reach, what it has reached, and how much goes out and comes in.")
    trail = [
        (_("Home"), public_url("introductions.home")),
        (_("Goals and progress"), public_url("gateway_goals.progress")),
    ]
    public_goals = [goal for vision in visions for goal in vision.goals if goal.is_public]
    found = {goal.id: measuring.lines(goal, figures.day, figures.counted) for goal in public_goals}
    return render_template(
        "gateway/progress.html", visions=visions, lines=found, figures=figures, lead=lead,
        head=head("gateway_goals.progress", _("Goals and progress"), lead, [breadcrumbs(trail)]),
    )  # fmt: skip


@bp.get("/staff/goals")
@require(Permission.GOAL_MANAGE)
def index() -> ResponseReturnValue:
    """All goals with all their years, as they stand now."""
    today, visions = days.today(), measuring.visions()
    goals = [goal for vision in visions for goal in vision.goals]
    counted = measuring.count(goals, today)
    found = {goal.id: measuring.lines(goal, today, counted) for goal in goals}
    return render_template("gateway/goals/index.html", visions=visions, lines=found)


@bp.route("/staff/goals/<int:vision_id>/new", methods=["GET", "POST"])
@require(Permission.GOAL_MANAGE)
def new(vision_id: int) -> ResponseReturnValue:
    """Add a goal."""
    vision, form = service.get_vision(vision_id), GoalForm()
    if form.validate_on_submit():
        with transaction():
            goal = service.add(vision, form.said(), actor_id=actor().user_id)
        flash(_("The goal is added. Enter its numbers now."), "success")
        return redirect(url_for(".edit", goal_id=goal.id))
    return render_template("gateway/goals/edit.html", form=form, goal=None), 422 if form.errors else 200


@bp.get("/staff/goals/<int:goal_id>")
@require(Permission.GOAL_MANAGE)
def edit(goal_id: int) -> ResponseReturnValue:
    """One goal and its years."""
    goal, form = service.get(goal_id), GoalForm()
    form.fill(goal)
    return _page(goal, form, YearForm(formdata=None, prefix="year"))


@bp.post("/staff/goals/<int:goal_id>")
@require(Permission.GOAL_MANAGE)
def change(goal_id: int) -> ResponseReturnValue:
    """Write it anew."""
    goal, form = service.get(goal_id), GoalForm()
    if not form.validate_on_submit():
        return _page(goal, form, YearForm(formdata=None, prefix="year")), 422
    with transaction():
        service.change(goal, form.said(), version=form.version.data, actor_id=actor().user_id)
    flash(_("The goal is changed."), "success")
    return redirect(url_for(".edit", goal_id=goal_id))


@bp.post("/staff/goals/<int:goal_id>/years")
@require(Permission.GOAL_MANAGE)
def set_year(goal_id: int) -> ResponseReturnValue:
    """Enter the numbers of a year."""
    goal, form = service.get(goal_id), YearForm(prefix="year")
    if form.validate_on_submit() and saved(form, lambda: service.set_year(goal, form.said(), actor_id=actor().user_id)):
        flash(_("The numbers of the year are saved."), "success")
        return redirect(url_for(".edit", goal_id=goal_id))
    goal, about = service.get(goal_id), GoalForm(formdata=None)
    about.fill(goal)
    return _page(goal, about, form), 422


@bp.post("/staff/goals/<int:goal_id>/remove")
@require(Permission.GOAL_MANAGE)
def remove(goal_id: int) -> ResponseReturnValue:
    """Take it away."""
    goal, form = service.get(goal_id), GoalForm()
    with transaction():
        service.remove(goal, version=form.version.data, actor_id=actor().user_id)
    flash(_("The goal is removed."), "success")
    return redirect(url_for(".index"))


def _page(goal: Goal, form: GoalForm, year: YearForm) -> str:
    today = days.today()
    found = measuring.lines(goal, today, measuring.count([goal], today))
    return render_template("gateway/goals/edit.html", form=form, goal=goal, year=year, lines=found)
