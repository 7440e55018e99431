"""Calls that nobody here answers well go to the partner clusters, whose offices pass them to their members."""

from collections.abc import Iterable
from datetime import date

from matchmaker.calls import letters, queries, rules
from matchmaker.calls.models import Call, CallInvitation, CallPassing
from matchmaker.calls.postings.posting import move, note
from matchmaker.calls.presenting import qualified_count
from matchmaker.calls.rules import CallState
from matchmaker.foundation.codes import code_list
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.working_days import local_day
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import CATCH_ALL_CLUSTERS
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, VettingState


def partner_clusters() -> list[str]:
    """Codes of the clusters abroad, those that staff added among them."""
    listed = code_list("cluster")
    return [
        one.code for one in listed
        if one.code not in CATCH_ALL_CLUSTERS and one.extra.get("country") != DOMESTIC_COUNTRY
    ]  # fmt: skip


def pass_on_due(today: date) -> int:
    """Ask the partner clusters about every call that has waited long enough; how many calls. Safe to run twice."""
    due = [call for call in db.session.scalars(queries.not_passed_on()) if _is_due(call, today)]
    for call in due:
        pass_on(call, partner_clusters())
    return len(due)


def _is_due(call: Call, today: date) -> bool:
    if call.opened_at is None or call.answer_by < today:
        return False
    return rules.must_ask_partners(
        opened_on=local_day(call.opened_at), wait_days=call.wait_days, today=today,
        qualified=qualified_count(call), asked=call.passed_on_at is not None,
    )  # fmt: skip


def pass_on(call: Call, clusters: Iterable[str]) -> None:
    """Let the call come in at `clusters`, each with a mail to its brokers."""
    call.passed_on_at = now()
    known = {one.cluster for one in call.passings}
    fresh = [CallPassing(cluster=code) for code in clusters if code not in known]
    call.passings.extend(fresh)
    note(call, "passed_on", by=None)
    for passing in fresh:
        letters.passed_on(passing)


def end_answers(today: date) -> int:
    """Begin the screening of calls whose last day for answers has passed; how many."""
    rows = db.session.scalars(queries.past_deadline(today)).all()
    for call in rows:
        move(call, CallState.SCREENING)
        note(call, "screening", by=None)
    return len(rows)


def invite(call: Call, organisation: Organisation, *, by: Reader) -> None:
    """Point an organisation in the care of `by` to an open call. Raises RuleViolation."""
    known = set(db.session.scalars(queries.invited(call.id).with_only_columns(CallInvitation.organisation_id)))
    if call.state is not CallState.OPEN:
        raise RuleViolation("call.not_open")
    good = organisation.state is VettingState.APPROVED and by.speaks_for(organisation)
    own = organisation.id == call.organisation_id or visibility.are_blocked(organisation, call.organisation)
    if not good or own or organisation.id in known:
        raise RuleViolation("call.cannot_invite")
    db.session.add(CallInvitation(call_id=call.id, organisation_id=organisation.id, by_id=by.actor.user_id))
    note(call, "invited", by=by)
    letters.invited(call, organisation)


def handle(call: Call, words: str, *, by: Reader) -> None:
    """Note that the asker's cluster has seen to the call. Raises RuleViolation when nothing waits there."""
    waiting = [one for one in call.passings if one.handled_at is None and by.actor.serves(one.cluster)]
    if by.actor.cluster is not None:
        waiting = [one for one in waiting if one.cluster == by.actor.cluster]
    if not waiting:
        raise RuleViolation("call.handled")
    for one in waiting:
        one.handled_at, one.handled_by_id, one.words = now(), by.actor.user_id, words
    note(call, "handled", by=by, words=words)
