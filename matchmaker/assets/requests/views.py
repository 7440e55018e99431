"""Pages of requests: the list, a new one, one with its steps."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.assets import queries
from matchmaker.assets.models import Asset
from matchmaker.assets.requests import forms, service, sight, using
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.presenting import acts_of, handler_of, history_of, view_of, views_of
from matchmaker.assets.requests.rules import RequestState
from matchmaker.assets.requests.service import By
from matchmaker.assets.requests.sight import Reader
from matchmaker.foundation import files
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.opportunities.queries import listed, of_organisation
from matchmaker.organisations.service import get_own, organisation_of

bp = Blueprint("asset_requests", __name__)
TABS = ("waiting", "open", "ended")


def reader_now() -> Reader:
    """Who asks."""
    asker = actor()
    return Reader(asker, None if asker.is_staff else organisation_of(asker.user_id))


@bp.get("/asset-requests")
@require(Permission.ASSET_HANDLE)
def index() -> ResponseReturnValue:
    """Requests of the reader's organisation or of those in its care, and those that the reader handles."""
    reader, tab = reader_now(), request.args.get("tab", "")
    if tab not in TABS:
        tab = "waiting" if reader.brokers_for is None else "open"  # little waits for those who mostly read along
    statements = {
        "waiting": sight.waiting_for(reader), "open": sight.narrowed(sight.visible_to(reader), is_open=True),
        "ended": sight.narrowed(sight.visible_to(reader), is_open=False),
    }  # fmt: skip
    page = paginate(statements[tab])
    return render_template(
        "assets/requests/index.html", page=page, views=views_of(page.rows, reader), tab=tab, reader=reader,
    )  # fmt: skip


@bp.route("/assets/<key>/request", methods=["GET", "POST"])
@require(Permission.ASSET_REQUEST)
def new(key: str) -> ResponseReturnValue:
    """Ask advice about an asset, or request dates."""
    asset, own = asset_of(key), get_own(actor().user_id)
    mine = [(row.id, row.title(locale())) for row in db.session.scalars(listed(of_organisation(own.id)))]
    form = forms.NewRequestForm(mine)
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                made = service.ask(asset, own, form.wish(), reader=Reader(actor(), own))
            flash(_("Your request is on its way. You get a mail when it moves."), "success")
            return redirect(url_for(".show", request_id=made.id))
    page = render_template("assets/requests/new.html", form=form, asset=asset)
    return page, 422 if form.errors else 200


def asset_of(key: str) -> Asset:
    """The asset with `key`. Raises NotFound."""
    found = db.session.scalars(queries.whole(key)).first()
    if found is None:
        raise NotFound("not_found")
    return found


@bp.get("/asset-requests/<int:request_id>")
@require(Permission.ASSET_HANDLE)
def show(request_id: int) -> ResponseReturnValue:
    """One request: where it stands, what happens next, its log and its history."""
    reader = reader_now()
    found, _side = sight.get(reader, request_id)
    return _page(found, reader, {})


def _page(found: AssetRequest, reader: Reader, refused: dict[str, Any]) -> ResponseReturnValue:
    view = view_of(found, reader)
    shown = dict.fromkeys(acts_of(found, view.side))
    for name in shown:
        shown[name] = refused.get(name) or _form_of(name, found)
    page = render_template(
        "assets/requests/show.html", view=view, row=found, acts=shown, history=history_of(found),
        handler=handler_of(found, reader), labels=_labels_of(found),
    )  # fmt: skip
    return page, 422 if refused else 200


def _labels_of(found: AssetRequest) -> dict[str, Any]:
    """What the steps are called: words after dates were requested ask for other dates."""
    is_dated = found.state in {RequestState.DATES, RequestState.FEASIBILITY}
    return LABELS | ({"advise": _l("Ask for other dates")} if is_dated else {})


def _form_of(name: str, found: AssetRequest) -> Any:
    form = ACTS[name].form(formdata=None, prefix=name)
    form.version.data = found.version
    return form


class Act(NamedTuple):
    """A step on the page: its form, and what it does with the valid form."""

    form: Callable[..., Any]
    do: Callable[[AssetRequest, Any, By], None]


def _report(found: AssetRequest, form: Any, by: By) -> None:
    using.report(found, form.text.data or "", form.kept, by=by, version=form.version.data)


ACTS: dict[str, Act] = {
    "dates": Act(forms.DatesForm, lambda row, form, by: service.request_dates(
        row, form.span(), form.words.data or "", by=by, version=form.version.data)),
    "ask": Act(forms.WordsForm, lambda row, form, by: service.ask_again(
        row, form.words.data, by=by, version=form.version.data)),
    "advise": Act(forms.WordsForm, lambda row, form, by: service.advise(
        row, form.words.data, by=by, version=form.version.data)),
    "check": Act(forms.NoteForm, lambda row, form, by: service.take_up(
        row, form.words.data or "", by=by, version=form.version.data)),
    "accept": Act(forms.NoteForm, lambda row, form, by: service.accept(
        row, form.words.data or "", by=by, version=form.version.data)),
    "refuse": Act(forms.RefuseForm, lambda row, form, by: service.refuse(
        row, form.reason.data, form.words.data, by=by, version=form.version.data)),
    "withdraw": Act(forms.NoteForm, lambda row, form, by: service.withdraw(
        row, form.words.data or "", by=by, version=form.version.data)),
    "use": Act(forms.UseForm, lambda row, form, by: using.log_use(
        row, form.used(), by=by, version=form.version.data)),
    "report": Act(forms.ReportForm, _report),
    "review": Act(forms.ReviewForm, lambda row, form, by: using.review(
        row, int(form.rating.data), form.words.data or "", by=by, version=form.version.data)),
}  # fmt: skip
LABELS = {
    "dates": _l("Request dates"), "ask": _l("Ask again"), "advise": _l("Answer the question"),
    "check": _l("Take up the check"),
    "accept": _l("Accept the dates"), "refuse": _l("Refuse the request"), "withdraw": _l("Withdraw this request"),
    "use": _l("Write into the use log"), "report": _l("Give the report"), "review": _l("Review and close"),
}  # fmt: skip


@bp.post(f"/asset-requests/<int:request_id>/<any({','.join(ACTS)}):act>")
@require(Permission.ASSET_HANDLE)
def step(request_id: int, act: str) -> ResponseReturnValue:
    """Take a step; what the rules refuse comes back with the page."""
    reader = reader_now()
    found, side = sight.get(reader, request_id)
    if side is None or act not in acts_of(found, side):
        raise RuleViolation("asset_request.bad_move")
    form = ACTS[act].form(prefix=act)
    if form.validate_on_submit() and _done(ACTS[act], form, found, By(reader, side)):
        flash(_("Done. The other side has been told."), "success")
        return redirect(url_for(".show", request_id=request_id))
    db.session.refresh(found)
    return _page(found, reader, {act: form})


def _done(act: Act, form: Any, found: AssetRequest, by: By) -> bool:
    """Whether the step was taken; if not, why not is told in the form."""
    with RefusalsIn(form):
        if isinstance(form, forms.ReportForm):
            form.kept = _kept(form)
        with transaction():
            act.do(found, form, by)
        return True
    return False


def _kept(form: forms.ReportForm) -> files.Kept | None:
    given = form.file.data
    return files.take(given.filename, given.read(), area=using.AREA) if given else None


@bp.get("/asset-requests/<int:request_id>/file")
@require(Permission.ASSET_HANDLE)
def report_file(request_id: int) -> ResponseReturnValue:
    """The file of the report, to be saved."""
    found, _side = sight.get(reader_now(), request_id)
    content = using.file_of(found)
    answer = send_file(
        io.BytesIO(content), mimetype=found.media_type, as_attachment=True, download_name=found.file_name
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
