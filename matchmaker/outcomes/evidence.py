"""Files and links that show that something happened; they stay once it is audited or settled."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from matchmaker.compliance.service import crossing_of, require_clear
from matchmaker.foundation import audit, files
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.files import Kept
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import claiming, queries, rules
from matchmaker.outcomes.ledger import promising
from matchmaker.outcomes.models import Evidence, Obligation, Outcome
from matchmaker.outcomes.rules import ObligationState, OutcomeState
from matchmaker.outcomes.sight import may_open, obligation_of, outcome_of

Subject = Outcome | Obligation
AREA = "outcome_evidence"
"""Where its files lie in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given as evidence: a file (its name and bytes), a link, or both; `is_private`: for the agency only."""

    file_name: str = ""
    data: bytes = b""
    url: str = ""
    name: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Evidence that may be added: its file is checked, scanned and kept."""

    file: Kept | None = None
    url: str = ""
    name: str = ""
    is_private: bool = False

    def __bool__(self) -> bool:
        return self.file is not None or bool(self.url)


def take(given: Given) -> Shown:
    """Check what was given and keep the file; before the transaction that adds it. Raises RuleViolation."""
    if given.url:
        _check_link(given.url)
    kept = files.take(given.file_name, given.data, area=AREA) if given.file_name else None
    return Shown(file=kept, url=given.url, name=given.name, is_private=given.is_private)


def add(subject: Subject, shown: Shown, *, by: Reader) -> list[Evidence]:
    """Add the file and the link. Raises RuleViolation when there are too many, or what it shows is settled."""
    _check_changeable(subject)
    rows = [row for row in (_file(shown), _link(shown)) if row is not None]
    if len(subject.evidence) + len(rows) > rules.EVIDENCE_LIMIT:
        raise RuleViolation("evidence.too_many", most=rules.EVIDENCE_LIMIT)
    for row in rows:
        row.is_private = shown.is_private and not by.by_staff
        row.organisation, row.added_by_id = by.organisation, by.actor.user_id
        subject.evidence.append(row)
        _note(subject, "evidence", row, by=by)
    db.session.flush()
    return rows


def _file(shown: Shown) -> Evidence | None:
    if shown.file is None:
        return None
    kept = shown.file
    return Evidence(
        name=shown.name or kept.name, file_key=kept.key, file_name=kept.name, media_type=kept.content_type,
        size=kept.size, sha256=kept.sha256, scan=kept.scan,
    )  # fmt: skip


def _link(shown: Shown) -> Evidence | None:
    if not shown.url:
        return None
    name = "" if shown.file is not None else shown.name
    return Evidence(name=name or (urlsplit(shown.url).hostname or "")[:200], url=shown.url)


def _check_link(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as error:  # brackets that hold no address
        raise RuleViolation("evidence.link_refused") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RuleViolation("evidence.link_refused")


def remove(evidence: Evidence, *, by: Reader) -> None:
    """Take a piece of evidence back. Raises RuleViolation once it is relied on, Forbidden for what others gave."""
    subject = subject_of(evidence, by)
    _check_changeable(subject)
    if not may_remove(evidence, by):
        raise Forbidden("forbidden")
    subject.evidence.remove(evidence)
    _note(subject, "removed", evidence, by=by)
    db.session.flush()


def may_remove(evidence: Evidence, reader: Reader) -> bool:
    """Whether `reader` gave it: its own side, or for staff's any of the agency."""
    return evidence.organisation_id == reader.side_id and (not reader.by_staff or reader.by_agency)


def subject_of(evidence: Evidence, reader: Reader) -> Subject:
    """What it is evidence of. Raises NotFound."""
    if evidence.outcome_id is not None:
        return outcome_of(reader, evidence.outcome_id)
    return obligation_of(reader, evidence.obligation_id or 0)


def get(reader: Reader, evidence_id: int) -> Evidence:
    """A piece of evidence that `reader` may open. Raises NotFound."""
    found = db.session.scalars(queries.one_evidence(evidence_id)).first()
    if found is None:
        raise NotFound("not_found")
    subject_of(found, reader)
    if not may_open(reader, found):
        raise NotFound("not_found")
    return found


def check_lights(evidence: Evidence, reader: Reader) -> None:
    """Raise RuleViolation while a light holds the file back; the side that gave it and the agency open it anyway."""
    side = evidence.organisation
    is_at_home = reader.by_agency or (side is not None and reader.speaks_for(side))
    if is_at_home or evidence.file_key is None:
        return
    subject = subject_of(evidence, reader)
    introduction = subject.introduction if isinstance(subject, Outcome) else subject.outcome.introduction
    require_clear(introduction, crossing_of(side))


def look_again(evidence: Evidence) -> None:
    """Ask the virus scanner about a file that is waiting for it."""
    if evidence.scan is Scan.WAITING and evidence.file_key is not None:
        evidence.scan = files.scan_again(evidence.file_key)


def content_of(evidence: Evidence) -> bytes:
    """The bytes of the file. Raises NotFound for a link, RuleViolation when it is infected or still to be scanned."""
    if evidence.file_key is None:
        raise NotFound("not_found")
    if evidence.scan is Scan.INFECTED:
        raise RuleViolation("file.infected")
    if evidence.scan is Scan.WAITING:
        raise RuleViolation("file.waits_for_scan")
    return files.read(evidence.file_key)


def kept_keys() -> list[str]:
    """Keys of all files that rows name."""
    return [key for key in db.session.scalars(queries.file_keys()) if key is not None]


def is_changeable(subject: Subject) -> bool:
    """Whether evidence may come and go: not once it is relied on."""
    if isinstance(subject, Outcome):
        return subject.state is not OutcomeState.AUDITED
    return subject.state is ObligationState.OPEN


def _check_changeable(subject: Subject) -> None:
    if not is_changeable(subject):
        raise RuleViolation("evidence.stays")


def _note(subject: Subject, act: str, evidence: Evidence, *, by: Reader) -> None:
    """Write it down, and raise the version: an audit of what was seen without it must not go through.

    The history is read by both sides, so a private piece is not named in it.
    """
    name = "" if evidence.is_private else evidence.name
    subject.updated_at = now()
    if isinstance(subject, Outcome):
        claiming.add_step(subject, act, by=by, note=name)
    else:
        promising.add_step(subject, act, subject.state, by=by, note=name)
    audit.record(f"{subject.__tablename__}.{act}", subject, actor_id=by.actor.user_id)
