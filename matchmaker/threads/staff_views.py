"""Pages of brokers: the conversation about an introduction, with its notes."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.moves import get_in_care
from matchmaker.threads import pages
from matchmaker.threads.pages import Page
from matchmaker.threads.rules import Reader

bp = Blueprint("threads_staff", __name__, url_prefix="/staff/introductions/<int:introduction_id>/thread")


def _page(introduction_id: int) -> Page:
    """The thread of an introduction in the reader's care. Raises NotFound."""
    return Page(get_in_care(actor(), introduction_id), Reader(actor()), "threads_staff")


@bp.get("")
@require(Permission.INTRODUCTION_BROKER)
def show(introduction_id: int) -> ResponseReturnValue:
    """The conversation."""
    return pages.show(_page(introduction_id))


@bp.post("")
@require(Permission.INTRODUCTION_BROKER)
def write(introduction_id: int) -> ResponseReturnValue:
    """Say something."""
    return pages.write(_page(introduction_id))


@bp.post("/<int:message_id>/delete")
@require(Permission.INTRODUCTION_BROKER)
def delete(introduction_id: int, message_id: int) -> ResponseReturnValue:
    """Take back one's own message."""
    return pages.delete(_page(introduction_id), message_id)


@bp.get("/files/<int:attachment_id>")
@require(Permission.INTRODUCTION_BROKER)
def download(introduction_id: int, attachment_id: int) -> ResponseReturnValue:
    """Open a file."""
    return pages.download(_page(introduction_id), attachment_id)


@bp.get("/export")
@require(Permission.INTRODUCTION_BROKER)
def export(introduction_id: int) -> ResponseReturnValue:
    """The conversation as a text file."""
    return pages.export(_page(introduction_id))
