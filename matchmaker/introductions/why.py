"""Why two organisations were suggested to each other, from the stored suggestion; nothing is computed here."""

from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions import queries
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.presenting import Seen, for_member, for_staff, seen_from
from matchmaker.suggestions.why import Why


def why_for_member(reader: Organisation, other: Organisation) -> Why | None:
    """The stored reason as the members of `reader` may read it; None when nothing is stored."""
    pair = _stored(reader, other)
    return for_member(reader, [pair], locale())[0].why if pair else None


def why_for_staff(one: Organisation, other: Organisation) -> Why | None:
    """The stored reason seen from `one`, names and all."""
    pair = _stored(one, other)
    return for_staff([pair], locale())[0].why if pair else None


def _stored(reader: Organisation, other: Organisation) -> Seen | None:
    """The suggestion for `reader`; where only the other way round is stored, that one turned round."""
    for viewer, candidate in ((reader, other), (other, reader)):
        row: Suggestion | None = db.session.scalars(queries.whole(queries.pair(viewer.id, candidate.id))).first()
        if row is not None:
            return seen_from(reader.id, row)
    return None
