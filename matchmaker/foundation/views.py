"""Pages of the ground: health check, terms, privacy, audit log, mail outbox."""

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.foundation import dead_letters, outbox
from matchmaker.foundation.access import actor, public, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import Permission

bp = Blueprint("foundation", __name__)


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Whether this process answers and reaches its database."""
    db.session.execute(sa.text("SELECT 1"))
    return {"status": "ok"}


@bp.get("/terms")
@public
def terms() -> ResponseReturnValue:
    """Terms of use."""
    return render_template("foundation/terms.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Privacy notice."""
    return render_template("foundation/privacy.html")


@bp.get("/staff/audit")
@require(Permission.AUDIT_READ)
def audit_log() -> ResponseReturnValue:
    """Who did what, newest first."""
    page = paginate(sa.select(AuditEntry).order_by(AuditEntry.id.desc()), per_page=50)
    return render_template("foundation/audit.html", page=page)


@bp.get("/staff/outbox")
@require(Permission.OUTBOX_READ)
def mail_outbox() -> ResponseReturnValue:
    """Mails and how their delivery goes, newest first; those that wait for a decision by themselves."""
    mails = sa.select(OutboxMail).order_by(OutboxMail.id.desc())
    only_failed = request.args.get("show") == "failed"
    if only_failed:
        mails = mails.where(OutboxMail.state.in_(outbox.NEEDS_STAFF))
    return render_template(
        "foundation/outbox.html", page=paginate(mails, per_page=50), only_failed=only_failed,
        waiting=outbox.dead_count(), may_send=actor().may(Permission.OUTBOX_SEND),
    )  # fmt: skip


@bp.post("/staff/outbox/send-all-again")
@require(Permission.OUTBOX_SEND)
def send_all_again() -> ResponseReturnValue:
    """Try everything again whose delivery failed."""
    with transaction():
        count = dead_letters.send_all_again(actor_id=actor().user_id)
    flash(ngettext("%(num)s e-mail is sent again.", "%(num)s e-mails are sent again.", count), "success")
    return redirect(url_for("foundation.mail_outbox"))


@bp.post("/staff/outbox/<int:mail_id>/send-again")
@require(Permission.OUTBOX_SEND)
def send_again(mail_id: int) -> ResponseReturnValue:
    """Try one mail again."""
    with transaction():
        dead_letters.send_again(mail_id, actor_id=actor().user_id)
    flash(_("The e-mail is sent again."), "success")
    return redirect(url_for("foundation.mail_outbox"))


@bp.post("/staff/outbox/<int:mail_id>/settle")
@require(Permission.OUTBOX_SEND)
def settle_mail(mail_id: int) -> ResponseReturnValue:
    """Leave one mail as it is."""
    with transaction():
        dead_letters.settle(mail_id, actor_id=actor().user_id)
    flash(_("The e-mail is left as it is."), "success")
    return redirect(url_for("foundation.mail_outbox"))
