"""What of the requests waits for a person; rooms downstream show it on the home pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.assets.requests import sight
from matchmaker.assets.requests.rules import PATIENCE, WAITS_FOR, Side
from matchmaker.assets.requests.sight import Reader, side_of
from matchmaker.assets.requests.wording import STATES
from matchmaker.foundation.database import db, now
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.models import Organisation

MOST = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in which it is the person's turn."""

    text: str
    url: str
    is_late: bool


def waiting(user: User, organisation: Organisation | None) -> Sequence[Waiting]:
    """The requests that have waited longest for this person, `MOST` at the most."""
    reader = Reader(user.as_actor(), organisation)
    found = []
    for row in db.session.scalars(sight.waiting_for(reader).limit(MOST)):
        text = _("Facility request, %(asset)s: %(state)s", asset=row.asset.name(locale()), state=STATES[row.state])
        waits_long = WAITS_FOR[row.state] is Side.HANDLER and now() - row.since > PATIENCE
        is_handler = side_of(reader, row) is Side.HANDLER
        found.append(Waiting(text, url_for("asset_requests.show", request_id=row.id), waits_long and is_handler))
    return found
