"""The page on which somebody without an account says whether they will come."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from matchmaker.accounts import sessions
from matchmaker.foundation.access import public
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import LOCALES, locale
from matchmaker.foundation.limits import UNSUBSCRIBE, limiter
from matchmaker.meetings.afterwards import reconfirming
from matchmaker.meetings.guests import links
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import pair_for
from matchmaker.meetings.people import zones_of
from matchmaker.meetings.rules import MeetingState
from matchmaker.meetings.times.reading import Times, read

bp = Blueprint("guests", __name__, url_prefix="/meetings/answer")


@bp.get("/<token>")
@limiter.limit(UNSUBSCRIBE)
@public
def show(token: str) -> ResponseReturnValue:
    """Will you be there? Once the meeting has begun the link is spent and tells nothing more."""
    one = _guest(token)
    meeting = one.meeting
    if meeting.starts_at is not None and meeting.starts_at <= now():
        return render_template("meetings/guests/spent.html"), 410
    page = render_template(
        "meetings/guests/answer.html", token=token, one=one, meeting=meeting, times=_times(meeting),
        pair=pair_for(meeting.introduction, one.organisation_id, locale()), state=_state(meeting),
    )  # fmt: skip
    return page, {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@bp.post("/<token>/yes")
@limiter.limit(UNSUBSCRIBE)
@public
def will_come(token: str) -> ResponseReturnValue:
    """Yes."""
    return _answered(token, reconfirming.will_come, _("Thank you. Everybody can count on you."), "success")


@bp.post("/<token>/no")
@limiter.limit(UNSUBSCRIBE)
@public
def cannot_come(token: str) -> ResponseReturnValue:
    """No: whoever sees to the meeting is told at once."""
    words = _("Noted. Whoever sees to the meeting has been told.")
    return _answered(token, reconfirming.cannot_come, words, "warning")


def _answered(token: str, answer: Callable[..., None], words: str, kind: str) -> ResponseReturnValue:
    one = _guest(token)
    with transaction():
        answer(one.meeting, one.id, by=None, version=sent_version())
    flash(words, kind)
    return redirect(url_for("guests.show", token=token))


def _guest(token: str) -> MeetingParticipant:
    """Whose link it is; the page is in the language of the mails to that person, if no other was chosen."""
    one = links.read(token)
    if "locale" not in session:
        sessions.read_in(one.locale if one.locale in LOCALES else "en")
        refresh()
    return one


def _times(meeting: Meeting) -> Times | None:
    if meeting.state is not MeetingState.CONFIRMED or meeting.starts_at is None or meeting.ends_at is None:
        return None
    return read(meeting.starts_at, meeting.ends_at, zones_of(meeting.introduction, meeting), since=meeting.proposed_at)


def _state(meeting: Meeting) -> str:
    """What there is to say where nothing is asked."""
    if meeting.state is MeetingState.CANCELLED:
        return str(_("The meeting is off. You need not do anything."))
    return str(_("Another time is being agreed. You will get a new invitation as soon as there is one."))
