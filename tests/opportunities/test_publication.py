"""References, expiry and extension."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities import publication, service
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.rules import KOREA
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation, make_user
from tests.opportunities.conftest import House, whole_offer


def mails(kind: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMail).where(OutboxMail.kind == kind)) or 0


def test_references_of_a_day_count_up(house: House, published: Opportunity) -> None:
    second = whole_offer(house.firm)
    service.submit(second, actor_id=house.member.id)
    service.decide(second, OpportunityState.PUBLISHED, staff=house.staff)
    day = now().astimezone(KOREA)
    assert [published.reference, second.reference] == [f"SH-TO-KR-{day:%Y%m%d}-001", f"SH-TO-KR-{day:%Y%m%d}-002"]


def test_the_sweep_gives_one_notice_and_expires_once_however_often_it_runs(house: House) -> None:
    at = now()
    soon = make_opportunity(house.firm, expires_at=at + timedelta(days=14) - timedelta(minutes=1))
    later = make_opportunity(house.firm, expires_at=at + timedelta(days=15))
    over = make_opportunity(house.firm, expires_at=at - timedelta(seconds=1))
    before = house.firm.revision
    assert publication.sweep() == (1, 1)
    assert publication.sweep() == (0, 0)
    states = [one.state for one in (soon, later, over)]
    assert states == [OpportunityState.PUBLISHED, OpportunityState.PUBLISHED, OpportunityState.EXPIRED]
    assert (mails("opportunity_expiring"), mails("opportunity_expired")) == (1, 1)
    db.session.refresh(house.firm)
    assert house.firm.revision == before + 1


def test_an_extension_brings_a_new_notice_later(house: House) -> None:
    opportunity = make_opportunity(house.firm, expires_at=now() + timedelta(days=10))
    publication.sweep()
    end = opportunity.expires_at
    assert publication.may_extend(opportunity)
    publication.extend(opportunity, actor_id=house.member.id)
    assert opportunity.expires_at == end + timedelta(days=365)
    assert (opportunity.expiry_notice_at, publication.may_extend(opportunity)) == (None, False)
    with pytest.raises(RuleViolation, match=r"opportunity\.extended_already"):
        publication.extend(opportunity, actor_id=house.member.id)


def test_a_research_request_ends_with_its_call_and_cannot_start_after_it(house: House) -> None:
    opportunity = whole_offer(house.firm, OpportunityState.SUBMITTED, call_deadline=(now() + timedelta(days=40)).date())
    publication.publish(opportunity)
    assert opportunity.expires_at is not None
    assert opportunity.expires_at < now() + timedelta(days=42)
    late = whole_offer(house.firm, OpportunityState.SUBMITTED, call_deadline=date(2020, 1, 1))
    with pytest.raises(RuleViolation, match=r"opportunity\.call_over"):
        publication.publish(late)


@pytest.mark.slow
def test_references_given_at_the_same_moment_differ(postgresql: Callable[[], str], tmp_path: Path) -> None:
    """Eight brokers publish eight opportunities of one type and country at once."""
    app = make_app(postgresql(), tmp_path, jobs_immediate=False)
    with app.app_context(), transaction():
        staff = make_user(Role.BROKER).as_actor()
        ids = [whole_offer(make_organisation(), OpportunityState.SUBMITTED).id for _number in range(8)]
    start = threading.Barrier(len(ids))
    faults: list[BaseException] = []

    def publish(opportunity_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    found = service.get_in_care(opportunity_id, staff)
                    service.decide(found, OpportunityState.PUBLISHED, staff=staff)
            except BaseException as error:  # noqa: BLE001 - told by the main thread
                faults.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=publish, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with app.app_context():
        references = db.session.scalars(sa.select(Opportunity.reference).order_by(Opportunity.reference)).all()
        assert [reference[-3:] for reference in references if reference] == [f"{n:03}" for n in range(1, 9)]
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_two_brokers_deciding_at_once_decide_once(postgresql: Callable[[], str], tmp_path: Path) -> None:
    app = make_app(postgresql(), tmp_path, jobs_immediate=False)
    with app.app_context(), transaction():
        staff = make_user(Role.BROKER).as_actor()
        opportunity_id = whole_offer(make_organisation(), OpportunityState.SUBMITTED).id
    start, answers = threading.Barrier(2), []

    def decide(new: OpportunityState) -> None:
        with app.app_context():
            try:
                with transaction():
                    found = service.get_in_care(opportunity_id, staff)
                    start.wait()
                    service.decide(found, new, staff=staff, reason="A reason.")
                answers.append(new.value)
            except Exception as error:  # noqa: BLE001 - its kind is what is tested
                answers.append(type(error).__name__)
            finally:
                db.session.remove()

    decisions = (OpportunityState.PUBLISHED, OpportunityState.REFUSED)
    threads = [threading.Thread(target=decide, args=(one,)) for one in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        state = db.session.get_one(Opportunity, opportunity_id).state
        db.session.remove()
        db.engine.dispose()
    assert sorted(answers) == sorted([state.value, "StaleDataError"])
