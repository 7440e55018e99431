"""Pages of a meeting: the list, the meeting itself, and what can be done to it. Members and staff share them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings import arranging, queries, service
from matchmaker.meetings.forms import ArrangeForm, ColleagueForm, HelperForm, ReasonForm
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By, reach
from matchmaker.meetings.presenting import lines, meeting_view
from matchmaker.meetings.rules import MeetingState, ParticipantRole
from matchmaker.meetings.sections import sections_of
from matchmaker.organisations.service import organisation_of

bp = Blueprint("meetings", __name__)


def by() -> By:
    """Who acts: the reader, for its organisation or as staff."""
    return By(me(), None if actor().is_staff else organisation_of(actor().user_id))


def get(meeting_id: int) -> tuple[Meeting, By]:
    """The meeting, if the reader may see it, and who the reader is to it. Raises NotFound."""
    who = by()
    return reach(actor(), who.side, meeting_id), who


def shown(meeting_id: int, words: str, kind: str = "success") -> ResponseReturnValue:
    """Back to the page of the meeting, with a word on what was done."""
    flash(words, kind)
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@bp.get("/meetings")
@require(Permission.MEETING_USE)
def index() -> ResponseReturnValue:
    """Meetings of the reader's organisation, or those in which a member of staff takes part; coming and past."""
    who, moment = by(), now()
    if who.side is None and not actor().is_staff:
        return render_template("meetings/none_yet.html")
    mine = queries.of_organisation(who.side.id) if who.side else _of_staff(who)
    tab = "past" if request.args.get("tab") == "past" else "coming"
    order = queries.past if tab == "past" else queries.coming
    found = paginate(queries.whole(order(mine, moment)))
    page = Page(lines(found.rows, who.side, who.user.time_zone, moment), found.number, found.total, found.per_page)
    return render_template("meetings/index.html", page=page, tab=tab, for_staff=who.side is None)


def _of_staff(who: By) -> queries.Found:
    return queries.mine_of(queries.in_care_of(actor()), who.user.id)


@bp.get("/meetings/<int:meeting_id>")
@require(Permission.MEETING_USE)
def show(meeting_id: int) -> ResponseReturnValue:
    """One meeting."""
    return page_of(*get(meeting_id))


def page_of(
    meeting: Meeting, who: By, *, cancel: ReasonForm | None = None, ask: ReasonForm | None = None
) -> ResponseReturnValue:
    """The page of `meeting`, with forms that came back."""
    cancelling = cancel or ReasonForm(formdata=None, prefix="cancel")
    asking = ask or ReasonForm(formdata=None, prefix="ask")
    for form in (cancelling, asking):
        form.version.data = meeting.version
    page = render_template(
        "meetings/show.html", view=meeting_view(meeting, who, now()), cancel_form=cancelling, ask_form=asking,
        sections=sections_of(meeting, who.side),
    )  # fmt: skip
    return page, 422 if cancelling.errors or asking.errors else 200


@bp.post("/meetings/<int:meeting_id>/pick")
@require(Permission.MEETING_USE)
def pick(meeting_id: int) -> ResponseReturnValue:
    """Say that a time suits."""
    meeting, who = get(meeting_id)
    with transaction():
        service.pick(meeting, request.form.get("slot", 0, type=int), by=who, version=sent_version())
    if meeting.state is MeetingState.CONFIRMED:
        return shown(meeting_id, _("The time is confirmed. The invitations are on their way."))
    return shown(meeting_id, _("Noted. The other side has been told which time suits you."))


@bp.post("/meetings/<int:meeting_id>/confirm")
@require(Permission.MEETING_BROKER)
def confirm(meeting_id: int) -> ResponseReturnValue:
    """Confirm a time for sides for which nobody speaks here."""
    meeting, who = get(meeting_id)
    with transaction():
        service.confirm_for(meeting, request.form.get("slot", 0, type=int), by=who, version=sent_version())
    return shown(meeting_id, _("The time is confirmed. The invitations are on their way."))


@bp.post("/meetings/<int:meeting_id>/ask")
@require(Permission.MEETING_USE)
def ask(meeting_id: int) -> ResponseReturnValue:
    """Say that none of the times suits."""
    meeting, who = get(meeting_id)
    form = ReasonForm(prefix="ask")
    if not form.validate_on_submit():
        return page_of(meeting, who, ask=form)
    with transaction():
        service.ask_for_others(meeting, form.reason.data or "", by=who, version=form.version.data)
    return shown(meeting_id, _("Those who proposed the times have been asked for others."))


@bp.post("/meetings/<int:meeting_id>/cancel")
@require(Permission.MEETING_USE)
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Call it off."""
    meeting, who = get(meeting_id)
    form = ReasonForm(prefix="cancel")
    if not form.validate_on_submit():
        return page_of(meeting, who, cancel=form)
    with transaction():
        service.cancel(meeting, form.reason.data or "", by=who, version=form.version.data)
    return shown(meeting_id, _("The meeting is cancelled. Everybody has been told."))


@bp.route("/meetings/<int:meeting_id>/arrange", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def arrange(meeting_id: int) -> ResponseReturnValue:
    """Change place, link, title, owner."""
    meeting, who = get(meeting_id)
    arranging.check_arrangeable(meeting)
    form = ArrangeForm()
    form.offer(arranging.owners_for(meeting))
    if request.method == "GET":
        form.title.data, form.place.data, form.video_link.data = meeting.title, meeting.place, meeting.video_link
        form.owner.data, form.version.data = meeting.owner_id, meeting.version
    elif form.validate():
        wanted = arranging.Arrangements(
            form.title.data or "", form.place.data or "", form.video_link.data or "", form.owner.data
        )
        with transaction():
            arranging.arrange(meeting, wanted, by=who, version=form.version.data)
        return shown(meeting_id, _("Saved."))
    page = render_template("meetings/arrange.html", form=form, view=meeting_view(meeting, who, now()))
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/people", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def people(meeting_id: int) -> ResponseReturnValue:
    """Let a colleague, an interpreter or an observer take part."""
    meeting, who = get(meeting_id)
    arranging.check_arrangeable(meeting)
    helper, colleague = HelperForm(), ColleagueForm()
    colleague.offer(arranging.colleagues_for(meeting, who))
    kind = request.form.get("kind") if request.method == "POST" else None
    if kind == "colleague" and colleague.validate():
        with transaction():
            arranging.add_person(meeting, colleague.user.data, by=who, version=colleague.version.data)
        return shown(meeting_id, _("Added. The invitation goes out once the time is agreed."))
    if kind == "helper" and helper.validate():
        with transaction():
            arranging.add_helper(meeting, _helper(helper), by=who, version=helper.version.data)
        return shown(meeting_id, _("Added. The invitation goes out once the time is agreed."))
    for form in (helper, colleague):
        form.version.data = meeting.version
    page = render_template(
        "meetings/people.html", helper=helper, colleague=colleague, view=meeting_view(meeting, who, now())
    )
    return page, 422 if helper.errors or colleague.errors else 200


def _helper(form: HelperForm) -> arranging.Helper:
    return arranging.Helper(
        form.name.data or "", form.email.data or "", form.language.data, ParticipantRole(form.role.data)
    )


@bp.post("/meetings/<int:meeting_id>/people/<int:participant_id>/remove")
@require(Permission.MEETING_USE)
def remove(meeting_id: int, participant_id: int) -> ResponseReturnValue:
    """Let somebody take part no longer."""
    meeting, who = get(meeting_id)
    with transaction():
        arranging.remove(meeting, participant_id, by=who, version=sent_version())
    return shown(meeting_id, _("Removed. The person has been told if the time was agreed."))
