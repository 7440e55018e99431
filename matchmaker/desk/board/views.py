"""Pages of the pipeline: the board by stage, and the list from which many are chosen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.rules import local_path
from matchmaker.desk.board import queries
from matchmaker.desk.board.presenting import board, card, form_url
from matchmaker.desk.bulk.rules import BulkAct
from matchmaker.desk.filters import read
from matchmaker.desk.labels import bulk_label, stage_label
from matchmaker.desk.models import ViewPage
from matchmaker.desk.rules import AT_ONCE, Stage, act_towards, targets
from matchmaker.desk.saved.opening import opening
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import moves
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import Act

bp = Blueprint("desk_board", __name__, url_prefix="/desk")

SHOWN = 8
"""Cards of a column; the list shows all of them."""
PER_PAGE = 50


@bp.get("/board")
@require(Permission.DESK_USE)
def show() -> ResponseReturnValue:
    """The pipeline by stage."""
    views = opening(ViewPage.BOARD)
    if views.redirect:
        return redirect(views.redirect)
    form, filters = read(request.args)
    columns = queries.columns(actor(), filters, shown=SHOWN)
    return render_template(
        "desk/board/show.html", columns=board(columns, actor(), now(), locale()), form=form, filters=filters,
        views=views,
    )  # fmt: skip


@bp.get("/list")
@require(Permission.DESK_USE)
def listed() -> ResponseReturnValue:
    """All introductions that fit the filters, to be chosen from."""
    views = opening(ViewPage.LIST)
    if views.redirect:
        return redirect(views.redirect)
    form, filters = read(request.args)
    found = paginate(queries.listed(actor(), filters), per_page=PER_PAGE)
    stages = queries.stages_of([row.id for row in found.rows])
    lines = [card(row, stages[row.id], actor(), now(), locale()) for row in found.rows]
    page = Page(lines, found.number, found.total, found.per_page)
    acts = [(act.value, bulk_label(act)) for act in BulkAct]
    return render_template("desk/board/list.html", page=page, form=form, filters=filters, views=views, acts=acts)


@bp.post("/board/<int:introduction_id>/move")
@require(Permission.DESK_USE)
def move(introduction_id: int) -> ResponseReturnValue:
    """Bring a card into another column: by the deed that leads there, and by no other way."""
    introduction = moves.get_in_care(actor(), introduction_id)
    act = _wanted(introduction)
    if act not in AT_ONCE:
        return redirect(form_url(introduction_id, act))
    with transaction():
        _DEEDS[act](introduction, staff=actor(), version=sent_version())
    _tell(introduction, act)
    return redirect(local_path(request.form.get("back")) or url_for("desk_board.show"))


_DEEDS = {Act.TAKE: brokering.take, Act.FORWARD: brokering.forward, Act.APPROVE: brokering.approve}


def _tell(introduction: Introduction, act: Act) -> None:
    stage = queries.stages_of([introduction.id])[introduction.id]
    if act is Act.TAKE or stage is Stage.FORWARDED:
        flash(_("Moved to “%(column)s”.", column=stage_label(stage)), "success")
    else:
        flash(_("Approved. It is passed on once the other office has approved too."), "info")


def _wanted(introduction: Introduction) -> Act:
    """The deed that leads where the card is to go. Raises RuleViolation unless this person may do it now."""
    text = request.form.get("to", "")
    stage = queries.stages_of([introduction.id])[introduction.id]
    acts = moves.acts_open_to(introduction, moves.staff_parties(introduction, actor()))
    act = act_towards(Stage(text), acts) if text in targets(stage, acts) else None
    if act is None:
        raise RuleViolation("desk.no_target")
    return act
