"""What the anchor decides on answers: screening, scores, finalists, the award. Nobody is left without a word."""

from collections.abc import Collection, Mapping

from matchmaker.calls import letters, rules
from matchmaker.calls.models import Call, CallAnswer, CallScore
from matchmaker.calls.postings.posting import move, note
from matchmaker.calls.presenting import score_now
from matchmaker.calls.rules import AnswerState, CallState
from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.organisations import visibility
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier

SCREENED_IN_STATES = frozenset({CallState.OPEN, CallState.SCREENING})


def screen_in(answer: CallAnswer, *, by: Reader, version: int | None) -> None:
    """Let an answer pass the screening."""
    _check_screening(answer, version)
    _decide(answer, AnswerState.SCREENED_IN, by=by)


def screen_out(answer: CallAnswer, reason: str, words: str, *, by: Reader, version: int | None) -> None:
    """Take an answer out, with a reason that the supplier reads."""
    _check_screening(answer, version)
    if not is_known("screening_reason", reason):
        raise RuleViolation("call.unknown_reason")
    _decide(answer, AnswerState.SCREENED_OUT, by=by, reason=reason, words=words)


def _check_screening(answer: CallAnswer, version: int | None) -> None:
    check_version(answer, version)
    if answer.call.state not in SCREENED_IN_STATES:
        raise RuleViolation("call.bad_move")


def score(answer: CallAnswer, scores: Mapping[str, int], *, by: Reader, version: int | None) -> None:
    """Score an answer by the criteria of its call, 0 to 5 each. Raises RuleViolation."""
    check_version(answer, version)
    if answer.call.state is not CallState.ASSESSMENT:
        raise RuleViolation("call.bad_move")
    asked = {criterion.code for criterion in answer.call.criteria}
    if set(scores) != asked or not all(0 <= one <= rules.SCORE_MAX for one in scores.values()):
        raise RuleViolation("call.unknown_criterion")
    rules.check_answer_move(answer.state, AnswerState.ASSESSED)
    known = {one.code: one for one in answer.scores}
    for code, one in scores.items():
        if code in known:
            known[code].score = one
        else:
            answer.scores.append(CallScore(code=code, score=one))
    answer.state, answer.score = AnswerState.ASSESSED, score_now(answer)
    db.session.flush()
    audit.record("call.answer_scored", answer, actor_id=by.actor.user_id, details={"score": answer.score})


def choose_finalists(call: Call, chosen: Collection[int], *, by: Reader, version: int | None) -> None:
    """Take these answers (ids) to the end; the anchor and they learn each other's names. The others are told."""
    check_version(call, version)
    alive = [answer for answer in call.answers if answer.state in rules.ALIVE]
    if any(answer.state is not AnswerState.ASSESSED for answer in alive):
        raise RuleViolation("call.not_assessed")
    finalists = [answer for answer in alive if answer.id in chosen]
    if not finalists:
        raise RuleViolation("call.finalist_needed")
    move(call, CallState.FINALIST)
    note(call, "finalist", by=by)
    for answer in alive:
        if answer in finalists:
            _decide(answer, AnswerState.FINALIST, by=by)
            visibility.disclose(call.organisation, answer.organisation, Tier.NAMED)
            visibility.disclose(answer.organisation, call.organisation, Tier.NAMED)
        else:
            _decide(answer, AnswerState.DECLINED, by=by, reason="outscored")


def award(answer: CallAnswer, words: str, *, by: Reader, version: int | None) -> None:
    """Choose the supplier; every other finalist is told, and the winner's size is kept for the figures."""
    call = answer.call
    check_version(call, version)
    move(call, CallState.AWARDED)
    for other in call.answers:
        if other is not answer and other.state in rules.ALIVE:
            _decide(other, AnswerState.DECLINED, by=by, reason="outscored")
    _decide(answer, AnswerState.AWARDED, by=by, words=words)
    call.ended_at, call.winner_size_band = now(), answer.organisation.size_band
    note(call, "awarded", by=by)
    letters.ended(call)


def _decide(answer: CallAnswer, new: AnswerState, *, by: Reader, reason: str | None = None, words: str = "") -> None:
    rules.check_answer_move(answer.state, new)
    answer.state, answer.reason, answer.decision_words = new, reason, words
    db.session.flush()
    audit.record(f"call.answer_{new.value}", answer, actor_id=by.actor.user_id, details={"reason": reason})
    letters.decided(answer)
