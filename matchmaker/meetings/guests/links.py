"""Links of mails by which somebody without an account answers for a place in a meeting.

They are signed, name the place and its address, and so stop working when the place is given to somebody else. They
run out when the meeting begins: that is seen from the meeting, which may have been moved since the mail.
"""

import hashlib

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.meetings.models import MeetingParticipant


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="meetings.answer")


def _mark(one: MeetingParticipant) -> str:
    """Tells this person from another who is given the same row number later."""
    return hashlib.sha256(one.email.strip().lower().encode()).hexdigest()[:16]


def token_of(one: MeetingParticipant) -> str:
    """The secret part of the link of somebody from outside."""
    return str(_signer().dumps([one.id, _mark(one)]))


def answer_url(one: MeetingParticipant) -> str:
    """Where somebody from outside says whether they will come; empty for people of the service, who sign in."""
    if one.user_id is not None or one.user is not None:
        return ""
    return f"{current_app.extensions['config'].base_url}/meetings/answer/{token_of(one)}"


def read(token: str) -> MeetingParticipant:
    """Whose link it is. Raises NotFound for one that is not ours, or of somebody who no longer takes part."""
    try:
        participant_id, mark = _signer().loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound("not_found") from error
    one = db.session.get(MeetingParticipant, participant_id)
    if one is None or one.user_id is not None or _mark(one) != mark:
        raise NotFound("not_found")
    return one
