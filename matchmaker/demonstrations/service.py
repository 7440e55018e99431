"""Signing, deciding to go on or not, concluding."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from matchmaker.assets.availability import usable_in
from matchmaker.assets.models import Asset
from matchmaker.compliance.lights import Standing, standing_of
from matchmaker.compliance.rules import Answer, Crossing, Light
from matchmaker.demonstrations import certificates, letters
from matchmaker.demonstrations.models import Demonstration, DemonstrationSite, SignedText
from matchmaker.demonstrations.planning import note_deed
from matchmaker.demonstrations.rules import (
    REASON_MAX,
    Deed,
    State,
    check_move,
    check_runnable,
    is_signed_off,
    result,
)
from matchmaker.demonstrations.sight import check_may_act, may_act, plan_of
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.versions import check_version
from matchmaker.introductions.queries import has_members
from matchmaker.organisations.readers import Reader, check_agency


def may_sign(site: DemonstrationSite, reader: Reader) -> bool:
    """Whether `reader` signs for a site: its own people; staff in whose care it is where nobody speaks for it."""
    if not reader.by_staff:
        return may_act(reader) and reader.speaks_for(site.side)
    return reader.speaks_for(site.side) and not db.session.scalar(has_members(site.side_id))


def sign(row: Demonstration, site_id: int, *, by: Reader, version: int | None) -> None:
    """Sign the present text for a site; with the last signature it is signed off. Raises RuleViolation."""
    check_may_act(by)
    check_version(row, version)
    site = next((one for one in row.sites if one.id == site_id), None)
    if site is None:
        raise NotFound("not_found")
    if not may_sign(site, by):
        raise Forbidden("demonstration.not_yours_to_sign")
    if row.state is not State.PROPOSED or site.signed_version == row.text_version:
        raise RuleViolation("demonstration.nothing_to_sign")
    _keep_text(row)
    site.signed_version, site.signed_at, site.signed_by_id = row.text_version, now(), by.actor.user_id
    if is_signed_off([one.signed_version for one in row.sites], row.text_version):
        check_move(row.state, State.SIGNED_OFF)
        row.state = State.SIGNED_OFF
    row.updated_at = now()
    note_deed(row, Deed.SIGNED, by=by)
    db.session.flush()
    audit.record("demonstration.signed", row, actor_id=by.actor.user_id, details={"text": row.text_version})
    letters.tell(row, Deed.SIGNED, by=by)


def _keep_text(row: Demonstration) -> None:
    """Keep the text that is being signed, as it is."""
    if any(text.number == row.text_version for text in row.texts):
        return
    content = text_content(row)
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    row.texts.append(SignedText(number=row.text_version, content=content, digest=digest))


def text_content(row: Demonstration) -> dict[str, Any]:
    """The whole plan as plain data: numbers and dates as text."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(plan_of(row)), default=_plain))
    return content


def _plain(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def obstacles(row: Demonstration) -> list[RuleViolation]:
    """Everything that keeps it from running now."""
    standing = standing_of(row.introduction)
    found: list[RuleViolation] = []
    try:
        _check_formal(row, standing)
    except RuleViolation as refusal:
        found.append(refusal)
    return found + [_not_open(site.asset) for site in row.sites if site.asset and not _is_open(row, site.asset)]


def _check_formal(row: Demonstration, standing: Standing) -> None:
    check_runnable(
        signed_off=row.state is State.SIGNED_OFF
        and is_signed_off([site.signed_version for site in row.sites], row.text_version),
        lights_clear=not standing.blocking(Crossing.FILE_ABROAD), flow_clear=not row.steps or _is_flow_known(standing),
        permits_named=all(step.permit for step in row.steps if step.needs_permit),
    )  # fmt: skip


def _is_flow_known(standing: Standing) -> bool:
    """Whether both sides have said what biomaterials cross the border."""
    return all(one.answer is not Answer.UNKNOWN for one in standing.under(Light.BIOMATERIALS))


def _is_open(row: Demonstration, asset: Asset) -> bool:
    """Whether `asset` is open from the first day of the plan on."""
    if row.starts_on is None or row.ends_on is None:
        return False
    usable = usable_in(asset, row.starts_on, row.ends_on)
    return usable.now and (usable.earliest is None or usable.earliest <= row.starts_on)


def _not_open(asset: Asset) -> RuleViolation:
    return RuleViolation("demonstration.asset_not_open", asset=asset.name(locale()), when=asset.available_from or "–")


def go(row: Demonstration, reason: str, *, by: Reader, version: int | None) -> None:
    """Decide to go on: before the start it begins to run, while it runs it is noted. Staff decide.

    Raises Forbidden, RuleViolation: no reason, or the first thing that keeps it from running.
    """
    check_version(row, version)
    words = _words(reason)
    if not by.by_staff:
        raise Forbidden("forbidden")
    if row.state is not State.RUNNING:
        if row.state is State.SIGNED_OFF:
            for refusal in obstacles(row):
                raise refusal
        elif row.state in {State.DRAFT, State.PROPOSED}:
            raise RuleViolation("demonstration.not_signed_off")
        check_move(row.state, State.RUNNING)
        row.state = State.RUNNING
    elif standing_of(row.introduction).blocking(Crossing.FILE_ABROAD):
        raise RuleViolation("demonstration.light_in_the_way")
    _decided(row, Deed.GO, words, by=by)


def no_go(row: Demonstration, reason: str, *, by: Reader, version: int | None) -> None:
    """Decide not to go on: it is stopped. Either side and staff may. Raises RuleViolation."""
    check_may_act(by)
    check_version(row, version)
    words = _words(reason)
    check_move(row.state, State.STOPPED)
    row.state, row.ended_at = State.STOPPED, now()
    _decided(row, Deed.NO_GO, words, by=by)


def _decided(row: Demonstration, deed: Deed, words: str, *, by: Reader) -> None:
    row.updated_at = now()
    note_deed(row, deed, by=by, note=words)
    db.session.flush()
    audit.record(f"demonstration.{deed.value}", row, actor_id=by.actor.user_id)
    letters.tell(row, deed, by=by, reason=words)


def _words(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise RuleViolation("demonstration.reason_needed")
    if len(words) > REASON_MAX:
        raise RuleViolation("demonstration.reason_too_long", most=REASON_MAX)
    return words


def values_of(row: Demonstration) -> Sequence[Sequence[Decimal | None]]:
    """What was measured: for each criterion the value at each site, as far as the file that shows it can be opened."""
    found = []
    for criterion in row.criteria:
        by_site = {one.site_id: one.value for one in criterion.measurements if one.is_shown}
        found.append([by_site.get(site.id) for site in row.sites])
    return found


def outcome_of(row: Demonstration) -> State | None:
    """What the measurements prove so far: passed, failed, or nothing yet."""
    return result(plan_of(row).criteria, values_of(row))


def conclude(row: Demonstration, *, by: Reader, version: int | None) -> State:
    """End it by what was measured; a certificate is issued when it has passed. The agency does.

    Raises Forbidden, RuleViolation while something is not measured yet.
    """
    check_version(row, version)
    check_agency(by)
    new = outcome_of(row)
    if new is None:
        raise RuleViolation("demonstration.not_measured")
    check_move(row.state, new)
    row.state, row.ended_at, row.updated_at = new, now(), now()
    deed = Deed.PASSED if new is State.PASSED else Deed.FAILED
    note_deed(row, deed, by=by)
    db.session.flush()
    audit.record(f"demonstration.{new.value}", row, actor_id=by.actor.user_id)
    if new is State.PASSED:
        certificates.issue(row, actor_id=by.actor.user_id)
    letters.tell(row, deed, by=by)
    return new
