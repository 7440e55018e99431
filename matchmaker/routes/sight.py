"""Who asks, and which projects and hand-overs it may see."""

from dataclasses import dataclass

from matchmaker.clusters.rules import HOME
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import Actor
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.queries import in_care_of
from matchmaker.organisations import readers
from matchmaker.routes import queries
from matchmaker.routes.models import Handover
from matchmaker.routes.rules import HandoverState


@dataclass(frozen=True, slots=True)
class Reader(readers.Reader):
    """A member with the organisation it speaks for, or staff (None), before a hand-over."""

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
        return self.staff.serves(_receiving_cluster(row))

    def may_withdraw(self, row: Handover) -> bool:
        """Whether this reader can take it back: the giving side, or staff who have that in their care."""
        if row.state is not HandoverState.OFFERED:
            return False
        return self.gives(row) if self.staff is None else self.staff.serves(row.giver.cluster)


def _receiving_cluster(row: Handover) -> str:
    """Whose staff answer: those of the receiver, or of the asset's operator; an asset without one is at home."""
    side = row.receiver or (row.asset.operator if row.asset is not None else None)
    return side.cluster if side is not None else HOME


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
        return any(reader.staff.serves(one) for one in (row.giver.cluster, _receiving_cluster(row)))
    return reader.gives(row) or (reader.receives(row) and row.state is not HandoverState.WITHDRAWN)
