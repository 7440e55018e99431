"""Proposing times: for a new meeting, in the place of others, or to move a meeting."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import say
from matchmaker.introductions import moves
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings import service
from matchmaker.meetings.forms import DEFAULT_MINUTES, TimesForm, ticked
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import pair_for
from matchmaker.meetings.people import By, first_people, sides_of, zone_of
from matchmaker.meetings.presenting import SlotView, offered
from matchmaker.meetings.rules import DURATIONS, MOST_SLOTS, MeetingState
from matchmaker.meetings.times.finding import find_times, free_time_of
from matchmaker.meetings.times.forms import weekday_name
from matchmaker.meetings.times.reading import place_of
from matchmaker.meetings.times.zones import Read, read_local
from matchmaker.meetings.views import bp, by, get

BEST = 3
"""Times that are marked as the best."""


@bp.route("/meetings/new/<int:introduction_id>", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def propose(introduction_id: int) -> ResponseReturnValue:
    """Propose times for a new meeting."""
    introduction, who = _introduction(introduction_id)
    if introduction.state is not IntroductionState.INTRODUCED:
        raise RuleViolation("meeting.not_introduced")
    known = next((one for one in service.meetings_of(introduction) if one.state is MeetingState.PROPOSED), None)
    if known is not None:
        flash(say(RuleViolation("meeting.already_proposed")), "info")
        return redirect(url_for("meetings.show", meeting_id=known.id))
    form = TimesForm()
    if request.method == "POST" and form.validate():
        starts = _starts(form, who)
        if starts:
            where = form.place.data or "", form.video_link.data or ""
            plan = service.Plan(_minutes(form), form.title.data or "", *where)
            with transaction():
                meeting = service.propose(introduction, starts, plan, by=who)
            return _proposed(meeting)
    return _page(form, introduction, None, who)


@bp.route("/meetings/<int:meeting_id>/times", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def times(meeting_id: int) -> ResponseReturnValue:
    """Propose other times, or move a meeting whose time was agreed."""
    meeting, who = get(meeting_id)
    service.check_movable(meeting)
    form = TimesForm()
    if request.method == "GET":
        form.version.data, form.minutes.data = meeting.version, meeting.duration_minutes
    elif _is_good(form, meeting) and (starts := _starts(form, who, meeting.starts_at)):
        with transaction():
            if meeting.state is MeetingState.PROPOSED:
                service.propose_others(meeting, starts, by=who, version=form.version.data)
            else:
                reason = form.reason.data or ""
                service.reschedule(meeting, starts, reason, by=who, version=form.version.data)
        return _proposed(meeting)
    return _page(form, meeting.introduction, meeting, who)


def _introduction(introduction_id: int) -> tuple[Introduction, By]:
    who = by()
    if who.side is not None:
        return moves.get_of(who.side, introduction_id), who
    if not actor().is_staff:
        raise NotFound("not_found")
    return moves.get_in_care(actor(), introduction_id), who


def _is_good(form: TimesForm, meeting: Meeting) -> bool:
    valid: bool = form.validate()
    if meeting.state is MeetingState.CONFIRMED and not (form.reason.data or "").strip():
        form.reason.errors = [*form.reason.errors, _("Say why. Everybody who takes part reads it.")]
        return False
    return valid


def _minutes(form: TimesForm) -> int:
    wanted = form.minutes.data if request.method == "POST" else request.args.get("minutes", form.minutes.data, type=int)
    return wanted if wanted in DURATIONS else DEFAULT_MINUTES


def _starts(form: TimesForm, who: By, agreed: datetime | None = None) -> set[datetime]:
    """Times ticked and typed, other than the one `agreed`; faults are told at the form, which then gives none."""
    starts = ticked(request.form.getlist("slot"))
    typed = _typed(form, who)
    if typed is not None:
        starts.add(typed.at)
        if not typed.exists:
            words = _("This hour is left out there: clocks go forward. Choose another time.")
            form.own_time.errors = [*form.own_time.errors, words]
        if typed.is_twice:
            flash(_("This hour comes twice because clocks go back. The first of the two is meant."), "warning")
    if agreed in starts:
        form.own_day.errors = [*form.own_day.errors, say(RuleViolation("meeting.same_time"))]
    if not starts:
        form.own_day.errors = [*form.own_day.errors, _("Tick a time in the list, or enter one.")]
    if len(starts) > MOST_SLOTS:
        form.own_day.errors = [*form.own_day.errors, _("Choose at most %(most)s times.", most=MOST_SLOTS)]
    return set() if form.errors else starts


def _typed(form: TimesForm, who: By) -> Read | None:
    if form.own_day.data is None or form.own_time.data is None:
        return None
    at = form.own_time.data
    return read_local(form.own_day.data, at.hour * 60 + at.minute, who.user.time_zone)


def _proposed(meeting: Meeting) -> ResponseReturnValue:
    flash(_("The times are proposed. You will be told as soon as there is an answer."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


def _page(form: TimesForm, introduction: Introduction, meeting: Meeting | None, who: By) -> ResponseReturnValue:
    with db.session.no_autoflush:
        people = list(meeting.participants) if meeting else first_people(introduction, who)
        page = _render(form, introduction, meeting, people, who)
    return page, 422 if form.errors else 200


def _render(
    form: TimesForm, introduction: Introduction, meeting: Meeting | None, people: Sequence[MeetingParticipant], who: By
) -> str:
    minutes, zone = meeting.duration_minutes if meeting else _minutes(form), who.user.time_zone
    form.minutes.data = minutes
    found = find_times(
        introduction, people, minutes=minutes, borne=service.borne_by(introduction), zone=zone,
        but=meeting.id if meeting else None,
    )  # fmt: skip
    slots = [slot for slot in found.slots if meeting is None or slot.starts_at != meeting.starts_at]
    (first, second) = (
        zone_of(side, (one.user for one in people if one.user and one.organisation_id == side.id))
        for _name, side in sides_of(introduction)
    )
    return render_template(
        "meetings/times.html", form=form, introduction=introduction, meeting=meeting, minutes=minutes,
        durations=DURATIONS, slots=_by_time(offered(slots, introduction, zone, (first, second), now())),
        best={slot.starts_at.isoformat() for slot in slots[:BEST]},
        shared=found.shared, is_few=found.is_few, most=MOST_SLOTS, ticked={at.isoformat() for at in _sent()},
        place=place_of(zone), pair=pair_for(introduction, who.side.id if who.side else None, locale()),
        free_time=free_time_of(people) if who.side is None else [], weekday_name=weekday_name,
        for_staff=who.side is None,
    )  # fmt: skip


def _sent() -> set[datetime]:
    return ticked(request.form.getlist("slot"))


def _by_time(views: Sequence[SlotView]) -> list[SlotView]:
    """Times as a calendar has them; the best of them are marked on the page."""
    return sorted(views, key=lambda view: view.times.starts_at)
