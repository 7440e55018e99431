"""Carrying out an import: every good row in one transaction, or none."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit, jobs
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound
from matchmaker.organisations import parts, queries
from matchmaker.organisations.importing.planning import (
    SOURCE,
    Choice,
    Item,
    Kind,
    Plan,
    digest,
    digests_of,
    plan,
    values_of,
)
from matchmaker.organisations.importing.record import Profile, Record
from matchmaker.organisations.models import Contact, ImportRun, Organisation, OrganisationText
from matchmaker.organisations.names import domain_of
from matchmaker.organisations.parts import ContactValue
from matchmaker.organisations.rules import ImportState, VettingState, completeness
from matchmaker.organisations.service import MATCH_JOB

BATCH = 500
_LOCK = 0x5349_4D50
"""PostgreSQL's advisory lock of imports: the second of two waits, and then sees what the first wrote."""

Progress = Callable[[int], None]


def runs() -> sa.Select[ImportRun]:
    """Past imports, newest first."""
    return sa.select(ImportRun).order_by(ImportRun.id.desc())


def waiting() -> sa.Select[int]:
    """Ids of imports that wait, oldest first."""
    return sa.select(ImportRun.id).where(ImportRun.state == ImportState.WAITING).order_by(ImportRun.id)


def claim(run_id: int) -> sa.Select[ImportRun]:
    """A waiting import, held until the transaction ends; nothing when it is done or another worker holds it."""
    return (
        sa.select(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.state == ImportState.WAITING)
        .with_for_update(skip_locked=True)
    )


def fail(run: ImportRun, code: str) -> None:
    """Note that an import ended without writing anything, and why."""
    run.state, run.failure = ImportState.FAILED, code
    audit.record("organisations.import_failed", run, actor_id=run.actor_id, details={"reason": code})


def get_run(run_id: int) -> ImportRun:
    """One import. Raises NotFound."""
    found = db.session.get(ImportRun, run_id)
    if found is None:
        raise NotFound("not_found")
    return found


def open_run(*, file_name: str, sha256: str, actor_id: int | None, upload: str | None = None) -> tuple[ImportRun, bool]:
    """A run that waits to be carried out, and whether it is new: an upload that was confirmed before has its run."""
    run = ImportRun(file_name=file_name[:300], sha256=sha256, actor_id=actor_id, upload=upload)
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        return db.session.scalars(sa.select(ImportRun).where(ImportRun.upload == upload)).one(), False
    return run, True


def carry_out(
    run: ImportRun, records: Sequence[Record], choice: Choice, *, progress: Progress = lambda _rows: None
) -> Plan:
    """Plan against the present state and write; `progress` gets the number of rows done since its last call."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    made = plan(records, choice)
    skipped = sum(count for kind, count in made.counts.items() if kind not in {Kind.NEW, Kind.CHANGED})
    progress(skipped)
    _create([item for item in made.items if item.kind is Kind.NEW], choice, run.actor_id, progress)
    updated = _update([item for item in made.items if item.kind is Kind.CHANGED], progress)
    _close(run, made, updated)
    return made


def _close(run: ImportRun, made: Plan, updated: int) -> None:
    counts = made.counts
    run.state, run.at, run.failure = ImportState.DONE, now(), None
    run.rows_read, run.rows_created, run.rows_updated = len(made.items), counts[Kind.NEW], updated
    run.rows_unchanged = counts[Kind.UNCHANGED] + counts[Kind.CHANGED] - updated
    run.rows_duplicate, run.rows_refused = counts[Kind.DUPLICATE], counts[Kind.REFUSED]
    details = {"created": run.rows_created, "updated": updated, "sha256": run.sha256}
    audit.record("organisations.imported", run, actor_id=run.actor_id, details=details)
    db.session.flush()
    if run.rows_created or updated:
        jobs.after_commit(MATCH_JOB)


def _create(items: Sequence[Item], choice: Choice, actor_id: int | None, progress: Progress) -> None:
    for start in range(0, len(items), BATCH):
        profiles = [item.record.profile for item in items[start : start + BATCH]]
        made = [_organisation(profile, choice, actor_id) for profile in profiles if profile]
        db.session.add_all(made)
        db.session.flush()
        for organisation in made:  # thousands of rows need not stay in memory until the commit
            db.session.expunge(organisation)
        progress(len(made))


def _organisation(profile: Profile, choice: Choice, actor_id: int | None) -> Organisation:
    is_approved = choice.state is VettingState.APPROVED
    organisation = Organisation(
        source=SOURCE, source_key=profile.source_key, source_digests=digests_of(profile), state=choice.state,
        anonymity_tier=choice.anonymity_tier, submitted_at=now(), decided_at=now() if is_approved else None,
        decided_by_id=actor_id if is_approved else None, name_ko=profile.name_ko, name_en=profile.name_en,
        other_names=list(profile.other_names), org_type=profile.org_type, size_band=profile.size_band,
        country=profile.country, city=profile.city, cluster=profile.cluster, time_zone=profile.time_zone,
        registration_number=profile.registration_number, year_established=profile.year_established,
        employees=profile.employees, website=profile.website, website_domain=domain_of(profile.website),
    )  # fmt: skip
    organisation.texts = [
        OrganisationText(language=language, summary=text.summary, description=text.description)
        for language, text in profile.texts.items()
    ]
    organisation.contacts = [_contact(profile.contact)] if profile.contact else []
    organisation.completeness = completeness(parts.filled_fields(organisation))
    return organisation


def _contact(value: ContactValue) -> Contact:
    return Contact(
        name=value.name, position=value.position, email=value.email, phone=value.phone, language=value.language,
        is_primary=value.is_primary,
    )  # fmt: skip


def _update(items: Sequence[Item], progress: Progress) -> int:
    """Bring organisations of earlier imports up to date; the number of those in which something changed."""
    updated = 0
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        ids = [item.organisation_id for item in batch]
        statement = queries.whole(sa.select(Organisation).where(Organisation.id.in_(ids)).with_for_update())
        found = {row.id: row for row in db.session.scalars(statement.execution_options(populate_existing=True))}
        for item in batch:
            row, profile = found.get(item.organisation_id or 0), item.record.profile
            updated += bool(row and profile and _bring_up_to_date(row, profile))
        db.session.flush()
        progress(len(batch))
    return updated


def _bring_up_to_date(organisation: Organisation, profile: Profile) -> bool:
    """Write what differs from the last import, except where somebody has corrected the value here since."""
    before, after = organisation.source_digests or {}, digests_of(profile)
    stored = _stored(organisation)
    wanted = {
        name: value
        for name, value in values_of(profile).items()
        if before.get(name) != after[name] and _is_as_imported(stored.get(name), before.get(name))
    }
    changed = {name: value for name, value in wanted.items() if stored.get(name) != value}
    for name, value in changed.items():
        _write(organisation, name, value)
    organisation.source_digests = {**before, **after}
    if changed:
        organisation.completeness = completeness(parts.filled_fields(organisation))
        organisation.revision += 1
    return bool(changed)


def _is_as_imported(value: object, last_import: str | None) -> bool:
    return value in (None, "", []) if last_import is None else digest(value) == last_import


def _stored(organisation: Organisation) -> dict[str, object]:
    """What is here now, under the names and in the shapes of `values_of`."""
    found: dict[str, object] = {
        name: getattr(organisation, name)
        for name in ("name_ko", "name_en", "org_type", "size_band", "country", "city", "cluster", "time_zone",
                     "other_names", "registration_number", "year_established", "employees", "website")
    }  # fmt: skip
    contacts = parts.read_people(organisation).contacts
    found["contact"] = contacts[0] if contacts else None
    for text in organisation.texts:
        found[f"summary.{text.language}"], found[f"description.{text.language}"] = text.summary, text.description
    return found


def _write(organisation: Organisation, name: str, value: object) -> None:
    field, _, language = name.partition(".")
    if language:
        text = organisation.text(language)
        if text is None:
            text = OrganisationText(language=language, summary="", description="", international_experience="")
            organisation.texts.append(text)
        setattr(text, field, value)
    elif isinstance(value, ContactValue):
        organisation.contacts = [_contact(value), *organisation.contacts[1:]]
    else:
        setattr(organisation, name, value)
    if name == "website":
        organisation.website_domain = domain_of(organisation.website)
