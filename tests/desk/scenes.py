"""Many pairs in all stages, and the people of two offices."""

from datetime import timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.models import Organisation
from tests.factories import make_organisation

S = IntroductionState


def make_pair(
    state: IntroductionState = S.SUBMITTED,
    *,
    broker: User | None = None,
    days_ago: float = 0,
    from_: Organisation | None = None,
    to: Organisation | None = None,
    message: str = "We make closed systems.",
    **values: object,
) -> Introduction:
    """An introduction in `state` that was sent in so many days ago, made the short way."""
    asking, asked = from_ or make_organisation(), to or make_organisation(country="US")
    at = now() - timedelta(days=days_ago)
    fields: dict[str, object] = {"submitted_at": None if state is S.DRAFT else at}
    if state in {S.FORWARDED, S.INTRODUCED}:
        fields["forwarded_at"] = at
    if state is S.NEED_INFO:
        fields["returned_at"] = at
    if state is S.INTRODUCED:
        fields |= {"answered_at": at, "introduced_at": at}
    first, second = sorted((asking.id, asked.id))
    row = Introduction(
        from_id=asking.id, to_id=asked.id, first_id=first, second_id=second, message=message, state=state,
        broker_id=broker.id if broker else None, **(fields | values),
    )  # fmt: skip
    row.steps.append(IntroductionStep(to_state=state.value, at=at))
    db.session.add(row)
    db.session.flush()
    return row
