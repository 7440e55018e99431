"""Pages of compliance: for members their questions and the lights, for staff the lights and the decisions."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.compliance import queries, service
from matchmaker.compliance.forms import AnswersForm, DecisionForm, RevokeForm
from matchmaker.compliance.lights import Standing, for_reader, sides_of, standing_of
from matchmaker.compliance.panels import waiting
from matchmaker.compliance.presenting import light_views, worst_badge
from matchmaker.compliance.rules import Light
from matchmaker.compliance.service import Given
from matchmaker.compliance.wording import LIGHTS
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions import moves
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import has_members
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.rules import Side, VettingState
from matchmaker.organisations.service import get_own
from matchmaker.organisations.visibility import tier_for

bp = Blueprint("compliance", __name__, url_prefix="/introductions/<int:introduction_id>/compliance")
staff_bp = Blueprint("compliance_staff", __name__, url_prefix="/staff")


@bp.route("", methods=["GET", "POST"])
@require(Permission.COMPLIANCE_OWN)
def show(introduction_id: int) -> ResponseReturnValue:
    """The lights, and the questions for the reader's side."""
    own = get_own(actor().user_id)
    row = moves.get_of(own, introduction_id)
    form = _asked(row, own)
    if form.validate_on_submit():
        return _answered(form, row, own, url_for(".show", introduction_id=row.id))
    other = row.other_side(own.id)
    page = render_template(
        "compliance/show.html", introduction=row, form=form, lights=light_views(for_reader(standing_of(row), own), own),
        pair=present(other, tier_for(own, other), locale()).title, may_answer=own.state is VettingState.APPROVED,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _asked(row: Introduction, side: Organisation) -> AnswersForm:
    """The questions for `side`, with what counts at present while nothing was sent."""
    form = AnswersForm.asking(domestic=side.side is Side.DOMESTIC)
    if request.method == "GET":
        form.fill(_counting(standing_of(row), side), version=service.sheet_version(row, side))
    return form


def _counting(standing: Standing, side: Organisation) -> Mapping[str, Given]:
    sheet = standing.sheets.get(side.id)
    found: dict[str, Given] = {}
    for one in standing.said:
        if one.side_id == side.id:
            given = sheet.answer(one.question.code) if sheet else None
            found[one.question.code] = Given(one.answer, given.permit if given else "")
    return found


def _answered(
    form: AnswersForm, row: Introduction, side: Organisation, url: str, *, by_staff: bool = False
) -> ResponseReturnValue:
    with transaction():
        service.answer(row, side, form.given(), actor_id=actor().user_id, version=form.version.data, by_staff=by_staff)
    flash(_("Your answers are kept. The lights follow them."), "success")
    return redirect(url)


@staff_bp.get("/compliance")
@require(Permission.COMPLIANCE_BROKER)
def index() -> ResponseReturnValue:
    """Introductions with a red light that waits for a decision."""
    language = locale()
    lines = [
        (one.introduction, " → ".join(side.name(language) for side in sides_of(one.introduction)), worst_badge(one))
        for one in waiting(actor())
    ]
    return render_template("compliance/index.html", lines=lines)


@staff_bp.get("/introductions/<int:introduction_id>/compliance")
@require(Permission.COMPLIANCE_BROKER)
def show_staff(introduction_id: int) -> ResponseReturnValue:
    """The lights, and what was decided."""
    return _staff_page(moves.get_in_care(actor(), introduction_id))


def _staff_page(row: Introduction, sent: Mapping[str, DecisionForm | RevokeForm] | None = None) -> ResponseReturnValue:
    lights = light_views(standing_of(row), None)
    forms: dict[str, DecisionForm | RevokeForm] = {}
    for light in lights:
        decide = DecisionForm(formdata=None, prefix=f"decide-{light.code}")
        decide.seen.data = light.seen
        forms |= {f"decide-{light.code}": decide,
                  f"revoke-{light.code}": RevokeForm(formdata=None, prefix=f"revoke-{light.code}")}  # fmt: skip
    silent = [side for side in sides_of(row)
              if actor().serves(side.cluster) and not db.session.scalar(has_members(side.id))]  # fmt: skip
    language = locale()
    page = render_template(
        "compliance/staff_show.html", introduction=row, lights=lights, forms=forms | dict(sent or {}),
        pair=" → ".join(side.name(language) for side in sides_of(row)), may_decide=actor().may(
            Permission.COMPLIANCE_DECIDE), silent=[(side.id, side.name(language)) for side in silent],
        history=db.session.scalars(queries.decisions(row.id)).all(), light_names=LIGHTS,
    )  # fmt: skip
    return page, 422 if sent else 200


@staff_bp.post("/introductions/<int:introduction_id>/compliance/<word>/decide")
@require(Permission.COMPLIANCE_DECIDE)
def decide(introduction_id: int, word: str) -> ResponseReturnValue:
    """Let things pass in spite of a light."""
    row, light = moves.get_in_care(actor(), introduction_id), _light(word)
    form = DecisionForm(prefix=f"decide-{light.value}")
    if not form.validate_on_submit():
        return _staff_page(row, {f"decide-{light.value}": form})
    with transaction():
        service.decide(row, light, form.words.data, staff=actor(), seen=form.seen.data or "")
    flash(_("The decision is recorded. Both offices and both organisations were told."), "success")
    return redirect(url_for(".show_staff", introduction_id=introduction_id))


@staff_bp.post("/introductions/<int:introduction_id>/compliance/decisions/<int:decision_id>/revoke")
@require(Permission.COMPLIANCE_DECIDE)
def revoke(introduction_id: int, decision_id: int) -> ResponseReturnValue:
    """Take a decision back."""
    row = moves.get_in_care(actor(), introduction_id)
    light = next((one.light for one in db.session.scalars(queries.decisions(row.id)) if one.id == decision_id), None)
    if light is None:
        raise NotFound("not_found")
    form = RevokeForm(prefix=f"revoke-{light.value}")
    if not form.validate_on_submit():
        return _staff_page(row, {f"revoke-{light.value}": form})
    with transaction():
        service.revoke(row, decision_id, form.words.data, staff=actor())
    flash(_("The decision is taken back. Both offices and both organisations were told."), "success")
    return redirect(url_for(".show_staff", introduction_id=introduction_id))


def _light(word: str) -> Light:
    if word not in set(Light):
        raise NotFound("not_found")
    return Light(word)


@staff_bp.route(
    "/introductions/<int:introduction_id>/compliance/answers/<int:organisation_id>", methods=["GET", "POST"]
)
@require(Permission.COMPLIANCE_BROKER)
def answers(introduction_id: int, organisation_id: int) -> ResponseReturnValue:
    """Write down what an organisation says that nobody represents here."""
    row = moves.get_in_care(actor(), introduction_id)
    side = service.side_without_members(row, organisation_id, actor())
    form = _asked(row, side)
    if form.validate_on_submit():
        return _answered(form, row, side, url_for(".show_staff", introduction_id=row.id), by_staff=True)
    page = render_template("compliance/answers.html", introduction=row, form=form, side=side.name(locale()))
    return page, 422 if form.errors else 200
