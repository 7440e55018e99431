"""The page of a pair: what can be done on top, the whole story below."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.desk.board.presenting import card
from matchmaker.desk.board.queries import stages_of
from matchmaker.desk.pairs.timeline import LABELS, Entry, of_kind, story
from matchmaker.desk.tasks import queries as tasks
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import moves
from matchmaker.introductions.deadlines.clocks import clocks_of
from matchmaker.introductions.deadlines.standing import what_next
from matchmaker.introductions.panels import panels_of
from matchmaker.introductions.rules import Party
from matchmaker.organisations.days import today

bp = Blueprint("desk_pairs", __name__, url_prefix="/desk/pairs")


@bp.get("/<int:introduction_id>")
@require(Permission.DESK_USE)
def show(introduction_id: int) -> ResponseReturnValue:
    """Everything about one pair."""
    introduction = moves.get_in_care(actor(), introduction_id)
    stage = stages_of([introduction.id])[introduction.id]
    entries = story(introduction, actor())
    kind = request.args.get("kind", "")
    return render_template(
        "desk/pair.html", pair=card(introduction, stage, actor(), now(), locale()), introduction=introduction,
        entries=of_kind(entries, kind), tabs=_tabs(introduction.id, entries, kind), today=today(),
        tasks=db.session.scalars(tasks.of_introduction(actor(), introduction.id)).all(),
        what_next=what_next(introduction, Party.AGENCY, introduction.to_organisation.name(locale())),
        panels=panels_of(introduction, None), clocks=clocks_of(introduction, now()),
    )  # fmt: skip


def _tabs(introduction_id: int, entries: list[Entry], kind: str) -> list[tuple[str, str, bool, int]]:
    """All, and each kind of which there is something, with numbers."""
    numbers = {one: sum(1 for entry in entries if entry.kind is one) for one in LABELS}
    here = url_for("desk_pairs.show", introduction_id=introduction_id)
    everything = (_("Everything"), here, kind not in {one.value for one in LABELS}, len(entries))
    return [everything] + [
        (str(LABELS[one]), f"{here}?kind={one.value}", kind == one.value, number)
        for one, number in numbers.items()
        if number
    ]
