"""An accepted request is used: the log of hours, the report, the review."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from matchmaker.assets.linkage import note_use
from matchmaker.assets.requests import booking, letters
from matchmaker.assets.requests.models import AssetRequest, AssetUse
from matchmaker.assets.requests.rules import (
    RATINGS,
    REPORT_MAX,
    REVIEW_MAX,
    RequestState,
    check_move,
    check_use,
    check_words,
)
from matchmaker.assets.requests.service import By, move
from matchmaker.foundation import audit, files
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.files import Kept
from matchmaker.foundation.versions import hold
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.days import today

S = RequestState
AREA = "asset_reports"
"""Where the reports' files lie in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """An entry of the use log."""

    day: date
    minutes: int
    who: str
    what: str


def log_use(request: AssetRequest, used: Used, *, by: By, version: int | None) -> None:
    """Write an entry of the use log; the first one begins the use.

    Raises RuleViolation for a day that was not accepted or is ahead, and for more than the booked time.
    """
    hold(request, version)
    if request.state is not S.IN_USE:
        check_move(request.state, S.IN_USE, by.side)
    logged = sum(entry.minutes for entry in request.uses if entry.day == used.day)
    booked = booking.booked_minutes(request, used.day)
    check_use(used.day, used.minutes, booked=booked, logged=logged, today=today())
    request.uses.append(
        AssetUse(
            asset_id=request.asset_id, day=used.day, minutes=used.minutes, who=used.who, what=used.what,
            by_id=by.user_id,
        )
    )  # fmt: skip
    if request.state is S.ACCEPTED:
        move(request, S.IN_USE, "", by=by)
    note_use(request.asset_id, request.organisation_id, used.day)
    audit.record("asset_request.used", request, actor_id=by.user_id, details={"minutes": used.minutes})
    db.session.flush()


def report(request: AssetRequest, text: str, file: Kept | None, *, by: By, version: int | None) -> None:
    """Say what came of the use, in words, with a file or both. Raises RuleViolation without either."""
    hold(request, version)
    check_move(request.state, S.REPORTED, by.side)
    if not text.strip() and file is None:
        raise RuleViolation("asset_request.report_needed")
    request.report = check_words(text, most=REPORT_MAX) if text.strip() else ""
    if file is not None:
        request.file_key, request.file_name = file.key, file.name
        request.media_type, request.scan = file.content_type, file.scan
    move(request, S.REPORTED, "", by=by)
    letters.news(request, by.side)


def review(request: AssetRequest, rating: int, words: str, *, by: By, version: int | None) -> None:
    """The asker rates the asset from 1 to 5, and the request is closed."""
    hold(request, version)
    if rating not in RATINGS:
        raise RuleViolation("asset_request.rating_needed")
    request.rating, request.review = rating, words.strip()[:REVIEW_MAX]
    move(request, S.CLOSED, "", by=by)
    letters.news(request, by.side)


def file_of(request: AssetRequest) -> bytes:
    """The bytes of the report's file. Raises NotFound when there is none, RuleViolation while it is not safe."""
    if request.file_key is None:
        raise NotFound("not_found")
    if request.scan is Scan.INFECTED:
        raise RuleViolation("file.infected")
    if request.scan is Scan.WAITING:
        raise RuleViolation("file.waits_for_scan")
    return files.read(request.file_key)


def kept_keys() -> list[str]:
    """Keys of all files that rows name."""
    found = db.session.scalars(sa.select(AssetRequest.file_key).where(AssetRequest.file_key.is_not(None)))
    return [key for key in found if key is not None]
