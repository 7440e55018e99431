"""Pages of demonstrations for both members and staff."""

import io

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.demonstrations import certificates, measuring, planning, presenting, queries, service, sight
from matchmaker.demonstrations.blueprint import bp, on_both, staff_bp
from matchmaker.demonstrations.forms import DecisionForm, MeasureForm
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.plan_views import known_assets
from matchmaker.demonstrations.rules import EDITABLE, ENDED, State, lacking
from matchmaker.demonstrations.wording import BADGES, PARTS, SIGNS, STATES
from matchmaker.foundation import files
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.foundation.wording import say
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of
from matchmaker.outcomes.presenting import Names

Forms = dict[str, DecisionForm | MeasureForm]


@bp.get("/demonstrations")
@require(Permission.DEMONSTRATION_OWN)
def index() -> ResponseReturnValue:
    """The organisation's demonstrations."""
    own = organisation_of(actor().user_id)
    return render_template("introductions/none_yet.html") if own is None else _list(Reader(actor(), own))


@staff_bp.get("/demonstrations", endpoint="index")
@require(Permission.DEMONSTRATION_BROKER)
def index_of_staff() -> ResponseReturnValue:
    """Demonstrations in care."""
    return _list(Reader(actor()))


def _list(reader: Reader) -> str:
    own = reader.organisation
    found = paginate(queries.of_organisation(own.id) if own is not None else queries.in_care(reader.actor))
    page = Page(presenting.lines(found.rows, reader), found.number, found.total, found.per_page)
    passed = db.session.scalar(queries.two_country_count()) or 0
    return render_template("demonstrations/index.html", reader=reader, page=page, passed=passed)


@on_both("/demonstrations/<int:demonstration_id>")
def show(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """One demonstration."""
    return demonstration_page(reader, sight.demonstration_of(reader, demonstration_id))


def demonstration_page(reader: Reader, row: Demonstration, **sent: DecisionForm | MeasureForm) -> tuple[str, int]:
    """The page, with the form that was refused if one was."""
    names = Names(reader, [row.introduction])
    missing = lacking(sight.plan_of(row), domestic_side=sight.domestic_side(row.introduction).id)
    own = row.certificate and next((p for p in row.certificate.parties if p.organisation_id == reader.side_id), None)
    page = render_template(
        "demonstrations/show.html", reader=reader, demonstration=row, pair=names.pair(row.introduction),
        state=STATES[row.state], badge=BADGES[row.state], sites=presenting.site_views(row, names, reader),
        criteria=presenting.criterion_views(row), history=presenting.history(row, names),
        missing=[PARTS[part] for part in missing] if row.state is State.DRAFT else [],
        obstacles=[say(one) for one in service.obstacles(row)] if row.state is State.SIGNED_OFF else [],
        proven=service.outcome_of(row) if row.state is State.RUNNING else None, number=presenting.number,
        may=_acts(row, reader, is_complete=not missing), forms=_forms(row, names, reader) | sent, own_party=own,
        today=today(),
    )  # fmt: skip
    return page, 422 if sent else 200


def _acts(row: Demonstration, reader: Reader, *, is_complete: bool) -> dict[str, bool]:
    acts = {
        "edit": row.state in EDITABLE, "propose": row.state is State.DRAFT and is_complete,
        "go": reader.by_staff and row.state in {State.SIGNED_OFF, State.RUNNING},
        "no_go": row.state not in ENDED, "conclude": reader.by_agency and row.state is State.RUNNING,
        "measure": row.state is State.RUNNING and any(reader.speaks_for(site.side) for site in row.sites),
    }  # fmt: skip
    return {name: holds and sight.may_act(reader) for name, holds in acts.items()}


def _forms(row: Demonstration, names: Names, reader: Reader) -> Forms:
    decisions = {name: DecisionForm(formdata=None, prefix=name) for name in ("go", "no_go")}
    for form in decisions.values():
        form.version.data = row.version
    measure = MeasureForm(formdata=None, prefix="measure")
    _offer(measure, row, names, reader)
    measure.measured_on.data = today()
    return {**decisions, "measure": measure}


def _offer(form: MeasureForm, row: Demonstration, names: Names, reader: Reader) -> None:
    own = [one for one in presenting.site_views(row, names, reader) if one.may_measure]
    form.offer([(str(one.id), one.name) for one in row.criteria], [(str(one.id), one.name) for one in own])


@on_both("/demonstrations/<int:demonstration_id>/propose", "POST")
def propose(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Put the plan before the sites."""
    row = sight.demonstration_of(reader, demonstration_id)
    with transaction():
        planning.propose(row, by=reader, version=sent_version())
    return _done(demonstration_id, _("Proposed. Each site can sign it now."))


@on_both("/demonstrations/<int:demonstration_id>/sites/<int:site_id>/sign", "POST")
def sign(reader: Reader, demonstration_id: int, site_id: int) -> ResponseReturnValue:
    """Sign for a site."""
    row = sight.demonstration_of(reader, demonstration_id)
    with transaction():
        service.sign(row, site_id, by=reader, version=sent_version())
    return _done(demonstration_id, _("Signed. This version of the text is kept."))


@on_both("/demonstrations/<int:demonstration_id>/go", "POST")
def go(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Decide to go on."""
    return _decide(reader, demonstration_id, "go")


@on_both("/demonstrations/<int:demonstration_id>/no-go", "POST")
def no_go(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Decide not to go on."""
    return _decide(reader, demonstration_id, "no_go")


def _decide(reader: Reader, demonstration_id: int, name: str) -> ResponseReturnValue:
    row, form = sight.demonstration_of(reader, demonstration_id), DecisionForm(prefix=name)
    if not form.validate_on_submit():
        return demonstration_page(reader, row, **{name: form})
    decide = service.go if name == "go" else service.no_go
    with transaction():
        decide(row, form.words.data, by=reader, version=form.version.data)
    return _done(demonstration_id, _("The decision is in the log."))


@on_both("/demonstrations/<int:demonstration_id>/measure", "POST")
def measure(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Enter what was measured."""
    row, form = sight.demonstration_of(reader, demonstration_id), MeasureForm(prefix="measure")
    _offer(form, row, Names(reader, [row.introduction]), reader)
    if not form.validate_on_submit():
        return demonstration_page(reader, row, measure=form)
    with RefusalsIn(form):
        kept = files.take(form.file.data.filename, form.file.data.read(), area=measuring.AREA)
        with transaction():
            measuring.measure(row, form.measured(), kept, by=reader)
        return _done(demonstration_id, _("The value is kept with its evidence."))
    return demonstration_page(reader, sight.demonstration_of(reader, demonstration_id), measure=form)


@on_both("/demonstrations/<int:demonstration_id>/conclude", "POST")
def conclude(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """End it by what was measured."""
    row = sight.demonstration_of(reader, demonstration_id)
    with transaction():
        state = service.conclude(row, by=reader, version=sent_version())
    passed = _("Passed. The certificate is issued and stands on both profiles.")
    return _done(demonstration_id, passed if state is State.PASSED else _("Not passed. What was measured stays here."))


@on_both("/demonstrations/<int:demonstration_id>/name", "POST")
def name(reader: Reader, demonstration_id: int) -> ResponseReturnValue:
    """Let the public read the own name on the certificate, or not any more."""
    row, shows = sight.demonstration_of(reader, demonstration_id), request.form.get("shows") == "yes"
    with transaction():
        certificates.show_name(row, shows, by=reader)
    words = _("Your name can be read on the certificate.") if shows else _("Your name is left out of the certificate.")
    return _done(demonstration_id, words)


@on_both("/demonstrations/<int:demonstration_id>/versions/<int:number>")
def version(reader: Reader, demonstration_id: int, number: int) -> ResponseReturnValue:
    """A signed version of the text, as it was."""
    row = sight.demonstration_of(reader, demonstration_id)
    text = next((one for one in row.texts if one.number == number), None)
    if text is None:
        raise NotFound("not_found")
    names = Names(reader, [row.introduction])
    assets = {one.id: one for one in known_assets()}
    return render_template("demonstrations/version.html", reader=reader, demonstration=row, text=text,
                           plan=text.content, names=names, assets=assets, signs=SIGNS)  # fmt: skip


@on_both("/demonstrations/<int:demonstration_id>/evidence/<int:measurement_id>")
def evidence(reader: Reader, demonstration_id: int, measurement_id: int) -> ResponseReturnValue:
    """The file behind a measurement, to be saved."""
    row = sight.demonstration_of(reader, demonstration_id)
    found, content = measuring.open_evidence(row, measurement_id, by=reader)
    answer: Response = send_file(io.BytesIO(content), mimetype=found.media_type, as_attachment=True,
                                 download_name=found.file_name)  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _done(demonstration_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show", demonstration_id=demonstration_id))
