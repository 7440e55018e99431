"""Pages of calls for anchors, suppliers and staff: the lists, one call, drafting and opening it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.calls import queries, sight
from matchmaker.calls.blueprint import bp, on_both
from matchmaker.calls.form_parts import WordsForm
from matchmaker.calls.models import Call
from matchmaker.calls.pages import STAY_ON_PAGE
from matchmaker.calls.passings.forms import InviteForm
from matchmaker.calls.postings import posting
from matchmaker.calls.postings.forms import CallForm
from matchmaker.calls.presenting import answer_of, line, lines_for, qualified_count, view_for
from matchmaker.calls.rules import LINE, CallState, asks_partners_on
from matchmaker.calls.wording import ACTS, ANSWER_BADGES, ANSWER_STATES, CALL_STATES, ROW_KINDS
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn, saved
from matchmaker.foundation.wording import say
from matchmaker.foundation.working_days import local_day
from matchmaker.organisations import queries as organisations
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of


@bp.get("/calls")
@require(Permission.CALL_OWN)
def index() -> ResponseReturnValue:
    """Open calls; what we answered; our own calls."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    reader, tab = Reader(actor(), organisation), request.args.get("tab", "open")
    if tab == "answers":
        found = paginate(queries.answered_by(organisation.id))
        rows = [(view_for(one.call, reader), line(one, reader, 1)) for one in found.rows]
        page: Page[Any] = Page(rows, found.number, found.total, found.per_page)
    elif tab == "own" and organisation.is_anchor:
        page = _page(queries.of_organisation(organisation.id), reader)
    else:
        tab = "open"
        anchors = db.session.scalars(queries.open_calls()).all()
        closed = visibility.closed_between(organisation, {call.organisation for call in anchors})
        page = _page(queries.open_calls(excluding=closed), reader)
    return render_template("calls/index.html", page=page, tab=tab, organisation=organisation, reader=reader)


def _page(statement: queries.Calls, reader: Reader) -> Page[Any]:
    found = paginate(statement)
    return Page([view_for(call, reader) for call in found.rows], found.number, found.total, found.per_page)


@on_both("/calls/<int:call_id>")
def show(reader: Reader, call_id: int) -> ResponseReturnValue:
    """One call."""
    return call_page(reader, sight.call_of(reader, call_id))


def call_page(reader: Reader, call: Call, error: str = "", **sent: WordsForm | InviteForm) -> tuple[str, int]:
    """The page, with the forms that were refused among `sent`, or the words of a refusal."""
    own = reader.speaks_for(call.organisation)
    mine = answer_of(call, reader.organisation)
    opened = local_day(call.opened_at) if call.opened_at else None
    invitations = [row.organisation for row in db.session.scalars(queries.invited(call.id))] if reader.by_staff else []
    page = render_template(
        "calls/show.html", reader=reader, view=view_for(call, reader), call=call, is_own=own, mine=mine,
        mine_line=line(mine, reader, 1) if mine else None, lines=lines_for(call, reader), row_kinds=ROW_KINDS,
        states=[CALL_STATES[state] for state in LINE], reached=_reached(call), qualified=qualified_count(call),
        asks_on=asks_partners_on(opened, call.wait_days) if opened else None, acts=ACTS, error=error,
        may=_acts(call, reader, own=own), forms=_forms(call, reader) | sent, answer_states=ANSWER_STATES,
        answer_badges=ANSWER_BADGES,
        invited=[one.name(locale()) for one in invitations if reader.speaks_for(one)],
    )  # fmt: skip
    return page, 422 if sent or error else 200


def _reached(call: Call) -> int:
    """How many of the steps lie behind."""
    if call.state is CallState.AWARDED:
        return len(LINE) + 1
    return LINE.index(call.state) + 1 if call.state in LINE else 0


def _acts(call: Call, reader: Reader, *, own: bool) -> dict[str, bool]:
    """What the reader can do now."""
    waits = any(one.handled_at is None and reader.actor.serves(one.cluster) for one in call.passings)
    is_open = call.state is CallState.OPEN
    return {
        "edit": own and call.state is CallState.DRAFT, "open": own and call.state is CallState.DRAFT,
        "screening": own and is_open, "assessment": own and call.state is CallState.SCREENING,
        "finalists": own and call.state is CallState.ASSESSMENT,
        "close": own and call.state not in {CallState.AWARDED, CallState.CLOSED},
        "answer": is_open and reader.organisation is not None and not own,
        "invite": is_open and reader.by_staff,
        "handle": is_open and reader.actor.cluster is not None and waits,
    }  # fmt: skip


def _forms(call: Call, reader: Reader) -> dict[str, WordsForm | InviteForm]:
    close = WordsForm(formdata=None, prefix="close")
    close.version.data = call.version
    handle = WordsForm(formdata=None, prefix="handle")
    return {"close": close, "handle": handle, "invite": invite_form(call, reader, bound=False)}


def invite_form(call: Call, reader: Reader, *, bound: bool) -> InviteForm:
    """A form that offers the approved organisations in the reader's care."""
    form = InviteForm(prefix="invite") if bound else InviteForm(formdata=None, prefix="invite")
    rows: list[Organisation] = []
    if reader.by_staff:
        statement = organisations.approved().where(
            Organisation.id.in_(organisations.in_care_of(reader.actor).with_only_columns(Organisation.id)),
            Organisation.id != call.organisation_id,
        )
        rows = list(db.session.scalars(statement.order_by(Organisation.name_en, Organisation.id)))
    form.organisation.choices = [("", "–"), *((str(row.id), row.name(locale())) for row in rows)]
    return form


def _anchors(reader: Reader) -> list[Organisation]:
    """Anchors for which the reader may call out."""
    if reader.organisation is not None:
        return [reader.organisation] if reader.organisation.is_anchor else []
    statement = organisations.in_care_of(reader.actor).where(Organisation.is_anchor)
    return list(db.session.scalars(statement.order_by(Organisation.id)))


@on_both("/calls/new", "GET", "POST")
def new(reader: Reader) -> ResponseReturnValue:
    """Draft a call."""
    anchors, form = _anchors(reader), CallForm()
    if not anchors:
        raise RuleViolation("call.no_anchor")
    form.organisation.choices = [(str(one.id), one.name(locale())) for one in anchors]
    if request.method == "GET":
        form.language.data = locale()
    elif "more" in request.form:
        form.add_rows()
    elif form.validate_on_submit():
        owner = next((one for one in anchors if one.id == form.organisation.data), anchors[0])
        with RefusalsIn(form):
            with transaction():
                call = posting.draft(owner, form.said(), by=reader)
            flash(_("The call is saved as a draft. Check it, then open it."), "success")
            return redirect(url_for(".show", call_id=call.id))
    page = render_template("calls/edit.html", reader=reader, form=form, call=None, anchors=anchors)
    return page, 422 if form.errors else 200


@on_both("/calls/<int:call_id>/edit", "GET", "POST")
def edit(reader: Reader, call_id: int) -> ResponseReturnValue:
    """Change a draft."""
    call, form = sight.own_call(reader, call_id), CallForm()
    form.organisation.choices = [(str(call.organisation_id), call.organisation.name(locale()))]
    if request.method == "GET":
        form.fill(call)
    elif "more" in request.form:
        form.add_rows()
    elif form.validate_on_submit():
        said, version = form.said(), form.version.data
        if saved(form, lambda: posting.edit(call, said, by=reader, version=version), passes=STAY_ON_PAGE):
            flash(_("The change is saved."), "success")
            return redirect(url_for(".show", call_id=call_id))
    page = render_template("calls/edit.html", reader=reader, form=form, call=call, anchors=[call.organisation])
    return page, 422 if form.errors else 200


def act(reader: Reader, call_id: int, words: str, work: Callable[[Call], None]) -> ResponseReturnValue:
    """Do `work` on a call of the reader's; a refusal is said on its page."""
    call = sight.own_call(reader, call_id)
    try:
        with transaction():
            work(call)
    except RuleViolation as refusal:
        if refusal.code in STAY_ON_PAGE:
            raise
        return call_page(reader, sight.own_call(reader, call_id), error=say(refusal))
    flash(words, "success")
    return redirect(url_for(".show", call_id=call_id))
