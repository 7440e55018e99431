"""The history of an introduction: for its two sides without persons, for staff with everything they may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import STAFF
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import AGENCY_OFFICE, IntroductionState, Party, StepKind

S = IntroductionState
_APPROVALS = frozenset({StepKind.APPROVAL, StepKind.APPROVAL_TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime
    title: str
    text: str
    by: str
    internal: bool = False


def office_label(office: str) -> str:
    """Name of an office: the agency, or a partner cluster."""
    return str(_("The agency")) if office == AGENCY_OFFICE else code_label("cluster", office)


def member_history(introduction: Introduction, party: Party, name: str) -> tuple[Event, ...]:
    """What this side may know of, latest first; persons are not named, the other side is called `name`."""
    seen = [step for step in introduction.steps if not step.internal]
    if party is Party.COUNTERPART:
        since = next((n for n, step in enumerate(seen) if step.to_state == S.FORWARDED), len(seen))
        seen = seen[since:]
    return tuple(_member_event(step, introduction, party, name) for step in reversed(seen))


def _member_event(step: IntroductionStep, introduction: Introduction, party: Party, name: str) -> Event:
    returned = step.to_state == S.NEED_INFO and party is Party.REQUESTER
    is_talk = step.kind is not StepKind.MOVE
    who = _mover(step, introduction)
    return Event(step.at, _title(step), step.note if returned or is_talk else "", _called(who, step, party, name))


def _title(step: IntroductionStep) -> str:
    titles: Mapping[StepKind, str] = {StepKind.QUESTION: _("Question"), StepKind.ANSWER: _("Answer to the question")}
    return titles.get(step.kind) or code_label("introduction_state", step.to_state)


def _mover(step: IntroductionStep, introduction: Introduction) -> Party | None:
    """Which side moved, or the agency; None for time."""
    to, was_forwarded = S(step.to_state), step.from_state == S.FORWARDED
    if step.kind is StepKind.QUESTION:
        return Party.COUNTERPART if was_forwarded else Party.AGENCY
    if step.kind is StepKind.ANSWER:
        return Party.REQUESTER
    if to is S.EXPIRED:
        return None
    if to is S.ACCEPTED or (to is S.DECLINED and was_forwarded):
        return Party.COUNTERPART
    asked = to in {S.DRAFT, S.SUBMITTED, S.WITHDRAWN} and not (to is S.DRAFT and introduction.proposed_by_staff)
    return Party.REQUESTER if asked else Party.AGENCY


def _called(who: Party | None, step: IntroductionStep, party: Party, name: str) -> str:
    """How the reader, who is `party`, calls whoever moved."""
    if who is None:
        return ""
    if who is Party.AGENCY:
        return str(_("The agency"))
    side = _("Your organisation") if who is party else name
    recorded = _("%(organisation)s, recorded by the agency", organisation=side)
    return str(recorded if step.on_behalf_of_id else side)


def staff_history(steps: Sequence[IntroductionStep], introduction: Introduction, cluster: str | None) -> list[Event]:
    """The whole history, latest first; for a co-broker of `cluster` without the notes of others."""
    return [_staff_event(step, introduction, cluster) for step in reversed(steps) if _may_read(step, cluster)]


def _may_read(step: IntroductionStep, cluster: str | None) -> bool:
    """Approvals are read by all offices, notes within the office and by the agency."""
    if not step.internal or cluster is None or step.kind in _APPROVALS:
        return True
    return step.actor is not None and step.actor.cluster == cluster


def _staff_event(step: IntroductionStep, introduction: Introduction, cluster: str | None) -> Event:
    who = _person(step, introduction, cluster)
    sides = {side.id: side for side in (introduction.from_organisation, introduction.to_organisation)}
    side = sides.get(step.on_behalf_of_id or 0)
    if side is not None:
        who = _("%(person)s on behalf of %(organisation)s", person=who, organisation=side.name(locale()))
    if step.kind in _APPROVALS:
        return Event(step.at, _approval_title(step), "", who)
    title = _("Internal note") if step.internal else _title(step)
    return Event(step.at, title, step.note, who, step.internal)


def _person(step: IntroductionStep, introduction: Introduction, cluster: str | None) -> str:
    """Who did it; to a co-broker people of the side that is not in its care are that side."""
    if step.actor is None:
        return ""
    if cluster is None or step.actor.role in STAFF:
        return step.actor.full_name
    of_requester = _mover(step, introduction) is Party.REQUESTER
    side = introduction.from_organisation if of_requester else introduction.to_organisation
    return step.actor.full_name if side.cluster == cluster else side.name(locale())


def _approval_title(step: IntroductionStep) -> str:
    office = office_label(step.note)
    if step.kind is StepKind.APPROVAL:
        return str(_("%(office)s: approved for passing on", office=office))
    return str(_("%(office)s: approval taken back", office=office))
