"""Staff pages: the best pairs of all, the list of any organisation in care, shortlist, judgements, builds."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.rules import local_path
from matchmaker.foundation import jobs
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.service import get_in_care
from matchmaker.suggestions import indexes, presenting, queries, service
from matchmaker.suggestions.actions import handled, pair_actions
from matchmaker.suggestions.boxes import pair_boxes
from matchmaker.suggestions.forms import JudgeForm, PairsForm, SearchForm, ShortlistForm
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.rules import Grade, score_of

bp = Blueprint("staff_suggestions", __name__, url_prefix="/staff/suggestions")


@bp.get("")
@require(Permission.SUGGESTION_ANY)
def index() -> ResponseReturnValue:
    """The best pairs of all, and how the matching stands."""
    form = PairsForm(request.args)
    found = paginate(queries.whole(_filtered(queries.best_pairs(actor()), form)), per_page=20)
    hidden, approved = service.exposure(actor())
    return render_template(
        "suggestions/staff_index.html", page=_presented(found), form=form, search=SearchForm(), hidden=hidden,
        approved=approved, build=indexes.latest(), pending=service.count(queries.pending()),
        is_learned=_is_learned(found),
    )  # fmt: skip


def _filtered(statement: sa.Select[Suggestion], form: PairsForm) -> sa.Select[Suggestion]:
    if cluster := form.value("cluster"):
        statement = queries.touching(statement, queries.in_cluster(cluster))
    if area := form.value("area"):
        statement = queries.touching(statement, queries.in_area(area))
    if minimum := form.value("minimum"):
        statement = statement.where(Suggestion.score >= score_of(minimum))
    if form.value("only_new"):
        statement = queries.not_shortlisted(statement)
        for condition in handled(Suggestion.organisation_id, Suggestion.candidate_id):
            statement = statement.where(~condition)
    return statement


def _is_learned(found: Page[Suggestion]) -> bool:
    return any(row.likelihood is not None for row in found.rows)


def _presented(found: Page[Suggestion]) -> Page[tuple[presenting.SuggestionView, str]]:
    """Each pair with the name of its first organisation."""
    pairs = [presenting.seen_from(row.organisation_id, row) for row in found.rows]
    views = presenting.for_staff(pairs, locale())
    names = [pair.organisation.name(locale()) for pair in pairs]
    return Page(list(zip(views, names, strict=True)), found.number, found.total, found.per_page)


@bp.get("/search")
@require(Permission.SUGGESTION_ANY)
def search() -> ResponseReturnValue:
    """Organisations in care by a part of their name."""
    form = SearchForm(request.args)
    statement = queries.named_like(organisation_queries.in_care_of(actor()), form.value("q") or "")
    return render_template("suggestions/staff_search.html", page=paginate(statement), form=form)


@bp.get("/unseen")
@require(Permission.SUGGESTION_ANY)
def unseen() -> ResponseReturnValue:
    """Approved organisations in care that nobody is shown."""
    page = paginate(queries.never_suggested(organisation_queries.in_care_of(actor())))
    return render_template("suggestions/staff_unseen.html", page=page)


@bp.get("/<int:organisation_id>")
@require(Permission.SUGGESTION_ANY)
def of_organisation(organisation_id: int) -> ResponseReturnValue:
    """The list of one organisation, with all names."""
    organisation = get_in_care(organisation_id, actor())
    found = paginate(queries.whole(queries.of_organisation(organisation_id, None)), per_page=20)
    return render_template(
        "suggestions/staff_organisation.html", organisation=organisation, page=_presented(found),
        marks=service.marks_of(organisation_id), is_learned=_is_learned(found),
    )  # fmt: skip


@bp.get("/<int:organisation_id>/<int:candidate_id>")
@require(Permission.SUGGESTION_ANY)
def show(organisation_id: int, candidate_id: int) -> ResponseReturnValue:
    """One pair with its reasons, what colleagues think of it, and what can be done."""
    return _pair_page(organisation_id, candidate_id, _empty_judgement(), _empty_note())


def _empty_judgement() -> JudgeForm:
    return JudgeForm(formdata=None, prefix="judge-")


def _empty_note() -> ShortlistForm:
    return ShortlistForm(formdata=None, prefix="pick-")


def _pair_page(organisation_id: int, candidate_id: int, judge: JudgeForm, note: ShortlistForm) -> str:
    seen = service.pair_in_care(organisation_id, candidate_id, staff=actor())
    entry = db.session.scalars(queries.shortlist_entry(organisation_id, candidate_id)).first()
    own = db.session.scalars(queries.judgement(organisation_id, candidate_id, actor().user_id)).first()
    if own is not None and not judge.is_submitted():
        judge.grade.data, judge.note.data = own.grade.value, own.note
    if entry is not None and not note.is_submitted():
        note.note.data = entry.note
    return render_template(
        "suggestions/staff_pair.html", view=presenting.for_staff([seen], locale())[0], judge=judge, note=note,
        organisation=seen.organisation, entry=entry,
        judgements=db.session.execute(queries.judgements_of(organisation_id, candidate_id)).all(),
        actions=pair_actions(seen.organisation, seen.candidate, for_staff=True),
        boxes=pair_boxes(seen.organisation, seen.candidate, for_staff=True),
        mark=service.mark_of(organisation_id, candidate_id),
        their_mark=service.mark_of(candidate_id, organisation_id),
    )  # fmt: skip


@bp.post("/<int:organisation_id>/<int:candidate_id>/judgement")
@require(Permission.SUGGESTION_ANY)
def judge(organisation_id: int, candidate_id: int) -> ResponseReturnValue:
    """Say how good the pair is."""
    form = JudgeForm(prefix="judge-")
    if not form.validate():
        return _pair_page(organisation_id, candidate_id, form, _empty_note()), 422
    with transaction():
        service.judge(organisation_id, candidate_id, Grade(form.grade.data), form.note.data, staff=actor())
    flash(_("Your judgement has been kept."), "success")
    return redirect(url_for("staff_suggestions.show", organisation_id=organisation_id, candidate_id=candidate_id))


@bp.post("/<int:organisation_id>/<int:candidate_id>/shortlist")
@require(Permission.SUGGESTION_ANY)
def shortlist(organisation_id: int, candidate_id: int) -> ResponseReturnValue:
    """Pick the pair for follow-up."""
    form = ShortlistForm(prefix="pick-")
    if not form.validate():
        return _pair_page(organisation_id, candidate_id, _empty_judgement(), form), 422
    with transaction():
        service.shortlist(organisation_id, candidate_id, form.note.data or "", staff=actor())
    flash(_("The pair is on the shortlist."), "success")
    wanted = local_path(request.form.get("next"))
    page = url_for("staff_suggestions.show", organisation_id=organisation_id, candidate_id=candidate_id)
    return redirect(wanted or page)


@bp.get("/shortlist")
@require(Permission.SUGGESTION_ANY)
def shortlisted() -> ResponseReturnValue:
    """Pairs that staff picked."""
    return render_template("suggestions/staff_shortlist.html", page=paginate(queries.shortlist(actor())))


@bp.post("/shortlist/<int:entry_id>/remove")
@require(Permission.SUGGESTION_ANY)
def unshortlist(entry_id: int) -> ResponseReturnValue:
    """Take a pair off the shortlist."""
    with transaction():
        service.unshortlist(entry_id, staff=actor())
    flash(_("The pair has been taken off the shortlist."), "success")
    return redirect(url_for("staff_suggestions.shortlisted"))


@bp.post("/build")
@require(Permission.SUGGESTION_BUILD)
def build() -> ResponseReturnValue:
    """Ask for a full build."""
    with transaction():
        jobs.after_commit(indexes.BUILD_JOB)
    flash(_("A full build has been asked for. The suggestions change when it has finished."), "info")
    return redirect(url_for("staff_suggestions.index"))
