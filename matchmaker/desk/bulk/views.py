"""Pages of bulk actions: look at what would happen, do it, see what happened."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.desk.board import queries as board
from matchmaker.desk.bulk import service
from matchmaker.desk.bulk.forms import FORMS, BulkForm
from matchmaker.desk.bulk.rules import BulkAct
from matchmaker.desk.care import colleagues, pair_names
from matchmaker.desk.filters import read
from matchmaker.desk.labels import bulk_label
from matchmaker.desk.rules import BULK_MOST
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import whole_number
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.introductions import queries as introductions

bp = Blueprint("desk_bulk", __name__, url_prefix="/desk/bulk")


def _act() -> BulkAct:
    text = request.values.get("act", "")
    if text not in list(BulkAct):
        raise RuleViolation("desk.act_unknown")
    return BulkAct(text)


def _form(act: BulkAct, *, is_sent: bool) -> BulkForm:
    form = FORMS[act]() if is_sent else FORMS[act](formdata=None)
    people = introductions.brokers() if act is BulkAct.ASSIGN else colleagues(actor())
    form.offer(db.session.scalars(people).all())
    if not is_sent:
        form.begin()
        if act is BulkAct.TASK:
            form.assignee.data = actor().user_id
    return form


@bp.get("")
@require(Permission.DESK_USE)
def preview() -> ResponseReturnValue:
    """What the deed would do to each of the chosen; nothing is changed yet."""
    act = _act()
    return _preview(act, _form(act, is_sent=False), _asked_for())


def _asked_for() -> list[int]:
    """Ids that were ticked, or all that fit the filters."""
    if request.args.get("all"):
        _filter_form, filters = read(request.args)
        return board.ids_of(actor(), filters, most=BULK_MOST + 1)
    return [found for text in request.args.getlist("id")[: BULK_MOST + 1] if (found := whole_number(text)) is not None]


def _preview(act: BulkAct, form: BulkForm, ids: list[int]) -> ResponseReturnValue:
    lines = service.look_at(service.chosen_rows(actor(), ids), act, staff=actor())
    page = render_template(
        "desk/bulk/preview.html", act=act, label=bulk_label(act), form=form, lines=lines, say=say,
        possible=sum(1 for line in lines if line.refusal is None),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("")
@require(Permission.DESK_USE)
def run() -> ResponseReturnValue:
    """Do it; sent twice, it is done once."""
    act = _act()
    form, chosen = _form(act, is_sent=True), _chosen()
    if not form.validate():
        return _preview(act, form, [one.id for one in chosen])
    token = form.token.data
    try:
        with transaction():
            service.run(chosen, form.deed(act), token=token, staff=actor())
    except service.AlreadyDone:
        pass
    return redirect(url_for("desk_bulk.result", token=token))


def _chosen() -> list[service.Chosen]:
    """`id:version` of each that was shown as possible."""
    chosen: dict[int, service.Chosen] = {}
    for text in request.form.getlist("chosen")[: BULK_MOST + 1]:
        number, _colon, version = text.partition(":")
        if (found := whole_number(number)) is not None:
            chosen[found] = service.Chosen(found, whole_number(version))
    return list(chosen.values())


@bp.get("/<token>")
@require(Permission.DESK_USE)
def result(token: str) -> ResponseReturnValue:
    """What became of each."""
    record = service.run_of(actor(), token)
    names = pair_names(actor(), [one["id"] for one in record.results], locale())
    lines = [
        (one["id"], names.get(one["id"], ""), say(RuleViolation(one["code"], **one["details"])) if one["code"] else "")
        for one in record.results
    ]
    return render_template(
        "desk/bulk/result.html", label=bulk_label(BulkAct(record.act)), lines=lines,
        done=sum(1 for line in lines if not line[2]),
    )  # fmt: skip
