"""The end of a chain without a result, and its reopening."""

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import words
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import letters, queries, rules
from matchmaker.outcomes.models import Closing, Obligation, Outcome
from matchmaker.outcomes.rules import ObligationState
from matchmaker.outcomes.sight import hold


def closing_of(introduction: Introduction) -> Closing | None:
    """The closing in force."""
    return db.session.scalars(queries.closing_of(introduction.id)).first()


def close(introduction: Introduction, reason: str, text: str = "", *, by: Reader) -> Closing:
    """Say that nothing more comes of it.

    Raises RuleViolation when it is closed already, when the reason is no code of `decline_reason`, when a contract,
    investment, tenancy or hire stands, or when promises are open.
    """
    if not is_known("decline_reason", reason):
        raise RuleViolation("outcome.unknown_reason")
    hold(introduction)
    _check_nothing_left(introduction)
    closing = Closing(
        introduction_id=introduction.id, reason=reason, words=words(text) if text.strip() else "",
        closed_by_id=by.actor.user_id, closed_for_id=by.side_id,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(closing)
    except IntegrityError as error:
        raise RuleViolation("outcome.chain_closed") from error
    audit.record("outcome.closed", closing, actor_id=by.actor.user_id, details={"introduction_id": introduction.id})
    _tell(introduction, closing, by)
    if not by.by_staff:
        letters.to_brokers("outcome_closed", introduction, path=_page(introduction), closing=closing)
    return closing


def _check_nothing_left(introduction: Introduction) -> None:
    standing = queries.outcomes_of([introduction.id]).where(queries.STANDING)
    if db.session.scalars(standing.where(Outcome.kind.in_(sorted(rules.RESULTS)))).first() is not None:
        raise RuleViolation("outcome.has_result")
    promised = queries.obligations_of([introduction.id]).where(Obligation.state == ObligationState.OPEN)
    if db.session.scalars(promised).first() is not None:
        raise RuleViolation("outcome.promises_open")


def reopen(closing: Closing, reason: str, *, by: Reader, version: int | None) -> None:
    """Take a closing back. Raises Forbidden for members, RuleViolation without a reason or when it was done already."""
    if not by.by_staff:
        raise Forbidden("forbidden")
    if closing.version != version or closing.reopened_at is not None:
        raise RuleViolation("changed_meanwhile")
    closing.reopened_reason = words(reason, code="outcome.reason_needed")
    closing.reopened_at, closing.reopened_by_id = now(), by.actor.user_id
    db.session.flush()
    audit.record("outcome.reopened", closing, actor_id=by.actor.user_id)
    _tell(closing.introduction, closing, by)


def _tell(introduction: Introduction, closing: Closing, by: Reader) -> None:
    letters.to_sides("outcome_closed", introduction, path=_page(introduction), but_not=by.side_id, closing=closing)


def _page(introduction: Introduction) -> str:
    return f"/outcomes/with/{introduction.id}"
