"""Saving parts of a profile: every change leaves its trace, and of two at once none is lost unseen."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.organisations import editing, parts, service
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Step, VettingState
from tests.conftest import make_app
from tests.factories import make_organisation, make_user


def test_a_change_raises_the_revision_and_names_the_fields_in_the_audit_log(app: Flask) -> None:
    organisation = make_organisation(state=VettingState.DRAFT)
    old = parts.read_identity(organisation)
    new = replace(old, city="Busan", name_en="Another", languages=("en",))
    assert editing.save(organisation, Step.IDENTITY, new, seen=parts.fingerprint(old), actor_id=1)
    assert parts.read_identity(organisation) == new
    assert (organisation.revision, organisation.completeness) == (2, 65)
    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert [(one.action, one.details) for one in entries] == [
        ("organisation.identity_saved", {"fields": ["name_en", "city", "languages"]})
    ]


def test_a_change_of_identity_of_an_approved_organisation_is_noted_for_the_broker(app: Flask) -> None:
    organisation = make_organisation()
    old = parts.read_identity(organisation)
    new = replace(old, website="https://new.example", city="Busan")
    editing.save(organisation, Step.IDENTITY, new, seen=parts.fingerprint(old), actor_id=1)
    changes = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "organisation.identity_changed")
    ).all()
    assert [one.details for one in changes] == [{"fields": ["website"]}]
    assert (organisation.website_domain, organisation.state) == ("new.example", VettingState.APPROVED)


def test_saving_the_same_again_is_nothing_even_with_an_old_form(app: Flask) -> None:
    organisation = make_organisation()
    stored = parts.read_people(organisation)
    assert not editing.save(organisation, Step.PEOPLE, stored, seen="old", actor_id=1)
    assert organisation.revision == 1


def test_a_save_over_something_newer_is_refused(app: Flask) -> None:
    organisation = make_organisation()
    new = replace(parts.read_identity(organisation), city="Busan")
    with pytest.raises(RuleViolation, match=r"organisation\.part_changed_meanwhile"):
        editing.save(organisation, Step.IDENTITY, new, seen="old", actor_id=1)


def at_once(app: Flask, *deeds: Callable[[], None]) -> list[str]:
    """Run `deeds` together, each in a transaction of its own: the refusal codes, or "done"."""
    start, results = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    deed()
                results.append("done")
            except RuleViolation as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.slow
def test_at_the_same_moment_one_saves_one_number_goes_to_one_and_deleting_breaks_nothing(
    postgresql: Callable[[], str], tmp_path: Path
) -> None:
    app = make_app(postgresql(), tmp_path)
    with app.app_context():
        one, other, staff = make_organisation().id, make_organisation().id, make_user(Role.BROKER).as_actor()
        db.session.commit()

    def save(key: int, **values: str) -> Callable[[], None]:
        with app.app_context():
            seen = parts.fingerprint(parts.read_identity(db.session.get_one(Organisation, key)))

        def deed() -> None:
            organisation = db.session.get_one(Organisation, key)
            new = replace(parts.read_identity(organisation), **values)  # type: ignore[arg-type]
            editing.save(organisation, Step.IDENTITY, new, seen=seen, actor_id=1)

        return deed

    assert at_once(app, save(one, city="Busan"), save(one, city="Seoul")) == [
        "done",
        "organisation.part_changed_meanwhile",
    ]
    number = {"registration_number": "1234567890"}
    assert at_once(app, save(one, **number), save(other, **number)) == ["done", "organisation.number_taken"]

    def delete() -> None:
        service.delete(service.get_in_care(one, staff), staff=staff)

    assert at_once(app, delete, delete) in (["done", "not_found"],)
    with app.app_context():
        assert db.session.scalars(sa.select(Organisation.id)).all() == [other]
        db.session.remove()
        db.engine.dispose()
