"""Describing what is made, making an offer of it, and marking needs that have one source."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit, outbox
from matchmaker.foundation.codes import code_label, is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.manufacturing import queries
from matchmaker.manufacturing.mapping import LIST, uses
from matchmaker.manufacturing.models import ManufacturerCapability, ManufacturerProfile, SingleSource
from matchmaker.manufacturing.rules import CAPABILITIES_MAX, Certificates, Operation, operations
from matchmaker.opportunities import drafting
from matchmaker.opportunities import service as opportunities
from matchmaker.opportunities.changes import Changes
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import CODE_LIMITS, TEXT_LIMITS
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation, OrganisationQuality
from matchmaker.organisations.service import touch

OFFER_TYPE = "BO"
AI = frozenset({"machine_learning_quality"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a manufacturer says of itself; `certificates` are standards that it holds beside those in its profile."""

    capabilities: tuple[str, ...]
    materials: str = ""
    tolerances: str = ""
    volumes: str = ""
    certificates: tuple[str, ...] = ()


def profile_of(organisation: Organisation) -> ManufacturerProfile | None:
    """What the organisation makes, if it has said so."""
    return db.session.scalars(queries.profile_of(organisation.id)).first()


def certificates_of(organisation: Organisation) -> Certificates:
    """Its standards: held and not run out, or being worked on."""
    valid = [row for row in organisation.qualities if row.valid_to is None or row.valid_to >= today()]
    by_status = {status: frozenset(row.standard for row in valid if row.status == status)
                 for status in ("held", "in_progress")}  # fmt: skip
    return Certificates(by_status["held"], by_status["in_progress"])


def operations_of(profile: ManufacturerProfile) -> list[Operation]:
    """The operations of bioprocessing that a manufacturer could serve, with their gaps."""
    return operations(profile.codes(), uses(), certificates_of(profile.organisation))


def describe(organisation: Organisation, made: Made, *, actor_id: int, version: int | None) -> ManufacturerProfile:
    """Keep what a manufacturer says (`version` 0: for the first time). Raises RuleViolation."""
    _check(made)
    profile = profile_of(organisation)
    if version != (profile.version if profile else 0):
        raise RuleViolation("changed_meanwhile")
    profile = profile or _begin(organisation)
    profile.materials, profile.tolerances, profile.volumes = made.materials, made.tolerances, made.volumes
    profile.updated_at = now()
    kept = [row for row in profile.capabilities if row.code in made.capabilities]
    known = {row.code for row in kept}
    profile.capabilities = [*kept, *(ManufacturerCapability(code=c) for c in made.capabilities if c not in known)]
    _add_certificates(organisation, made.certificates)
    db.session.flush()
    audit.record("manufacturing.described", profile, actor_id=actor_id, details={"capabilities": profile.codes()})
    return profile


def _check(made: Made) -> None:
    if not made.capabilities:
        raise RuleViolation("manufacturing.capability_needed")
    if len(set(made.capabilities)) > CAPABILITIES_MAX:
        raise RuleViolation("manufacturing.too_many_capabilities", most=CAPABILITIES_MAX)
    listed = {"machine_capability": made.capabilities, "standard": made.certificates}
    if not all(is_known(name, code) for name, codes in listed.items() for code in codes):
        raise RuleViolation("manufacturing.unknown_code")


def _begin(organisation: Organisation) -> ManufacturerProfile:
    profile = ManufacturerProfile(organisation=organisation)
    try:
        with db.session.begin_nested():
            db.session.add(profile)
    except IntegrityError as error:
        raise RuleViolation("changed_meanwhile") from error
    return profile


def _add_certificates(organisation: Organisation, standards: Iterable[str]) -> None:
    """Write standards into the organisation's own profile, where everybody looks for them."""
    rows, held = {row.standard: row for row in organisation.qualities}, certificates_of(organisation).held
    new = [code for code in dict.fromkeys(standards) if code not in held]
    for code in new:
        if code in rows:
            rows[code].status, rows[code].valid_to = "held", None
        else:
            organisation.qualities.append(OrganisationQuality(standard=code, status="held"))
    if new:
        touch(organisation)


def make_offer(profile: ManufacturerProfile, *, actor_id: int) -> Opportunity:
    """A draft offer that says in both languages what is made and which operations it serves."""
    able = operations_of(profile)
    draft = opportunities.begin(profile.organisation, profile_type_code=OFFER_TYPE, actor_id=actor_id)
    operation_codes = [one.unit_operation for one in able][: CODE_LIMITS["unit_operation"]]
    areas = ["MPE", *(["AIMFG"] if AI & set(profile.codes()) else [])]
    changes = Changes(
        texts={language: _texts(profile, able, language) for language in ("ko", "en")},
        codes={"unit_operation": operation_codes, "area": areas, "partnership_type": ["supplier"]},
        values={"stage_now": "MANUF"},
    )  # fmt: skip
    drafting.save(draft, changes, version=draft.version, actor_id=actor_id)
    audit.record("manufacturing.offered", profile, actor_id=actor_id, details={"opportunity": draft.id})
    return draft


def _texts(profile: ManufacturerProfile, able: list[Operation], language: str) -> dict[str, str]:
    """The words of the draft; those that the manufacturer wrote itself stand in its own language."""
    with outbox.in_language(language):
        machines = ", ".join(code_label("machine_capability", code) for code in profile.codes())
        reasons = [code_label(LIST, use.code) for one in able for use in one.uses]
        parts = [_("We make: %(machines)s.", machines=machines),
                 _("Uses in bioprocessing: %(uses)s.", uses="; ".join(reasons))]  # fmt: skip
        said = ((_("Materials"), profile.materials), (_("Tolerances and precision"), profile.tolerances),
                (_("Volumes"), profile.volumes))  # fmt: skip
        parts += [f"{label}: {words}" for label, words in said if words]
        title = _("Manufacturing for bioprocessing: %(machines)s", machines=machines)
    return {"title": _cut(title, TEXT_LIMITS["title"]), "offer": _cut("\n".join(parts), TEXT_LIMITS["offer"])}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def mark_single_source(need: Opportunity, note: str, *, staff: Actor) -> None:
    """Note that a need has one supplier only; once more changes the note."""
    row = db.session.get(SingleSource, need.id) or SingleSource(opportunity_id=need.id)
    row.note, row.marked_by_id, row.marked_at = note.strip(), staff.user_id, now()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleViolation("changed_meanwhile") from error
    audit.record("manufacturing.single_source_marked", need, actor_id=staff.user_id)


def unmark_single_source(need: Opportunity, *, staff: Actor) -> None:
    """Take the mark away."""
    row = db.session.get(SingleSource, need.id)
    if row is not None:
        audit.record("manufacturing.single_source_unmarked", need, actor_id=staff.user_id)
        db.session.delete(row)
