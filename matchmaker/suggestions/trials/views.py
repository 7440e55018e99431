"""Staff pages of blind comparisons: list, start, judge pair after pair, close, result, export."""

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import PER_PAGE, Page, paginate, wanted_page
from matchmaker.foundation.permissions import Permission
from matchmaker.suggestions.service import count
from matchmaker.suggestions.trials import export, presenting, queries, results, service
from matchmaker.suggestions.trials.forms import StartForm, VerdictForm
from matchmaker.suggestions.trials.models import TrialPair
from matchmaker.suggestions.trials.rules import TrialState, Verdict, may_close

bp = Blueprint("staff_trials", __name__, url_prefix="/staff/trials")


@bp.get("")
@require(Permission.SUGGESTION_ANY)
def index() -> ResponseReturnValue:
    """All comparisons, newest first."""
    page = paginate(queries.trials())
    sizes = service.sizes([trial.id for trial in page.rows], staff=actor())
    return render_template("suggestions/trials/index.html", page=page, sizes=sizes)


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.SUGGESTION_TRIAL)
def start() -> ResponseReturnValue:
    """Start a comparison."""
    form = StartForm()
    if form.validate_on_submit():
        with transaction():
            trial = service.start(
                form.variant_a.data, form.variant_b.data, organisations=form.organisations.data or 0,
                length=int(form.length.data), staff=actor(),
            )  # fmt: skip
            trial_id = trial.id
        flash(_("The comparison has been started. Its lists are drawn in the background."), "success")
        return redirect(url_for("staff_trials.show", trial_id=trial_id))
    return render_template("suggestions/trials/start.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/<int:trial_id>")
@require(Permission.SUGGESTION_ANY)
def show(trial_id: int) -> ResponseReturnValue:
    """How a comparison stands, and what the reader has judged so far."""
    trial = service.get(trial_id)
    progress = service.progress(trial, staff=actor())
    said = queries.judged_by(queries.pairs_for(trial_id, actor()), actor().user_id)
    return render_template(
        "suggestions/trials/show.html", trial=trial, progress=progress, page=_judged_page(said),
        is_open=trial.state is TrialState.OPEN, may_close=may_close(actor(), is_judged=progress.is_judged),
    )  # fmt: skip


def _judged_page(said: sa.Select[TrialPair, Verdict]) -> Page[tuple[TrialPair, Verdict]]:
    """The page asked for of what a judge said."""
    total = count(said.with_only_columns(TrialPair.id))
    number = min(wanted_page(), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(said.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return Page([(pair, verdict) for pair, verdict in rows], number, total)


@bp.get("/<int:trial_id>/next")
@require(Permission.SUGGESTION_ANY)
def next_pair(trial_id: int) -> ResponseReturnValue:
    """To the first pair that waits for the reader."""
    return _on(trial_id)


@bp.get("/<int:trial_id>/pairs/<int:pair_id>")
@require(Permission.SUGGESTION_ANY)
def pair(trial_id: int, pair_id: int) -> ResponseReturnValue:
    """One pair to judge."""
    return _pair_page(trial_id, pair_id, VerdictForm(formdata=None))


@bp.post("/<int:trial_id>/pairs/<int:pair_id>")
@require(Permission.SUGGESTION_ANY)
def judge(trial_id: int, pair_id: int) -> ResponseReturnValue:
    """Say what the pair is worth, and go on to the next."""
    form = VerdictForm()
    if not form.validate():
        return _pair_page(trial_id, pair_id, form), 422
    with transaction():
        place = service.judge(trial_id, pair_id, Verdict(form.verdict.data), staff=actor()).place
    return _on(trial_id, after=place)


def _on(trial_id: int, *, after: int = 0) -> ResponseReturnValue:
    """To the next pair that waits for the reader, or to the page of the comparison."""
    trial = service.get(trial_id)
    wanted = service.next_pair(trial, staff=actor(), after=after) if trial.state is TrialState.OPEN else None
    if wanted is not None:
        return redirect(url_for("staff_trials.pair", trial_id=trial.id, pair_id=wanted.id))
    if trial.state is TrialState.OPEN:
        flash(_("There is no pair left for you to judge. Thank you."), "success")
    return redirect(url_for("staff_trials.show", trial_id=trial.id))


def _pair_page(trial_id: int, pair_id: int, form: VerdictForm) -> str:
    found = service.open_pair(trial_id, pair_id, staff=actor())
    trial = service.get(trial_id)
    own = db.session.scalars(queries.judgement(pair_id, actor().user_id)).first()
    return render_template(
        "suggestions/trials/pair.html", trial=trial, pair=found, view=presenting.present(found, locale()), form=form,
        own=own.verdict if own else None, progress=service.progress(trial, staff=actor()), verdicts=list(Verdict),
        previous=service.previous_pair(found, staff=actor()),
    )  # fmt: skip


@bp.post("/<int:trial_id>/close")
@require(Permission.SUGGESTION_ANY)
def close(trial_id: int) -> ResponseReturnValue:
    """End the judging and show the result."""
    with transaction():
        service.close(trial_id, staff=actor())
    flash(_("The comparison is closed."), "success")
    return redirect(url_for("staff_trials.result", trial_id=trial_id))


@bp.get("/<int:trial_id>/result")
@require(Permission.SUGGESTION_ANY)
def result(trial_id: int) -> ResponseReturnValue:
    """Which setting is better, and how sure that is."""
    trial = service.closed(trial_id)
    found = results.of_trial(trial, staff=actor())
    return render_template("suggestions/trials/result.html", trial=trial, found=found.result, names=found.names)


@bp.post("/<int:trial_id>/export")
@require(Permission.SUGGESTION_TRIAL)
def take_out(trial_id: int) -> ResponseReturnValue:
    """The judgements as a collection that the engine can be trained and judged with."""
    with transaction():
        trial = service.closed(trial_id)
        made = export.packed(trial)
        service.exported(trial, pairs=made.pairs, staff=actor())
    headers = {"Content-Disposition": f"attachment; filename=comparison-{trial_id}.zip", "Cache-Control": "no-store"}
    return Response(made.content, mimetype="application/zip", headers=headers)
