"""Who reads a page that members and staff share."""

from dataclasses import dataclass

from matchmaker.foundation.errors import Forbidden
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Reader:
    """A member with its organisation, or a member of staff without one."""

    actor: Actor
    organisation: Organisation | None = None

    @property
    def by_staff(self) -> bool:
        """Whether this is staff."""
        return self.organisation is None

    @property
    def by_agency(self) -> bool:
        """Whether this is the agency's own staff, who audit."""
        return self.organisation is None and self.actor.role in AGENCY

    @property
    def side_id(self) -> int | None:
        """Id of the organisation that a member speaks for."""
        return self.organisation.id if self.organisation is not None else None

    def speaks_for(self, organisation: Organisation) -> bool:
        """Whether this is a member of `organisation`, or staff in whose care it is."""
        if self.organisation is not None:
            return self.organisation.id == organisation.id
        return self.actor.serves(organisation.cluster)


def check_agency(reader: Reader) -> None:
    """Raise Forbidden unless this is the agency's own staff."""
    if not reader.by_agency:
        raise Forbidden("forbidden")
