"""Facilities in use: example hours of the two that are open, and a request of the demo's firm."""

from datetime import timedelta

import sqlalchemy as sa

from matchmaker.accounts.service import find_by_email
from matchmaker.assets.capacity.rules import Span
from matchmaker.assets.models import Asset, AssetHours
from matchmaker.assets.requests import service
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.requests.service import Wish
from matchmaker.assets.requests.sight import Reader
from matchmaker.demo.service import FIRM
from matchmaker.foundation.database import db
from matchmaker.foundation.working_days import is_working_day
from matchmaker.organisations.days import today
from matchmaker.organisations.service import get_own

OPEN_FACILITIES = ("tukorea-icc", "snu-talent-centre")
PURPOSE = "일회용 배양 백의 용접부를 시험하고 공정 조건을 검증하려고 합니다. 이틀 동안 테스트베드가 필요합니다."


def load() -> None:
    """Give the open facilities hours, and let the firm ask for two days; once."""
    found = {row.key: row for row in db.session.scalars(sa.select(Asset).where(Asset.key.in_(OPEN_FACILITIES)))}
    for asset in found.values():
        if not asset.hours:
            _give_hours(asset)
    db.session.flush()
    if db.session.scalar(sa.select(sa.func.count(AssetRequest.id))) == 0:
        _ask(found[OPEN_FACILITIES[0]])


def _give_hours(asset: Asset) -> None:
    asset.hours = [AssetHours(weekday=day, first_hour=9, end_hour=18) for day in range(5)]
    asset.utilisation_target = 40
    asset.fee_ko = "시연을 위한 예시 시간과 조건이며 실제 시설의 운영 시간이 아닙니다."
    asset.fee_en = "Example hours and terms for the demo, not those of the real facility."


def _ask(asset: Asset) -> None:
    person = find_by_email(FIRM)
    assert person is not None  # noqa: S101 - the logins are made before
    first = today() + timedelta(days=21)
    while not (is_working_day(first) and is_working_day(first + timedelta(days=1))):
        first += timedelta(days=1)
    own = get_own(person.id)
    wish = Wish(kind="test", purpose=PURPOSE, span=Span(first, first + timedelta(days=1), 9, 18))
    service.ask(asset, own, wish, reader=Reader(person.as_actor(), own))
