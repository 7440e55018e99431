"""What people decided about pairs, as grades to learn from: 2 for "yes", 1 for "perhaps", 0 for "no"."""

from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.matching.learning import JudgedPair
from matchmaker.suggestions.models import Judgement, ShortlistEntry, SuggestionMark
from matchmaker.suggestions.rules import Grade, Mark
from matchmaker.suggestions.trials.models import TrialJudgement, TrialPair
from matchmaker.suggestions.trials.rules import GAIN

Source = Callable[[], Iterable[JudgedPair]]

GRADES = {Grade.GOOD: 2, Grade.FAIR: 1, Grade.POOR: 0}

NO_REFUSALS = frozenset({"already_working", "not_now"})
"""Reasons of a dismissal (`dismiss_reason`) that say nothing against the pair."""

_sources: list[Source] = []


def add_source(source: Source) -> Source:
    """Learn from these pairs, too. Rooms downstream add what they know (introductions accepted and declined).

    A later source has the last word on a pair. Usable as a decorator.
    """
    _sources.append(source)
    return source


def decided() -> list[JudgedPair]:
    """All decided pairs of organisations, each once, in order."""
    grades = {(pair.organisation, pair.candidate): pair.grade for source in _sources for pair in source()}
    return [JudgedPair(*pair, grade) for pair, grade in sorted(grades.items())]


@add_source
def marks() -> Iterator[JudgedPair]:
    """Members saved a candidate, or dismissed it for a reason that speaks against the pair."""
    columns = sa.select(
        SuggestionMark.organisation_id, SuggestionMark.candidate_id, SuggestionMark.mark, SuggestionMark.reason
    )
    for organisation, candidate, mark, reason in db.session.execute(columns.order_by(SuggestionMark.id)):
        if reason not in NO_REFUSALS:
            yield _pair(organisation, candidate, 1 if mark is Mark.SAVED else 0)


@add_source
def shortlisted() -> Iterator[JudgedPair]:
    """Pairs that staff picked for follow-up."""
    columns = sa.select(ShortlistEntry.organisation_id, ShortlistEntry.candidate_id).order_by(ShortlistEntry.id)
    yield from (_pair(organisation, candidate, 2) for organisation, candidate in db.session.execute(columns))


@add_source
def blind() -> Iterator[JudgedPair]:
    """What judges of blind comparisons said; of several the rounded mean counts."""
    columns = (
        sa.select(TrialPair.organisation_id, TrialPair.candidate_id, TrialJudgement.verdict)
        .join(TrialJudgement, TrialJudgement.pair_id == TrialPair.id)
        .order_by(TrialJudgement.id)
    )
    found = ((one, other, GAIN[verdict]) for one, other, verdict in db.session.execute(columns) if verdict in GAIN)
    yield from _means(found)


@add_source
def judgements() -> Iterator[JudgedPair]:
    """Pairs that staff judged; of several judgements the rounded mean counts."""
    columns = sa.select(Judgement.organisation_id, Judgement.candidate_id, Judgement.grade).order_by(Judgement.id)
    yield from _means((one, other, GRADES[grade]) for one, other, grade in db.session.execute(columns))


def _means(found: Iterable[tuple[int, int, int]]) -> Iterator[JudgedPair]:
    grades: dict[tuple[int, int], list[int]] = {}
    for organisation, candidate, grade in found:
        grades.setdefault((organisation, candidate), []).append(grade)
    for (organisation, candidate), said in sorted(grades.items()):
        yield _pair(organisation, candidate, (2 * sum(said) + len(said)) // (2 * len(said)))


def _pair(organisation: int, candidate: int, grade: int) -> JudgedPair:
    return JudgedPair(str(organisation), str(candidate), grade)
