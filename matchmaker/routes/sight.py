"""Who asks, and which projects and hand-overs it may see."""

from dataclasses import dataclass

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import Actor
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.queries import in_care_of
from matchmaker.organisations.models import Organisation
from matchmaker.routes import queries
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState


@dataclass(frozen=True, slots=True)
class Reader:
    """A member with the organisation it speaks for, or staff (None)."""

    actor: Actor
    organisation: Organisation | None = None

    @property
    def staff(self) -> Actor | None:
        """The reader, if it is staff."""
        return self.actor if self.actor.is_staff else None

    def gives(self, row: Handover) -> bool:
        """Whether this side handed it over."""
        return self.organisation is not None and self.organisation.id == row.from_id

    def receives(self, row: Handover) -> bool:
        """Whether this side answers: the receiver, or the operator of the asset."""
        operator = row.asset.operator_id if row.asset is not None else None
        return self.organisation is not None and self.organisation.id in {row.to_id, operator}

    def may_answer(self, row: Handover) -> bool:
        """Whether this reader confirms or declines: the receiving side, or staff who have it in their care."""
        if row.state is not HandoverState.OFFERED:
            return False
        if self.staff is None:
            return self.receives(row)
        return self.staff.serves(row.receiver.cluster if row.receiver is not None else row.giver.cluster)

    def may_withdraw(self, row: Handover) -> bool:
        """Whether this reader can take it back: the giving side, or staff who have that in their care."""
        if row.state is not HandoverState.OFFERED:
            return False
        return self.gives(row) if self.staff is None else self.staff.serves(row.giver.cluster)


def project_of(reader: Reader, opportunity_id: int) -> Opportunity:
    """A project that was published, of the member's own organisation or in the care of staff. Raises NotFound."""
    if reader.organisation is not None:
        statement = queries.projects_of(reader.organisation.id)
    else:
        statement = in_care_of(reader.actor).where(queries.OFFERED_ONCE)
    found = db.session.scalars(queries.for_route(statement.where(Opportunity.id == opportunity_id))).first()
    if found is None:
        raise NotFound("not_found")
    return found


def handover_of(reader: Reader, handover_id: int) -> Handover:
    """A hand-over that `reader` gave, received or has in care. Raises NotFound."""
    row = db.session.scalars(queries.handover(handover_id)).first()
    if row is None or not _may_see(reader, row):
        raise NotFound("not_found")
    return row


def _may_see(reader: Reader, row: Handover) -> bool:
    if reader.staff is not None:
        sides = [row.giver, *([row.receiver] if row.receiver is not None else [])]
        return any(reader.staff.serves(side.cluster) for side in sides)
    return reader.gives(row) or (reader.receives(row) and row.state is not HandoverState.WITHDRAWN)
