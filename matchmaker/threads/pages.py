"""The pages of a thread, the same for members and staff: who reads decides what is on them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.sessions import me
from matchmaker.foundation import files
from matchmaker.foundation.addresses import row_number
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.htmx import wants_part
from matchmaker.foundation.wording import say
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.rules import Tier
from matchmaker.threads import queries, reading, service
from matchmaker.threads.forms import MessageForm
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.presenting import Names, lane_label, message_views, names_for, readers_words
from matchmaker.threads.rules import PAGE_LENGTH, Lane, Reader
from matchmaker.threads.standing import is_writable, lanes_open_to

FIELDS: Mapping[str, str] = {"thread.sharing_not_confirmed": "may_share", "thread.too_many_files": "files"}
"""Fields beside which refusals stand; those of files stand beside the files, the rest beside the text."""


@dataclass(frozen=True, slots=True)
class Page:
    """The thread of one introduction for one reader. `room` is the blueprint of its addresses."""

    introduction: Introduction
    reader: Reader
    room: str

    def url(self, endpoint: str, **values: Any) -> str:
        """Address of one of the thread's pages."""
        return url_for(f"{self.room}.{endpoint}", introduction_id=self.introduction.id, **values)

    def lane(self) -> Lane:
        """The lane asked for, else the first with something new, else the most public. Raises NotFound for none."""
        lanes = lanes_open_to(self.introduction, self.reader)
        asked = request.values.get("lane", "")
        if asked:
            if asked not in lanes:
                raise NotFound("not_found")
            return Lane(asked)
        if not lanes:
            raise NotFound("not_found")
        unread = reading.unread_by_lane(self.reader, self.introduction.id)
        return next((lane for lane in lanes if unread.get(lane)), lanes[0])


def show(page: Page) -> ResponseReturnValue:
    """The conversation in one lane. Seeing it marks it read."""
    lane = page.lane()
    form = MessageForm(formdata=None)
    facts, newest = _facts(page, lane, form)
    if wants_part() and request.args.get("seen") == facts["seen"]:
        return "", 204
    template = "threads/_messages.html" if wants_part() else "threads/show.html"
    answer = render_template(template, **facts)
    _mark_read(page, lane, newest)
    return answer


def _mark_read(page: Page, lane: Lane, newest: int) -> None:
    """The transaction that read the page ends first: one that read before it writes could not on SQLite."""
    user_id, introduction_id = page.reader.actor.user_id, page.introduction.id
    if newest > reading.last_read(user_id, introduction_id, lane):
        db.session.commit()
        with transaction():
            reading.mark_read(user_id, introduction_id, lane, newest)


def _facts(page: Page, lane: Lane, form: MessageForm) -> tuple[dict[str, object], int]:
    """What the template shows, and the newest message shown; `seen` changes when anything in the lane does."""
    introduction, reader = page.introduction, page.reader
    before, names, for_staff = row_number("before"), names_for(introduction, reader), reader.actor.is_staff
    found = db.session.scalars(queries.newest(reader, introduction.id, lane, before=before, most=PAGE_LENGTH + 1)).all()
    rows = found[:PAGE_LENGTH][::-1]
    read_up_to = reading.last_read(reader.actor.user_id, introduction.id, lane)
    form.make_ready()
    facts: dict[str, object] = {
        "page": page, "introduction": introduction, "names": names, "lane": lane, "form": form,
        "tabs": _tabs(page, lane, names),
        "readers": readers_words(lane, introduction, names, for_staff=for_staff),
        "messages": message_views(rows, introduction, reader, names, read_up_to=read_up_to),
        "earlier": rows[0].id if len(found) > PAGE_LENGTH else None, "before": before,
        "writable": is_writable(introduction, lane), "for_staff": for_staff,
        "promised": service.has_promised(introduction, reader.actor.user_id),
        "is_scanning": files.is_scanning(),
        "together_mib": current_app.extensions["config"].upload_limit_mib - 1, "seen": _state_of(rows),
    }  # fmt: skip
    return facts, rows[-1].id if rows else 0


def _tabs(page: Page, lane: Lane, names: Names) -> list[tuple[object, ...]]:
    """A tab for each lane; those with something new tell how much."""
    introduction, reader = page.introduction, page.reader
    unread = reading.unread_by_lane(reader, introduction.id)
    tabs: list[tuple[object, ...]] = []
    for one in lanes_open_to(introduction, reader):
        label = lane_label(one, introduction, names, for_staff=reader.actor.is_staff)
        new = unread.get(one, 0) if one is not lane else 0
        tabs.append((label, page.url("show", lane=one.value), one is lane, *([new] if new else [])))
    return tabs


def _state_of(rows: Sequence[ThreadMessage]) -> str:
    """Changes when a message comes, goes, or its files are checked."""
    gone = sum(row.deleted_at is not None for row in rows)
    waiting = "".join(one.scan.value[0] for row in rows for one in row.attachments)
    return f"{rows[-1].id if rows else 0}-{gone}-{waiting}"


def write(page: Page) -> ResponseReturnValue:
    """Say something; a form that is refused comes back with what was written."""
    lane, form = page.lane(), MessageForm()
    if not form.validate_on_submit():
        return _again(page, lane, form)
    form.make_ready()
    uploads, introduction_id = form.uploads(), page.introduction.id
    try:
        message_id = _write(page, lane, form, uploads)
    except RuleViolation as refusal:
        if isinstance(refusal, NotFound | Forbidden) or not refusal.code.startswith(
            ("thread.", "file.", "compliance.")
        ):
            raise
        place = "files" if refusal.code.startswith(("file.", "compliance.")) else FIELDS.get(refusal.code, "body")
        form[place].errors = [*form[place].errors, say(refusal)]
        db.session.rollback()
        status = 422 if refusal.status == RuleViolation.status else refusal.status
        return _again(page, lane, form, status)
    return redirect(
        url_for(f"{page.room}.show", introduction_id=introduction_id, lane=lane.value, _anchor=f"message-{message_id}")
    )


def _write(page: Page, lane: Lane, form: MessageForm, uploads: list[tuple[str, bytes]]) -> int:
    """Files are checked and kept first, outside of a transaction; of a message that fails nothing is left.

    Whoever may not write, or writes too much, keeps neither the store nor the virus scanner busy.
    """
    if uploads:
        service.check_may_write(page.introduction, lane, page.reader)
        db.session.rollback()
    kept = service.take_files(uploads)
    draft = service.Draft(
        lane=lane, body=form.body.data or "", token=form.token.data, files=kept, tier=Tier(int(form.tier.data)),
        may_share=bool(form.may_share.data),
    )  # fmt: skip
    try:
        with transaction():
            message = service.write(page.introduction, draft, reader=page.reader, author=me())
            message_id = message.id
            unused = {one.key for one in kept} - {one.file_key for one in message.attachments}
    except BaseException:
        service.drop_files(kept)
        raise
    service.drop_files([one for one in kept if one.key in unused])
    return message_id


def _again(page: Page, lane: Lane, form: MessageForm, status: int = 422) -> ResponseReturnValue:
    facts, _newest = _facts(page, lane, form)
    return render_template("threads/show.html", **facts), status


def delete(page: Page, message_id: int) -> ResponseReturnValue:
    """Take back one's own message."""
    with transaction():
        lane = service.delete(page.introduction, message_id, reader=page.reader).lane
    flash(_("The message is deleted. The mail about it may have gone out already."), "success")
    return redirect(page.url("show", lane=lane.value))


def download(page: Page, attachment_id: int) -> ResponseReturnValue:
    """Give a file out; it is kept who opened it."""
    db.session.commit()
    with transaction():
        found, content = service.open_file(page.introduction, attachment_id, reader=page.reader)
        name, content_type = found.file_name, found.content_type
    answer = send_file(
        io.BytesIO(content), mimetype=content_type, as_attachment=True, download_name=name, etag=False, max_age=0
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def export(page: Page) -> ResponseReturnValue:
    """Everything that this reader sees of the thread, as a text file."""
    introduction, reader = page.introduction, page.reader
    names = names_for(introduction, reader)
    rows = db.session.scalars(queries.whole(queries.of_introduction(reader, introduction.id))).all()
    views = dict(
        zip((row.id for row in rows), message_views(rows, introduction, reader, names, read_up_to=0), strict=True)
    )
    lanes = [
        (lane_label(lane, introduction, names, for_staff=reader.actor.is_staff),
         [views[row.id] for row in rows if row.lane is lane])
        for lane in lanes_open_to(introduction, reader)
    ]  # fmt: skip
    text = render_template("threads/export.txt", names=names, lanes=lanes)
    answer = Response(text, mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"conversation-{introduction.id}.txt")
    return answer
