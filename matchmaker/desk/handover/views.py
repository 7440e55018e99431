"""Pages of the hand-over: from whom, what exactly, to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.desk.care import colleague, colleagues
from matchmaker.desk.handover import service
from matchmaker.desk.handover.service import Piece
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.addresses import row_number
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import clean_text, whole_number
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say

bp = Blueprint("desk_handover", __name__, url_prefix="/desk/handover")


@bp.get("")
@require(Permission.DESK_USE)
def show() -> ResponseReturnValue:
    """Whose work, and all of it."""
    return _page(row_number("giver"), to_id=row_number("to"))


def _page(giver_id: int | None, *, to_id: int | None, refused: RuleViolation | None = None) -> ResponseReturnValue:
    held = service.portfolio(actor(), service.giver(actor(), giver_id)) if giver_id is not None else None
    ticked = request.form.getlist("item") if refused is not None else None
    page = render_template(
        "desk/handover.html", givers=db.session.scalars(service.givers(actor())).all(), held=held, to_id=to_id,
        takers=db.session.scalars(colleagues(actor())).all(), kinds=_kinds(held) if held else [], ticked=ticked,
        note=request.form.get("note", ""), problem=say(refused) if refused else "",
    )  # fmt: skip
    return page, 422 if refused else 200


@dataclass(frozen=True, slots=True)
class KindView:
    """The things of one kind: those shown one by one, and how many there are beside them."""

    piece: str
    total: int
    items: Sequence[tuple[str, service.Row]]
    others_key: str
    others: int


def _kinds(held: service.Portfolio) -> list[KindView]:
    views = []
    for piece, items in ((piece, held.of(piece)) for piece in Piece):
        first = items[: service.SHOWN]
        rows = [(f"{piece.value}-{row.id}", row) for row in service.rows_of(first)]
        views.append(KindView(piece.value, len(items), rows, service.others_key(piece), len(items) - len(first)))
    return [view for view in views if view.total]


@bp.post("")
@require(Permission.DESK_USE)
def give() -> ResponseReturnValue:
    """Hand it over; when something changed meanwhile the list is shown again."""
    giver_id, to_id = whole_number(request.form.get("giver")), whole_number(request.form.get("to"))
    person, taker = service.giver(actor(), giver_id), colleague(actor(), to_id)
    try:
        with transaction():
            counts = service.hand_over(
                service.portfolio(actor(), person), request.form.getlist("item"), taker,
                clean_text(request.form.get("note")), fingerprint=request.form.get("fingerprint", ""), staff=actor(),
            )  # fmt: skip
    except RuleViolation as refused:
        return _page(giver_id, to_id=to_id, refused=refused)
    flash(_("Handed over to %(name)s: %(count)s.", name=taker.full_name, count=sum(counts.values())), "success")
    return redirect(url_for("desk_handover.show", giver=giver_id))
