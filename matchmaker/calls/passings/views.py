"""Pages of staff alone: all calls in their care, what came in at a partner cluster, invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.calls import queries, sight
from matchmaker.calls.blueprint import staff, staff_bp
from matchmaker.calls.form_parts import WordsForm
from matchmaker.calls.passings import passing
from matchmaker.calls.postings.views import call_page, invite_form
from matchmaker.calls.presenting import view_for
from matchmaker.calls.rules import small_share
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.organisations.service import get_in_care


@staff_bp.get("/calls")
@require(Permission.CALL_BROKER)
def index() -> ResponseReturnValue:
    """Calls in this person's care, or all that take answers; what waits at a partner cluster stands on top."""
    reader, tab = staff(), request.args.get("tab", "care")
    tab = tab if tab in {"care", "open"} else "care"
    statement = queries.for_lists(queries.in_care(actor())) if tab == "care" else queries.open_calls()
    found = paginate(statement)
    page = Page([view_for(call, reader) for call in found.rows], found.number, found.total, found.per_page)
    inbound = [(one, view_for(one.call, reader)) for one in db.session.scalars(queries.inbound_calls(actor()))]
    share = small_share(db.session.scalars(queries.winners())) if reader.by_agency else None
    return render_template("calls/staff_index.html", page=page, tab=tab, inbound=inbound, share=share, reader=reader)


@staff_bp.post("/calls/<int:call_id>/invite")
@require(Permission.CALL_BROKER)
def invite(call_id: int) -> ResponseReturnValue:
    """Point a member to the call."""
    reader = staff()
    call = sight.call_of(reader, call_id)
    form = invite_form(call, reader, bound=True)
    if not form.validate_on_submit():
        return call_page(reader, call, invite=form)
    try:
        with transaction():
            passing.invite(call, get_in_care(form.organisation.data, actor()), by=reader)
    except RuleViolation as refusal:
        if refusal.code not in {"call.cannot_invite", "call.not_open"}:
            raise
        form.form_errors.append(say(refusal))
        return call_page(reader, sight.call_of(reader, call_id), invite=form)
    flash(_("The members of the organisation have been told of the call."), "success")
    return redirect(url_for(".show", call_id=call_id))


@staff_bp.post("/calls/<int:call_id>/handle")
@require(Permission.CALL_BROKER)
def handle(call_id: int) -> ResponseReturnValue:
    """Note that the cluster has seen to it."""
    reader, form = staff(), WordsForm(prefix="handle")
    call = sight.call_of(reader, call_id)
    if not form.validate_on_submit():
        return call_page(reader, call, handle=form)
    with transaction():
        passing.handle(call, form.words.data or "", by=reader)
    flash(_("Noted. The call is off your list."), "success")
    return redirect(url_for(".show", call_id=call_id))
