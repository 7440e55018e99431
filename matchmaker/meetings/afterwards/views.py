"""Pages on which people say that they will come, and how a meeting went."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.meetings.afterwards import rating, reconfirming
from matchmaker.meetings.afterwards.forms import RatingForm
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.presenting import ratings_view, waiting_view
from matchmaker.meetings.afterwards.rules import check_rateable
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.naming import side_name
from matchmaker.meetings.people import By
from matchmaker.meetings.presenting import meeting_view
from matchmaker.meetings.rules import SIDES
from matchmaker.meetings.standing import ROLES
from matchmaker.meetings.views import bp, get, shown


@bp.get("/meetings/<int:meeting_id>/reconfirm")
@require(Permission.MEETING_USE)
def reconfirm(meeting_id: int) -> ResponseReturnValue:
    """Will you be there? For staff also: who will."""
    meeting, who = get(meeting_id)
    return render_template(
        "meetings/afterwards/reconfirm.html", view=meeting_view(meeting, who, now()),
        own=reconfirming.place_of(meeting, who.user.id), waiting=waiting_view(meeting, who),
    )  # fmt: skip


@bp.post("/meetings/<int:meeting_id>/reconfirm/<int:participant_id>")
@require(Permission.MEETING_USE)
def will_come(meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """Yes."""
    meeting, who = get(meeting_id)
    with transaction():
        reconfirming.will_come(meeting, participant_id, by=who, version=sent_version())
    if who.side is None:
        flash(_("Noted."), "success")
        return redirect(url_for("meetings.reconfirm", meeting_id=meeting_id))
    return shown(meeting_id, _("Thank you. The other side can count on you."))


@bp.post("/meetings/<int:meeting_id>/cannot/<int:participant_id>")
@require(Permission.MEETING_USE)
def cannot_come(meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """No: on to another time, or to calling it off."""
    meeting, who = get(meeting_id)
    with transaction():
        reconfirming.cannot_come(meeting, participant_id, by=who, version=sent_version())
    flash(_("Noted. Propose another time now, or call the meeting off on its page."), "warning")
    return redirect(url_for("meetings.times", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/rate", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def rate(meeting_id: int) -> ResponseReturnValue:
    """How did it go? One word for each side and one of the agency."""
    meeting, who = get(meeting_id)
    check_rateable(meeting.state, meeting.ends_at, now())
    said = rating.ratings_of_meeting(meeting)
    known = said.get(rating.side_of(meeting, who))
    form = RatingForm(people=_people(meeting, who), for_staff=who.side is None)
    if request.method == "GET":
        _fill(form, known)
    elif form.validate():
        word = rating.Word(form.outcome.data, form.who, form.comment.data or "")
        if _is_told(form, meeting, word, who):
            return shown(meeting_id, _("Thank you. Your word is noted; only the agency reads it."))
    page = render_template(
        "meetings/afterwards/rate.html", form=form, view=meeting_view(meeting, who, now()), is_known=known is not None,
        ratings=ratings_view(meeting, said.values()) if who.side is None else [],
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _fill(form: RatingForm, known: MeetingRating | None) -> None:
    if known is None:
        return
    form.version.data, form.outcome.data, form.comment.data = known.version, known.outcome, known.comment
    form.absent.data = [str(one) for one in sorted(known.absentees)]


def _is_told(form: RatingForm, meeting: Meeting, word: rating.Word, who: By) -> bool:
    """Whether the word is noted; what contradicts itself is told beside the field."""
    try:
        with transaction():
            rating.rate(meeting, word, by=who, version=form.version.data)
    except RuleViolation as refusal:
        if refusal.code not in {"meeting.who_was_absent", "meeting.nobody_of_a_side"}:
            raise
        form.absent.errors = [*form.absent.errors, say(refusal)]
        return False
    return True


def _people(meeting: Meeting, who: By) -> list[tuple[int, str]]:
    """Everybody who was to come, with what the reader may call whom they come for."""
    found = []
    for one in meeting.participants:
        side = side_name(one.organisation, meeting.introduction, who.side, locale())
        role = side if one.role in SIDES else str(ROLES[one.role])
        found.append((one.id, f"{one.full_name} ({role})" if role else one.full_name))
    return found
