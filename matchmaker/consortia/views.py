"""Staff pages of consortia: the list, teams proposed for a need, and one team."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.consortia import introducing, presenting, queries, service
from matchmaker.consortia.forms import IntroduceForm, JoinForm, NoteForm, PickForm, WishForm
from matchmaker.consortia.gathering import Around, gather
from matchmaker.consortia.models import Consortium
from matchmaker.consortia.rules import ConsortiumState
from matchmaker.consortia.solving import solve
from matchmaker.consortia.wording import SIDE_LABEL, STATE_BADGE, STATE_LABEL
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import VersionedForm
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import organisation_title
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import Tier

bp = Blueprint("consortia", __name__, url_prefix="/staff/consortia")

TEAMS = 3
"""So many teams are proposed."""
_JOIN, _NOTE, _MEET = "join-", "note-", "meet-"


@bp.get("")
@require(Permission.CONSORTIUM_BROKER)
def index() -> ResponseReturnValue:
    """Teams that were put together for needs in care."""
    page = paginate(queries.in_care(actor()))
    return render_template("consortia/index.html", page=page, language=locale(), labels=STATE_LABEL, badges=STATE_BADGE)


@bp.get("/new")
@require(Permission.CONSORTIUM_BROKER)
def pick() -> ResponseReturnValue:
    """Choose the need for which a team is sought."""
    form = PickForm(request.args)
    words = form.q.data or "" if form.validate() else ""
    return render_template(
        "consortia/pick.html", page=paginate(queries.needs_in_care(actor(), words)), form=form, language=locale()
    )


@bp.get("/new/<int:opportunity_id>")
@require(Permission.CONSORTIUM_BROKER)
def propose(opportunity_id: int) -> ResponseReturnValue:
    """The best teams for a need, explained member by member."""
    need, form = service.get_need(opportunity_id, actor()), WishForm(request.args)
    if "stages" not in request.args and "most" not in request.args:
        form.stages.data, form.most.data = [need.stage_next] if need.stage_next else [], 4
    stages = [code for code in form.stages.data or () if is_known("stage", code)] if form.validate() else []
    around = gather(need, stages, staff=actor(), most=form.most.data or 4 if not form.errors else 4)
    found = solve(around.problem, teams=TEAMS)
    words = presenting.labels(around)
    return render_template(
        "consortia/propose.html", need=need, form=form, owner=need.organisation.name(locale()),
        title=need.title(locale()),
        teams=[presenting.proposal(need, team, around) for team in found.teams], stages=stages, found=found,
        uncovered=[words[must] for must in found.uncovered], musts=list(words.values()),
        sides_empty=[SIDE_LABEL[side] for side in found.sides_empty],
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/new/<int:opportunity_id>")
@require(Permission.CONSORTIUM_BROKER)
def create(opportunity_id: int) -> ResponseReturnValue:
    """Save one of the teams."""
    need = service.get_need(opportunity_id, actor())
    stages = [code for code in request.form.getlist("stage") if is_known("stage", code)]
    with transaction():
        around = gather(need, stages, staff=actor())
        row = service.create(need, request.form.getlist("member"), stages, around, staff=actor())
    flash(_("The team is saved as a draft."), "success")
    return redirect(url_for(".show", consortium_id=row.id))


@bp.get("/<int:consortium_id>")
@require(Permission.CONSORTIUM_BROKER)
def show(consortium_id: int) -> ResponseReturnValue:
    """One team: what it covers, what is missing, and its introductions."""
    return _page(service.get(consortium_id, actor())), 200


def _around(row: Consortium) -> Around:
    also = [one.organisation_id for one in row.members if one.organisation_id is not None]
    return gather(row.opportunity, row.stages, staff=actor(), also=also)


def _page(row: Consortium, **forms: VersionedForm) -> str:
    around, need = _around(row), row.opportunity
    keys = [member.key for member in row.members]
    team = presenting.chosen(need, keys, around)
    join = forms.get("join") or _join_form(around, keys, team)
    note = forms.get("note") or NoteForm(formdata=None, prefix=_NOTE, data={"words": row.note})
    introduce = forms.get("introduce") or IntroduceForm(formdata=None, prefix=_MEET, data={"message": _message(need)})
    for form in (join, note, introduce):
        if form not in forms.values():
            form.version.data = row.version
    return render_template(
        "consortia/show.html", row=row, team=team, title=need.title(locale()), owner=need.organisation.name(locale()),
        label=STATE_LABEL[row.state], badge=STATE_BADGE[row.state], join=join, note=note, introduce=introduce,
        plans=_plans(row, around), is_draft=row.state is ConsortiumState.DRAFT,
        gone=[key for key in keys if key not in {member.key for member in team.members}],
    )  # fmt: skip


def _join_form(around: Around, keys: list[str], team: presenting.TeamView, formdata: Any = None) -> JoinForm:
    form = JoinForm(formdata=formdata, prefix=_JOIN)
    form.offer(presenting.joiners(around, keys), [(one.key, one.title) for one in team.members], _("nobody: one more"))
    return form


def _message(need: Opportunity) -> str:
    """A first draft of the message; the owner's name is struck out, for the other side reads it before it is named."""
    return str(
        _(
            "The agency suggests a team for this need: %(title)s",
            title=redactor_of(need.organisation)(need.title(locale()))[:300],
        )
    )


def _plans(row: Consortium, around: Around) -> list[dict[str, Any]]:
    """Whom each organisation is introduced to, in the reader's words."""
    told = []
    for one in introducing.plan(row, around.ranked):
        sides = [side for side in (one.member.organisation, one.other) if side]
        pair = [organisation_title(side, _tier(side, around), locale()) for side in sides]
        in_care = any(around.staff.serves(side.cluster) for side in sides)
        refusal = say(RuleViolation(one.refusal)) if one.refusal else ""
        told.append({"pair": " ↔ ".join(pair), "introduction": one.introduction if in_care else None,
                     "refusal": refusal})  # fmt: skip
    return told


def _tier(one: Organisation, around: Around) -> Tier:
    """A co-broker reads names of its own members and of those that were suggested to them."""
    is_known = one.id in around.ranked or around.staff.serves(one.cluster)
    return Tier.NAMED if is_known else Tier(one.anonymity_tier)


@bp.post("/<int:consortium_id>/join")
@require(Permission.CONSORTIUM_BROKER)
def join(consortium_id: int) -> ResponseReturnValue:
    """Let somebody join, or take the place of another."""
    row = service.get(consortium_id, actor())
    around, keys = _around(row), [member.key for member in row.members]
    form = _join_form(around, keys, presenting.chosen(row.opportunity, keys, around), request.form)
    if not form.validate():
        return _page(row, join=form), 422
    key, instead, version = form.key.data, form.instead.data, form.version.data
    if instead:
        return _act(row, lambda: service.swap(row, instead, key, around, staff=actor(), version=version))
    return _act(row, lambda: service.add(row, key, around, staff=actor(), version=version))


@bp.post("/<int:consortium_id>/remove")
@require(Permission.CONSORTIUM_BROKER)
def remove(consortium_id: int) -> ResponseReturnValue:
    """Let somebody leave."""
    row, key = service.get(consortium_id, actor()), request.form.get("key", "")
    return _act(row, lambda: service.remove(row, key, staff=actor(), version=VersionedForm().version.data))


@bp.post("/<int:consortium_id>/note")
@require(Permission.CONSORTIUM_BROKER)
def note(consortium_id: int) -> ResponseReturnValue:
    """Keep a note."""
    row, form = service.get(consortium_id, actor()), NoteForm(prefix=_NOTE)
    if not form.validate():
        return _page(row, note=form), 422
    return _act(row, lambda: service.note(row, form.words.data or "", staff=actor(), version=form.version.data))


@bp.post("/<int:consortium_id>/drop")
@require(Permission.CONSORTIUM_BROKER)
def drop(consortium_id: int) -> ResponseReturnValue:
    """Give the team up."""
    row = service.get(consortium_id, actor())
    return _act(row, lambda: service.drop(row, staff=actor(), version=VersionedForm().version.data))


def _act(row: Consortium, deed: Callable[[], None]) -> ResponseReturnValue:
    consortium_id = row.id
    with transaction():
        deed()
    flash(_("Saved."), "success")
    return redirect(url_for(".show", consortium_id=consortium_id))


@bp.post("/<int:consortium_id>/introduce")
@require(Permission.CONSORTIUM_BROKER)
def introduce(consortium_id: int) -> ResponseReturnValue:
    """Propose an introduction for each organisation of the team."""
    row, form = service.get(consortium_id, actor()), IntroduceForm(prefix=_MEET)
    if not form.validate():
        return _page(row, introduce=form), 422
    message, version, ranked = form.message.data or "", form.version.data, _around(row).ranked
    with transaction():
        done = introducing.introduce(row, message, ranked, staff=actor(), version=version)
        made = sum(one.introduction is not None for one in done)
        refused = [one for one in done if one.refusal]
    said = ngettext("%(num)s introduction is under way.", "%(num)s introductions are under way.", made)
    flash(said, "success")
    for one in refused:
        flash(say(RuleViolation(one.refusal)), "warning")
    return redirect(url_for(".show", consortium_id=consortium_id))
