"""A hand-over as its reader sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.opportunities.presenting import organisation_title
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState
from matchmaker.routes.sight import Reader
from matchmaker.routes.wording import HANDOVER_BADGE, HANDOVER_LABEL

Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class HandoverView:
    """Who to whom, from which stage to which, with what, and how it stands."""

    id: int
    version: int
    project: str
    project_id: int
    giver: str
    receiver: str
    from_stage: str
    to_stage: str
    next_stage: str
    what: str
    documents: tuple[str, ...]
    state: HandoverState
    label: str
    badge: str
    offered_at: datetime
    answered_at: datetime | None
    answer: str
    may_answer: bool
    may_withdraw: bool
    is_ours: bool
    """Whether the reader can open the route of the project."""


def present(row: Handover, reader: Reader) -> HandoverView:
    """`row` for `reader`."""
    tier = Tier.NAMED if reader.staff is not None else tier_for(reader.organisation, row.giver)
    tell: Tell = str if tier >= Tier.NAMED else redactor_of(row.giver)
    return HandoverView(
        row.id, row.version, tell(row.opportunity.title(locale())), row.opportunity_id, _title(row.giver, reader),
        _receiver(row, reader), code_label("stage", row.from_stage), code_label("stage", row.to_stage),
        code_label("stage", row.next_stage), tell(row.what), tuple(map(tell, row.documents)), row.state,
        str(HANDOVER_LABEL[row.state]),
        HANDOVER_BADGE[row.state], row.offered_at, row.answered_at, row.answer, reader.may_answer(row),
        reader.may_withdraw(row),
        reader.staff.serves(row.giver.cluster) if reader.staff is not None else reader.gives(row),
    )  # fmt: skip


def _receiver(row: Handover, reader: Reader) -> str:
    if row.receiver is not None:
        return _title(row.receiver, reader)
    return row.asset.name(locale()) if row.asset is not None else ""


def _title(organisation: Organisation, reader: Reader) -> str:
    tier = Tier.NAMED if reader.staff is not None else tier_for(reader.organisation, organisation)
    return organisation_title(organisation, tier, locale())
