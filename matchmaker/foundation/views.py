"""Pages of the ground: health check, terms, privacy, audit log, mail outbox."""

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import public, require
from matchmaker.foundation.database import db
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
    """Mails and how their delivery goes, newest first."""
    page = paginate(sa.select(OutboxMail).order_by(OutboxMail.id.desc()), per_page=50)
    return render_template("foundation/outbox.html", page=page)
