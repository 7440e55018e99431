"""The page of the queue."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.desk.models import ViewPage
from matchmaker.desk.queue.gathering import gathered, in_order, lines, of_kind
from matchmaker.desk.queue.items import ALL, MINE, NOBODY, Kind, Waiting, counts, narrowed
from matchmaker.desk.queue.labels import kind_label
from matchmaker.desk.saved.opening import opening
from matchmaker.desk.tasks.views import undone
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, wanted_page
from matchmaker.foundation.permissions import Permission, Role

bp = Blueprint("desk_queue", __name__, url_prefix="/desk")

PER_PAGE = 30


@bp.get("")
@require(Permission.DESK_USE)
def show() -> ResponseReturnValue:
    """Everything that waits, overdue first."""
    views = opening(ViewPage.QUEUE)
    if views.redirect:
        return redirect(views.redirect)
    usual = ALL if actor().role is Role.CO_BROKER else MINE  # co-brokers are in charge of nothing by themselves
    whose = request.args.get("whose", usual)
    whose = whose if whose in {MINE, NOBODY, ALL} else usual
    kind = request.args.get("kind", "")
    everything = gathered(actor())
    in_hand = in_order(narrowed(everything, whose=whose, user_id=actor().user_id))
    figures = counts(in_hand)
    chosen = of_kind(in_hand, kind)
    page = _page(len(chosen))
    start = (page.number - 1) * PER_PAGE
    shown = lines(chosen[start : start + PER_PAGE], actor(), locale())
    kinds = [(one.value, kind_label(one), number) for one, number in figures.by_kind.items()]
    return render_template(
        "desk/queue.html", lines=shown, page=page, figures=figures, kind=kind, whose=whose, views=views,
        undone=undone(), tabs=_tabs(everything, whose), kinds=kinds, known=list(Kind),
    )  # fmt: skip


def _page(total: int) -> Page[object]:
    last = max(1, -(-total // PER_PAGE))
    return Page([], min(wanted_page(), last), total, PER_PAGE)


def _tabs(everything: list[Waiting], whose: str) -> list[tuple[str, str, bool, int]]:
    """Mine, nobody's, all in care, each with its number."""
    labels = {MINE: _("Mine"), NOBODY: _("Nobody's"), ALL: _("All in care")}
    return [
        (label, url_for("desk_queue.show", whose=one), one == whose,
         len(narrowed(everything, whose=one, user_id=actor().user_id)))
        for one, label in labels.items()
    ]  # fmt: skip
