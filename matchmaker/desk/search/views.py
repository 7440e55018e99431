"""The pages of the search: for staff over what is in their care, for members over what is theirs."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.desk.search.service import search
from matchmaker.desk.search.sources import Reader
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.forms import clean_line
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.service import organisation_of
from matchmaker.suggestions.searching.rules import Problem, problem_of

bp = Blueprint("desk_search", __name__)


@bp.get("/desk/search")
@require(Permission.DESK_USE)
def staff() -> ResponseReturnValue:
    """Everything in care."""
    return _page(None)


@bp.get("/search/mine")
@require(Permission.INTRODUCTION_OWN)
def mine() -> ResponseReturnValue:
    """Everything of the member's own organisation."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    return _page(organisation)


def _page(organisation: Organisation | None) -> ResponseReturnValue:
    text, kind = clean_line(request.args.get("q")), request.args.get("kind", "")
    problem = problem_of(text)
    groups = search(text, Reader(actor(), organisation, locale()), kind=kind) if problem is None else []
    shown = text if problem is not Problem.TOO_LONG else text[:200]
    return render_template(
        "desk/search.html", text=shown, groups=groups, problem=problem.value if problem else "", kind=kind,
        is_staff=organisation is None,
    )  # fmt: skip
