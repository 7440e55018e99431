"""The pack as a page and as a PDF."""

import structlog
from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.database import now
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings.packs.contents import pack_of
from matchmaker.meetings.packs.labels import LABELS, VERDICTS
from matchmaker.meetings.packs.pdf import FontsMissing, pack_pdf
from matchmaker.meetings.presenting import meeting_view
from matchmaker.meetings.views import bp, get

log = structlog.get_logger()


@bp.get("/meetings/<int:meeting_id>/pack")
@require(Permission.MEETING_USE)
def pack(meeting_id: int) -> ResponseReturnValue:
    """Everything to know before the meeting, in both languages."""
    meeting, who = get(meeting_id)
    return render_template(
        "meetings/packs/show.html", pack=pack_of(meeting, who.side), view=meeting_view(meeting, who, now()),
        labels=LABELS, verdicts=VERDICTS,
    )  # fmt: skip


@bp.get("/meetings/<int:meeting_id>/pack.pdf")
@require(Permission.MEETING_USE)
def pack_file(meeting_id: int) -> ResponseReturnValue:
    """The same as a PDF."""
    meeting, who = get(meeting_id)
    try:
        data = pack_pdf(pack_of(meeting, who.side))
    except FontsMissing:
        log.exception("meetings.pack_without_pdf", meeting=meeting_id)
        flash(_("The PDF cannot be made at present. Everything in it is on this page."), "error")
        return redirect(url_for("meetings.pack", meeting_id=meeting_id))
    response: Response = make_response(data)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="meeting-pack-{meeting_id}.pdf"'
    return response
