"""Documents of an opportunity: taken, given, removed. The bytes lie under `instance/uploads`, named by their hash."""

import hashlib
import os
import tempfile
import time
from pathlib import Path

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.opportunities import queries
from matchmaker.opportunities.files import check_file
from matchmaker.opportunities.models import Attachment, Opportunity
from matchmaker.opportunities.publication import settings
from matchmaker.opportunities.rules import ATTACHMENT_LIMIT, check_editable
from matchmaker.organisations.rules import Tier

ORPHANS_KEPT_SECONDS = 24 * 3600


def folder() -> Path:
    """Where this room keeps its uploads."""
    return settings().instance / "uploads" / "opportunities"


def attach(
    opportunity: Opportunity, *, name: str, content: bytes, title: str, tier: int, actor_id: int, by_staff: bool = False
) -> Attachment:
    """Keep a document. Raises RuleViolation as `files.check_file`, or when there are too many."""
    check_editable(opportunity.state, by_staff=by_staff)
    if len(opportunity.attachments) >= ATTACHMENT_LIMIT:
        raise RuleViolation("attachment.too_many", limit=ATTACHMENT_LIMIT)
    checked = check_file(name, content)
    digest = hashlib.sha256(checked.content).hexdigest()
    _keep(folder() / digest, checked.content)
    row = Attachment(
        title=title or checked.name.rpartition(".")[0], tier=int(Tier(tier)), sha256=digest,
        size=len(checked.content), media_type=checked.media_type, file_name=checked.name,
    )  # fmt: skip
    opportunity.attachments.append(row)
    db.session.flush()
    audit.record("opportunity.attached", opportunity, actor_id=actor_id, details={"sha256": digest, "tier": row.tier})
    return row


def _keep(path: Path, content: bytes) -> None:
    """Write `content` to `path` whole or not at all; the same content twice is one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


def get(opportunity: Opportunity, attachment_id: int, tier: Tier) -> Attachment:
    """A document that a reader of `tier` may open. Raises NotFound."""
    found = next((one for one in opportunity.attachments if one.id == attachment_id and one.tier <= tier), None)
    if found is None:
        raise NotFound("not_found")
    return found


def path_of(attachment: Attachment) -> Path:
    """Where the bytes lie. Raises NotFound when they are gone."""
    path = folder() / attachment.sha256
    if not path.is_file():
        raise NotFound("not_found")
    return path


def detach(opportunity: Opportunity, attachment_id: int, *, actor_id: int, by_staff: bool = False) -> None:
    """Remove a document; its bytes go with the next sweep. Raises NotFound, RuleViolation."""
    check_editable(opportunity.state, by_staff=by_staff)
    opportunity.attachments.remove(get(opportunity, attachment_id, Tier.DOCUMENTS))
    audit.record("opportunity.detached", opportunity, actor_id=actor_id, details={"attachment": attachment_id})


def remove_orphans() -> int:
    """Delete files that no document names any more, a day after they were written; how many went."""
    gone = 0
    kept = set(db.session.scalars(queries.kept_hashes()))
    for path in folder().iterdir() if folder().exists() else ():
        if path.name not in kept and path.stat().st_mtime < time.time() - ORPHANS_KEPT_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
