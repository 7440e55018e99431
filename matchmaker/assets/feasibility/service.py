"""A sponsor asks a site, the site answers; the request behind the sheet takes the steps and tells both sides."""

from dataclasses import asdict, dataclass
from datetime import date

from matchmaker.assets.feasibility.models import SiteFeasibility
from matchmaker.assets.feasibility.rules import (
    PHASES,
    REQUEST_KIND,
    Readiness,
    Verdict,
    check_numbers,
    check_verdict,
    is_site,
)
from matchmaker.assets.models import Asset
from matchmaker.assets.requests import service as requests
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.rules import RequestState
from matchmaker.assets.requests.service import By, Wish
from matchmaker.assets.requests.sight import Reader
from matchmaker.foundation import audit
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import hold
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a sponsor tells of its study; `participants` at this site, to be enrolled within `months`."""

    title: str
    phase: str
    therapeutic_area: str
    indication: str
    tested: str
    participants: int
    months: int
    starts_on: date | None = None
    criteria: str = ""
    staff: str = ""
    equipment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site says: people a year, studies, what is there, and days until it can begin."""

    verdict: Verdict
    patients_a_year: int
    expected_a_year: int
    similar: int
    competing: int
    investigator: Readiness
    staff_ready: Readiness
    coordinators: int
    equipment_ready: Readiness
    ethics_days: int
    contract_days: int
    remarks: str
    ready_on: date | None = None


def is_clinical_site(asset: Asset) -> bool:
    """Whether the asset takes questions of feasibility."""
    return is_site(asset.kind, asset.codes_of("stage"))


def sheet_of(request: AssetRequest) -> SiteFeasibility | None:
    """The sheet of a request; None for requests of other kinds."""
    return db.session.get(SiteFeasibility, request.id) if request.kind == REQUEST_KIND else None


def get(request: AssetRequest) -> SiteFeasibility:
    """The sheet of a request. Raises NotFound."""
    found = sheet_of(request)
    if found is None:
        raise NotFound("not_found")
    return found


def ask(
    asset: Asset, own: Organisation, question: Question, *, reader: Reader, opportunity_id: int | None = None
) -> AssetRequest:
    """Ask a site. Raises NotFound when the asset is none, RuleViolation when the organisation is not approved."""
    if not is_clinical_site(asset):
        raise NotFound("not_found")
    if question.phase not in PHASES or not is_known("therapeutic_area", question.therapeutic_area):
        raise RuleViolation("site_feasibility.unknown_code")
    wish = Wish(kind=REQUEST_KIND, purpose=question.title, opportunity_id=opportunity_id)
    request = requests.ask(asset, own, wish, reader=reader)
    db.session.add(SiteFeasibility(request_id=request.id, **asdict(question)))
    db.session.flush()
    return request


def answer(request: AssetRequest, said: Answer, *, by: By, version: int | None) -> None:
    """Answer a question that waits; an answer to a question asked again takes the place of the one before.

    Raises RuleViolation when nothing was asked any more, or when the figures speak against the verdict.
    """
    sheet = get(request)
    hold(request, version)
    if request.state is not RequestState.ASKED:
        raise RuleViolation("asset_request.bad_move")
    check_numbers(said.patients_a_year, said.expected_a_year)
    check_verdict(said.verdict, said.expected_a_year, (said.investigator, said.staff_ready, said.equipment_ready))
    requests.advise(request, said.remarks, by=by, version=version)
    for name, value in asdict(said).items():
        setattr(sheet, name, value)
    sheet.answered_at = now()
    db.session.flush()
    audit.record(
        "site_feasibility.answered", request, actor_id=by.user_id, details={"verdict": said.verdict.value}
    )  # fmt: skip
