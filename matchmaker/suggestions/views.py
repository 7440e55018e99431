"""A member's suggestions: the list, one pair and why, save and dismiss."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.rules import local_path
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, wanted_page
from matchmaker.foundation.permissions import Permission
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities import sight
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.organisations.service import organisation_of
from matchmaker.suggestions import presenting, queries, service, showing
from matchmaker.suggestions.actions import pair_actions
from matchmaker.suggestions.boxes import pair_boxes
from matchmaker.suggestions.forms import DismissForm, FilterForm
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.presenting import Seen, SuggestionView
from matchmaker.suggestions.rules import Mark

bp = Blueprint("suggestions", __name__)

PER_PAGE = 10
TABS = {"open": None, "saved": Mark.SAVED, "dismissed": Mark.DISMISSED}


@bp.get("/suggestions")
@require(Permission.SUGGESTION_OWN)
def index() -> ResponseReturnValue:
    """The member's list, or why there is none yet."""
    viewer = organisation_of(actor().user_id)
    if viewer is None or viewer.state is not VettingState.APPROVED:
        return render_template("suggestions/waiting.html", organisation=viewer)
    tab = request.args.get("tab", "open")
    mark = TABS.get(tab)
    form = FilterForm(list(db.session.scalars(queries.countries_of_candidates(viewer.id))), request.args)
    pairs = service.listed(viewer, _filtered(queries.of_organisation(viewer.id, mark), form))
    page = _page(viewer, pairs, form)
    showing.note(viewer.id, [view.candidate.id for view in page.rows])
    has_offers = db.session.scalar(opportunity_queries.published_of(viewer.id).limit(1)) is not None
    counts = service.tab_counts(viewer.id)
    marks = service.marks_of(viewer.id)
    return render_template(
        "suggestions/index.html", page=page, form=form, tab=tab if tab in TABS else "open", counts=counts, marks=marks,
        has_offers=has_offers, is_filtered=any(form.value(field.name) for field in form),
        is_learned=any(pair.is_learned for pair in pairs),
    )  # fmt: skip


def _filtered(statement: sa.Select[Suggestion], form: FilterForm) -> sa.Select[Suggestion]:
    for name in ("country", "cluster", "org_type"):
        if chosen := form.value(name):
            statement = statement.where(getattr(Organisation, name) == chosen)
    for name in ("area", "stage"):
        if chosen := form.value(name):
            statement = queries.with_code(statement, name, chosen)
    if chosen := form.value("initiative"):
        owners = opportunity_queries.owners_of("initiative", chosen)
        statement = statement.where(Suggestion.candidate_id.in_(owners))
    return queries.facing(statement, form.wanted_direction)


def _page(viewer: Organisation, pairs: Sequence[Seen], form: FilterForm) -> Page[SuggestionView]:
    """The page asked for; a search looks at what the reader may see, so that it cannot tell a hidden name."""
    wanted = form.value("q")
    if wanted:
        found = [view for view in presenting.for_member(viewer, pairs, locale()) if view.says(wanted)]
        number = _number(len(found))
        return Page(found[_slice(number)], number, len(found), PER_PAGE)
    number = _number(len(pairs))
    return Page(presenting.for_member(viewer, pairs[_slice(number)], locale()), number, len(pairs), PER_PAGE)


def _number(total: int) -> int:
    return min(wanted_page(), max(1, -(-total // PER_PAGE)))


def _slice(number: int) -> slice:
    return slice((number - 1) * PER_PAGE, number * PER_PAGE)


@bp.get("/suggestions/<int:candidate_id>")
@require(Permission.SUGGESTION_OWN)
def show(candidate_id: int) -> ResponseReturnValue:
    """One pair: why it fits, from both sides, and what can be done with it."""
    viewer = _viewer()
    seen = service.pair_of(viewer, candidate_id)
    view = presenting.for_member(viewer, [seen], locale())[0]
    showing.note(viewer.id, [candidate_id])
    return render_template(
        "suggestions/show.html", view=view, mark=service.mark_of(viewer.id, candidate_id),
        opportunities=_opportunities(viewer, seen, view.candidate.tier),
        own=[present_opportunity(one, Tier.DOCUMENTS, locale()) for one in _published(viewer.id, seen.opportunity)],
        actions=pair_actions(viewer, seen.candidate), boxes=pair_boxes(viewer, seen.candidate),
    )  # fmt: skip


def _opportunities(viewer: Organisation, seen: Seen, tier: Tier) -> list[OpportunityView]:
    """The candidate's other open opportunities; on a page with a name none whose owner wants to stay unnamed."""
    others = _published(seen.candidate.id, seen.candidate_opportunity)
    tiers = sight.tiers_of(viewer, others) if others else {}
    return [
        present_opportunity(one, min(tier, tiers[one.id]), locale())
        for one in others
        if tier < Tier.NAMED or tiers[one.id] >= Tier.NAMED
    ]


def _published(organisation_id: int, shown: Opportunity | None) -> list[Opportunity]:
    statement = opportunity_queries.whole(opportunity_queries.published_of(organisation_id))
    return [one for one in db.session.scalars(statement) if shown is None or one.id != shown.id]


def _viewer() -> Organisation:
    viewer = organisation_of(actor().user_id)
    if viewer is None:
        raise NotFound("not_found")
    return viewer


@bp.post("/suggestions/<int:candidate_id>/save")
@require(Permission.SUGGESTION_OWN)
def save(candidate_id: int) -> ResponseReturnValue:
    """Keep the candidate in sight."""
    with transaction():
        service.mark(_viewer(), candidate_id, Mark.SAVED, user_id=actor().user_id)
    flash(_("The suggestion has been saved."), "success")
    return _back(candidate_id)


@bp.post("/suggestions/<int:candidate_id>/restore")
@require(Permission.SUGGESTION_OWN)
def restore(candidate_id: int) -> ResponseReturnValue:
    """Neither saved nor dismissed any more."""
    with transaction():
        service.unmark(_viewer(), candidate_id, user_id=actor().user_id)
    flash(_("The suggestion is among the open ones again."), "success")
    return _back(candidate_id)


@bp.route("/suggestions/<int:candidate_id>/dismiss", methods=["GET", "POST"])
@require(Permission.SUGGESTION_OWN)
def dismiss(candidate_id: int) -> ResponseReturnValue:
    """Put the candidate away, with a reason."""
    viewer = _viewer()
    form = DismissForm()
    if form.validate_on_submit():
        with transaction():
            service.mark(
                viewer, candidate_id, Mark.DISMISSED, user_id=actor().user_id, reason=form.reason.data,
                words=form.words.data,
            )  # fmt: skip
        flash(_("The suggestion has been dismissed. You will find it under “Dismissed”."), "success")
        return redirect(url_for("suggestions.index"))
    view = presenting.for_member(viewer, [service.pair_of(viewer, candidate_id)], locale())[0]
    return render_template("suggestions/dismiss.html", view=view, form=form), 422 if form.is_submitted() else 200


def _back(candidate_id: int) -> ResponseReturnValue:
    wanted = local_path(request.form.get("next"))
    return redirect(wanted or url_for("suggestions.show", candidate_id=candidate_id))
