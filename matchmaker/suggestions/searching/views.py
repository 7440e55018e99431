"""The search pages; each answers a typed text while it is being typed, and a sent form the same way."""

from collections.abc import Callable
from functools import lru_cache

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db
from matchmaker.foundation.htmx import page_or_part
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.limits import SEARCH, limiter
from matchmaker.foundation.permissions import Permission
from matchmaker.matching import MatchIndex
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import indexes
from matchmaker.suggestions.searching import presenting, service
from matchmaker.suggestions.searching.forms import SearchTextForm
from matchmaker.suggestions.searching.marking import Completions
from matchmaker.suggestions.searching.presenting import ResultView
from matchmaker.suggestions.searching.rules import LONGEST, SHOWN, SHOWN_MOST, Problem
from matchmaker.vocabulary import vocabulary

bp = Blueprint("search", __name__)
staff_bp = Blueprint("staff_search", __name__)

EXAMPLES = ("cell-therapy", "contract-manufacturing", "clinical-trial", "bioreactor", "medical-device")
"""Concepts that the empty page offers to search for."""
_COMPLETIONS = 6

Shown = tuple[list[ResultView], bool]


@bp.get("/search")
@require(Permission.SUGGESTION_OWN)
def index() -> ResponseReturnValue:
    """What the other side offers and needs, by free text."""
    viewer = db.session.scalars(organisation_queries.of_member(actor().user_id)).first()
    if viewer is None or viewer.state is not VettingState.APPROVED:
        return render_template("suggestions/waiting.html", organisation=viewer)
    return _page("index.html", "_answer.html", lambda found, text: _for_member(found, viewer, text))


@staff_bp.get("/staff/search")
@require(Permission.SUGGESTION_ANY)
def index_for_staff() -> ResponseReturnValue:
    """Everything in care, with names, by free text."""
    return _page("staff.html", "_staff_answer.html", _for_staff)


def _page(page: str, part: str, search: Callable[[MatchIndex, str], Shown]) -> ResponseReturnValue:
    form = SearchTextForm(request.args)
    problem = form.problem
    results: list[ResultView] = []
    is_more = False
    if problem is None:
        try:
            with limiter.limit(SEARCH, key_func=_person):
                problem, (results, is_more) = _answer(form.text, search)
        except RateLimitExceeded:
            problem = Problem.TOO_FAST
    answer = page_or_part(
        f"suggestions/search/{page}", f"suggestions/search/{part}", form=form, problem=problem, results=results,
        is_more=is_more, longest=LONGEST, can_have_more=is_more and not _wants_more(),
        completions=_completions().of(form.text, _COMPLETIONS) if problem is None else [], examples=_examples(),
    )  # fmt: skip
    return answer, 429 if problem is Problem.TOO_FAST else 200


def _answer(text: str, search: Callable[[MatchIndex, str], Shown]) -> tuple[Problem | None, Shown]:
    found = indexes.current()
    return (Problem.NOT_READY, ([], False)) if found is None else (None, search(found, text))


def _for_member(index: MatchIndex, viewer: Organisation, text: str) -> Shown:
    found = service.for_member(index, text, viewer, count=_count())
    return presenting.for_member(viewer, found, locale()), found.is_more


def _for_staff(index: MatchIndex, text: str) -> Shown:
    found = service.for_staff(index, text, actor(), count=_count())
    return presenting.for_staff(found, locale()), found.is_more


def _count() -> int:
    return SHOWN_MOST if _wants_more() else SHOWN


def _wants_more() -> bool:
    return request.args.get("more") == "1"


def _person() -> str:
    return f"person:{actor().user_id}"


def _examples() -> list[str]:
    known = vocabulary().glossary.by_id
    return [known[concept].preferred(locale()) for concept in EXAMPLES if concept in known]


@lru_cache(maxsize=1)
def _completions() -> Completions:
    return Completions(vocabulary().glossary)
