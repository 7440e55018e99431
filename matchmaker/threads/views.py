"""Pages of members: the conversation about an introduction."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.moves import get_of
from matchmaker.organisations.service import get_own
from matchmaker.threads import pages
from matchmaker.threads.pages import Page
from matchmaker.threads.rules import Reader

bp = Blueprint("threads", __name__, url_prefix="/introductions/<int:introduction_id>/thread")


def _page(introduction_id: int) -> Page:
    """The thread of an introduction of the reader's own organisation. Raises NotFound."""
    own = get_own(actor().user_id)
    return Page(get_of(own, introduction_id), Reader(actor(), own.id), "threads")


@bp.get("")
@require(Permission.THREAD_USE)
def show(introduction_id: int) -> ResponseReturnValue:
    """The conversation; staff who follow a member's link come to their own page."""
    if actor().is_staff:
        return redirect(url_for("threads_staff.show", introduction_id=introduction_id, lane=request.args.get("lane")))
    return pages.show(_page(introduction_id))


@bp.post("")
@require(Permission.INTRODUCTION_OWN)
def write(introduction_id: int) -> ResponseReturnValue:
    """Say something."""
    return pages.write(_page(introduction_id))


@bp.post("/<int:message_id>/delete")
@require(Permission.INTRODUCTION_OWN)
def delete(introduction_id: int, message_id: int) -> ResponseReturnValue:
    """Take back one's own message."""
    return pages.delete(_page(introduction_id), message_id)


@bp.get("/files/<int:attachment_id>")
@require(Permission.INTRODUCTION_OWN)
def download(introduction_id: int, attachment_id: int) -> ResponseReturnValue:
    """Open a file."""
    return pages.download(_page(introduction_id), attachment_id)


@bp.get("/export")
@require(Permission.INTRODUCTION_OWN)
def export(introduction_id: int) -> ResponseReturnValue:
    """The conversation as a text file."""
    return pages.export(_page(introduction_id))
