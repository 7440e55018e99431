"""What people do with suggestions: look, save, dismiss, pick for follow-up, judge."""

from collections.abc import Iterable

import sqlalchemy as sa

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import queries
from matchmaker.suggestions.models import Judgement, ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.presenting import Seen, seen_from
from matchmaker.suggestions.rules import Grade, Mark


def listed(viewer: Organisation, statement: sa.Select[Suggestion]) -> list[Seen]:
    """The pairs of `viewer` in `statement`, without those that either side has closed its door to."""
    found = db.session.scalars(queries.whole(statement)).all()
    pairs = [seen_from(viewer.id, row) for row in found]
    closed = _closed_to(viewer, [pair.candidate for pair in pairs])
    return [pair for pair in pairs if pair.candidate.id not in closed]


def pair_of(viewer: Organisation, candidate_id: int) -> Seen:
    """The pair as `viewer` sees it, also when only the other side has it on its list. Raises NotFound."""
    seen = _stored_pair(viewer.id, candidate_id)
    is_open = viewer.state is VettingState.APPROVED and seen.candidate.state is VettingState.APPROVED
    if not is_open or visibility.are_blocked(viewer, seen.candidate):
        raise NotFound("not_found")
    return seen


def pair_in_care(organisation_id: int, candidate_id: int, *, staff: Actor) -> Seen:
    """A pair of which one side is in the care of `staff`. Raises NotFound."""
    seen = _stored_pair(organisation_id, candidate_id)
    _check_care(staff, seen.organisation, seen.candidate)
    return seen


def _stored_pair(organisation_id: int, candidate_id: int) -> Seen:
    for statement in (queries.pair(organisation_id, candidate_id), queries.pair(candidate_id, organisation_id)):
        row = db.session.scalars(queries.whole(statement)).first()
        if row is not None:
            return seen_from(organisation_id, row)
    raise NotFound("not_found")


def _closed_to(viewer: Organisation, candidates: Iterable[Organisation]) -> frozenset[int]:
    listed_ones = list(candidates)
    pairs = visibility.blocked_pairs([viewer, *listed_ones])
    own = pairs.get(viewer.id, frozenset())
    return frozenset(
        one.id for one in listed_ones if one.id in own or viewer.id in pairs.get(one.id, frozenset())
    )  # fmt: skip


def marks_of(organisation_id: int) -> dict[int, SuggestionMark]:
    """Everything saved or dismissed by an organisation, by candidate."""
    return {row.candidate_id: row for row in db.session.scalars(queries.marks_of(organisation_id))}


def tab_counts(organisation_id: int) -> dict[str, int]:
    """How many suggestions are open, saved and dismissed."""
    which = {"open": None, "saved": Mark.SAVED, "dismissed": Mark.DISMISSED}
    lists = [queries.of_organisation(organisation_id, mark).with_only_columns(Suggestion.id) for mark in which.values()]
    counts = [sa.select(sa.func.count()).select_from(ids.order_by(None).subquery()).scalar_subquery() for ids in lists]
    return dict(zip(which, db.session.execute(sa.select(*counts)).one(), strict=True))


def mark_of(organisation_id: int, candidate_id: int) -> SuggestionMark | None:
    """What was done with the candidate, if anything."""
    return db.session.scalars(queries.mark(organisation_id, candidate_id)).first()


def mark(
    viewer: Organisation, candidate_id: int, chosen: Mark, *, user_id: int, reason: str | None = None, words: str = ""
) -> None:
    """Save or dismiss a candidate; a dismissal has a reason (list `dismiss_reason`). Raises NotFound."""
    pair_of(viewer, candidate_id)
    row = mark_of(viewer.id, candidate_id)
    if row is None:
        row = SuggestionMark(organisation_id=viewer.id, candidate_id=candidate_id)
        db.session.add(row)
    row.mark, row.reason, row.words = chosen, reason, words
    row.user_id, row.at = user_id, now()
    db.session.flush()
    audit.record(f"suggestion.{chosen.value}", row, actor_id=user_id, details={"reason": reason} if reason else None)


def unmark(viewer: Organisation, candidate_id: int, *, user_id: int) -> None:
    """Take back what was done with a candidate; nothing to take back is no error."""
    row = mark_of(viewer.id, candidate_id)
    if row is not None:
        audit.record("suggestion.unmarked", row, actor_id=user_id)
        db.session.delete(row)
        db.session.flush()


def shortlist(one: int, other: int, note: str, *, staff: Actor) -> ShortlistEntry:
    """Pick a pair for follow-up, or write its note anew. Raises NotFound, RuleViolation."""
    first, second = _both(one, other)
    _check_care(staff, first, second)
    entry = db.session.scalars(queries.shortlist_entry(one, other)).first()
    if entry is None:
        entry = ShortlistEntry(organisation_id=one, candidate_id=other)
        db.session.add(entry)
    entry.note, entry.user_id, entry.at = note, staff.user_id, now()
    db.session.flush()
    audit.record("shortlist.noted", entry, actor_id=staff.user_id)
    return entry


def unshortlist(entry_id: int, *, staff: Actor) -> None:
    """Take a pair off the shortlist. Raises NotFound."""
    entry = db.session.get(ShortlistEntry, entry_id)
    if entry is None:
        raise NotFound("not_found")
    _check_care(staff, entry.organisation, entry.candidate)
    audit.record("shortlist.removed", entry, actor_id=staff.user_id)
    db.session.delete(entry)
    db.session.flush()


def judge(one: int, other: int, grade: Grade, note: str, *, staff: Actor) -> Judgement:
    """Say how good a pair is, or say it anew; kept for learning and evaluation. Raises NotFound."""
    _check_care(staff, *_both(one, other))
    row = db.session.scalars(queries.judgement(one, other, staff.user_id)).first()
    if row is None:
        row = Judgement(organisation_id=one, candidate_id=other, user_id=staff.user_id)
        db.session.add(row)
    row.grade, row.note, row.at = grade, note, now()
    db.session.flush()
    audit.record("suggestion.judged", row, actor_id=staff.user_id, details={"grade": grade.value})
    return row


def _both(one: int, other: int) -> tuple[Organisation, Organisation]:
    if one == other:
        raise RuleViolation("suggestions.same_organisation")
    first, second = db.session.get(Organisation, one), db.session.get(Organisation, other)
    if first is None or second is None:
        raise NotFound("not_found")
    return first, second


def _check_care(staff: Actor, one: Organisation, other: Organisation) -> None:
    if not (staff.serves(one.cluster) or staff.serves(other.cluster)):
        raise NotFound("not_found")


def exposure(staff: Actor) -> tuple[int, int]:
    """How many approved organisations in the care of `staff` nobody is shown, and how many there are."""
    care = organisation_queries.in_care_of(staff)
    approved = care.where(Organisation.state == VettingState.APPROVED)
    hidden = queries.never_suggested(care)
    return count(hidden.with_only_columns(Organisation.id)), count(approved.with_only_columns(Organisation.id))


def count(ids: sa.Select[int]) -> int:
    """How many rows a statement has."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(ids.order_by(None).subquery())) or 0
