"""Answering, deciding, and the gate that asks before something crosses the border."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from matchmaker.compliance import letters, queries
from matchmaker.compliance.lights import Standing, sides_of, standing_of
from matchmaker.compliance.models import ComplianceAnswer, ComplianceDecision, ComplianceSheet
from matchmaker.compliance.questions import put_to
from matchmaker.compliance.rules import PERMIT_MAX, REASON_MAX, Answer, Colour, Crossing, Light, to_decide
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor, Permission
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.queries import has_members
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Side, VettingState


@dataclass(frozen=True, slots=True)
class Given:
    """What a side says to one question; a permit is named."""

    answer: Answer
    permit: str = ""


def require_clear(introduction: Introduction, crossing: Crossing, *, opened: Opportunity | None = None) -> None:
    """Raise RuleViolation while a light is in the way of `crossing`.

    Red holds back everything, and not knowing whether it is national core technology already holds back files that
    leave Korea, until staff decide with a reason. `opened`: whose document it is, when it is another opportunity's than
    the introduction's own.
    """
    blocking = standing_of(introduction, opened).blocking(crossing)
    if any(one.colour is Colour.RED for one in blocking):
        raise RuleViolation("compliance.red")
    if blocking:
        raise RuleViolation("compliance.core_technology_unknown")


def is_clear(introduction: Introduction, crossing: Crossing) -> bool:
    """Whether nothing is in the way of `crossing`."""
    return not standing_of(introduction).blocking(crossing)


def crossing_of(sender: Organisation | None) -> Crossing:
    """What a file of `sender` is (None: of staff): what may come out of Korea is held to the stricter measure."""
    return Crossing.DOCUMENT if sender is not None and sender.side is Side.OVERSEAS else Crossing.FILE_ABROAD


def sheet_version(introduction: Introduction, side: Organisation) -> int:
    """The version of a side's answers; 0 while there are none."""
    found = db.session.scalars(queries.sheet(introduction.id, side.id)).first()
    return found.version if found else 0


def answer(
    introduction: Introduction, side: Organisation, given: Mapping[str, Given], *, actor_id: int, version: int | None,
    by_staff: bool = False,
) -> None:  # fmt: skip
    """Write down what `side` says; both offices are told when an answer is not red any more.

    Raises RuleViolation: changed meanwhile, a permit that is not named, a side that is not approved at present.
    """
    asked = {question.code for question in put_to(domestic=side.side is Side.DOMESTIC)}
    for code, said in given.items():
        _check(code, said, asked)
    if not by_staff and side.state is not VettingState.APPROVED:
        raise RuleViolation("introduction.own_not_approved")
    sheet = _sheet(introduction, side, version)
    were_red = _red_of(introduction, side)
    sheet.answered_by_id, sheet.by_staff, sheet.updated_at = actor_id, by_staff, now()
    for code, said in given.items():
        _put(sheet, code, said)
    db.session.flush()
    details = {"answers": {code: said.answer.value for code, said in given.items()}, "by_staff": by_staff}
    audit.record("compliance.answered", sheet, actor_id=actor_id, details=details)
    if eased := were_red - _red_of(introduction, side):
        letters.tell_eased(introduction, side, {code: given[code].answer for code in given if code in eased})


def _check(code: str, said: Given, asked: set[str]) -> None:
    if code not in asked:
        raise RuleViolation("compliance.unknown_question")
    if said.answer is Answer.PERMITTED and not said.permit.strip():
        raise RuleViolation("compliance.permit_needed")
    if len(said.permit) > PERMIT_MAX:
        raise RuleViolation("compliance.permit_too_long", most=PERMIT_MAX)


def _red_of(introduction: Introduction, side: Organisation) -> set[str]:
    """Questions to which the answer of `side` that counts is red."""
    said = standing_of(introduction).said
    return {one.question.code for one in said if one.side_id == side.id and one.colour is Colour.RED}


def _sheet(introduction: Introduction, side: Organisation, version: int | None) -> ComplianceSheet:
    """The sheet as its writer saw it (`version` 0: none yet), so that of two who write the second is told."""
    found = db.session.scalars(queries.sheet(introduction.id, side.id)).first()
    if version != (found.version if found else 0):
        raise RuleViolation("changed_meanwhile")
    if found is not None:
        return found
    sheet = ComplianceSheet(introduction_id=introduction.id, organisation_id=side.id)
    try:
        with db.session.begin_nested():
            db.session.add(sheet)
    except IntegrityError as error:
        raise RuleViolation("changed_meanwhile") from error
    return sheet


def _put(sheet: ComplianceSheet, code: str, said: Given) -> None:
    permit = said.permit.strip() if said.answer is Answer.PERMITTED else ""
    row = sheet.answer(code)
    if row is None:
        sheet.answers.append(ComplianceAnswer(question=code, answer=said.answer, permit=permit))
    elif (row.answer, row.permit) != (said.answer, permit):
        row.answer, row.permit, row.at = said.answer, permit, now()


def side_without_members(introduction: Introduction, organisation_id: int, staff: Actor) -> Organisation:
    """The side, in this person's care, for which nobody speaks. Raises NotFound, RuleViolation."""
    side = next((one for one in sides_of(introduction) if one.id == organisation_id), None)
    if side is None or not staff.serves(side.cluster):
        raise NotFound("not_found")
    if db.session.scalar(has_members(side.id)):
        raise RuleViolation("compliance.answers_itself")
    return side


def decide(introduction: Introduction, light: Light, reason: str, *, staff: Actor, seen: str) -> ComplianceDecision:
    """Let things pass in spite of a light, for the answers that are there (`seen`: as the page showed them).

    Raises Forbidden for all but the agency, RuleViolation: no reason, nothing to decide, decided already, or other
    answers than seen.
    """
    words = _words(reason, staff)
    covers = covers_of(standing_of(introduction), light)
    if not covers:
        raise RuleViolation("compliance.nothing_to_decide")
    if seen != fingerprint(covers):
        raise RuleViolation("changed_meanwhile")
    _replace(introduction, light, covers, words, staff)
    row = ComplianceDecision(introduction_id=introduction.id, light=light, covers=covers, reason=words,
                             decided_by_id=staff.user_id)  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleViolation("compliance.decided_already") from error
    audit.record("compliance.decided", row, actor_id=staff.user_id, details={"light": light.value, "covers": covers})
    letters.tell(introduction, light, reason=words, is_revoked=False)
    return row


def _replace(introduction: Introduction, light: Light, covers: list[str], words: str, staff: Actor) -> None:
    """End the decision about other answers; there is one that stands for each light. Raises RuleViolation."""
    old = db.session.scalars(queries.standing([introduction.id]).where(ComplianceDecision.light == light)).first()
    if old is None:
        return
    if covers == sorted(old.covers):
        raise RuleViolation("compliance.decided_already")
    old.revoked_at, old.revoked_by_id, old.revoke_reason = now(), staff.user_id, words
    db.session.flush()


def revoke(introduction: Introduction, decision_id: int, reason: str, *, staff: Actor) -> None:
    """Take a decision back: what it let pass is held back again. Raises NotFound, Forbidden, RuleViolation."""
    words = _words(reason, staff)
    statement = queries.standing([introduction.id]).where(ComplianceDecision.id == decision_id).with_for_update()
    row = db.session.scalars(statement).first()
    if row is None:
        raise RuleViolation("compliance.not_standing")
    row.revoked_at, row.revoked_by_id, row.revoke_reason = now(), staff.user_id, words
    db.session.flush()
    audit.record("compliance.revoked", row, actor_id=staff.user_id, details={"light": row.light.value})
    letters.tell(introduction, row.light, reason=words, is_revoked=True)


def covers_of(standing: Standing, light: Light) -> list[str]:
    """Keys of the answers under `light` about which there is something to decide, sorted."""
    return sorted(one.key for one in to_decide(standing.said, light))


def fingerprint(covers: list[str]) -> str:
    """What a page carries of the answers that it showed."""
    return " ".join(covers)


def _words(reason: str, staff: Actor) -> str:
    if not staff.may(Permission.COMPLIANCE_DECIDE):
        raise Forbidden("forbidden")
    words = reason.strip()
    if not words:
        raise RuleViolation("compliance.reason_needed")
    if len(words) > REASON_MAX:
        raise RuleViolation("compliance.reason_too_long", most=REASON_MAX)
    return words
