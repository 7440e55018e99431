"""Questions to the requester, by a broker or by the counterpart, and its answers; the state stays as it is."""

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import letters, queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import add_step, check_act, restart_clock
from matchmaker.introductions.review.brokering import check, check_names_nobody
from matchmaker.introductions.rules import WITH_BROKER, Act, IntroductionState, Party, StepKind, names_a_contact, words
from matchmaker.organisations.models import Organisation

ASKING = frozenset({Party.COUNTERPART})
ASKED = frozenset({Party.REQUESTER})


def ask(introduction: Introduction, text: str, *, user: User, version: int | None) -> None:
    """Put the counterpart's question to the requester. Raises RuleViolation."""
    check_act(introduction, Act.ASK, ASKING, version=version)
    _ask(introduction, _sayable(text, "introduction.question_needed"), actor_id=user.id)


def ask_as_broker(introduction: Introduction, text: str, *, staff: Actor, version: int | None) -> None:
    """Put a broker's question to the requester while the broker reviews. Raises RuleViolation."""
    check(introduction, Act.ASK, staff, version)
    question = _sayable(text, "introduction.question_needed")
    check_names_nobody(introduction, question)
    if not db.session.scalar(queries.has_members(introduction.from_id)):
        raise RuleViolation("introduction.nobody_to_answer")
    _ask(introduction, question, actor_id=staff.user_id)


def reply(introduction: Introduction, text: str, *, user: User, version: int | None) -> None:
    """Answer the open question for the requester. Raises RuleViolation."""
    check_act(introduction, Act.REPLY, ASKED, version=version)
    _reply(introduction, _sayable(text, "introduction.answer_needed"), actor_id=user.id)


def reply_on_behalf(introduction: Introduction, text: str, *, staff: Actor, version: int | None) -> None:
    """Record what a requester for which nobody speaks here answered by phone or letter. Raises RuleViolation."""
    check(introduction, Act.REPLY, staff, version)
    if db.session.scalar(queries.has_members(introduction.from_id)):
        raise RuleViolation("introduction.answers_itself")
    said, side = _sayable(text, "introduction.answer_needed"), introduction.from_organisation
    _reply(introduction, said, actor_id=staff.user_id, on_behalf_of=side)


def _ask(introduction: Introduction, question: str, *, actor_id: int) -> None:
    if introduction.asked_at is not None:
        raise RuleViolation("introduction.question_open")
    state = introduction.state
    introduction.asked_at = now()
    restart_clock(introduction)
    add_step(introduction, state, state, actor_id=actor_id, note=question, kind=StepKind.QUESTION)
    db.session.flush()
    audit.record("introduction.question", introduction, actor_id=actor_id)
    by_broker = state in WITH_BROKER
    letters.to_members(
        "introduction_question", introduction, introduction.from_organisation, question=question, by_broker=by_broker
    )
    if not db.session.scalar(queries.has_members(introduction.from_id)):
        letters.to_brokers("introduction_question_staff", introduction, question=question)


def _reply(introduction: Introduction, said: str, *, actor_id: int, on_behalf_of: Organisation | None = None) -> None:
    if introduction.asked_at is None:
        raise RuleViolation("introduction.no_question")
    state = introduction.state
    introduction.asked_at = None
    introduction.replied_at = now()
    restart_clock(introduction)
    add_step(introduction, state, state, actor_id=actor_id, note=said, kind=StepKind.ANSWER, on_behalf_of=on_behalf_of)
    db.session.flush()
    audit.record("introduction.reply", introduction, actor_id=actor_id)
    if state is IntroductionState.FORWARDED:
        letters.to_members("introduction_reply", introduction, introduction.to_organisation, said=said)
    else:
        letters.to_brokers("introduction_reply_staff", introduction, said=said)


def open_question(introduction: Introduction) -> str:
    """The words of the question that waits for the requester's answer; empty for none."""
    if introduction.asked_at is None:
        return ""
    asked = (step.note for step in reversed(introduction.steps) if step.kind is StepKind.QUESTION)
    return next(asked, "")


def _sayable(text: str, code: str) -> str:
    """`text` trimmed, which the other side may read. Raises RuleViolation for none, too much, or contact data."""
    said = words(text, code=code)
    if names_a_contact(said):
        raise RuleViolation("introduction.contact_in_message")
    return said
