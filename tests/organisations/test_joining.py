"""How people come to speak for an organisation, and cease to."""

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts import closing
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.organisations import joining, service
from matchmaker.organisations.joining import Beginning
from matchmaker.organisations.models import Contact, Membership
from tests.factories import make_organisation, make_user

CELL = Beginning(name_ko="시흥셀", name_en=None, website=None, country="KR")


def test_members_and_brokers_are_told_who_asks(app: Flask) -> None:
    colleague, broker, person = make_user(), make_user(Role.BROKER), make_user(full_name="New Person")
    make_user(Role.CO_BROKER)
    organisation = make_organisation(name_ko="시흥셀", name_en="Siheung Cell", member=colleague)
    joining.ask_to_join(person, organisation.id, CELL)
    mails = db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert [(mail.to_address, mail.subject) for mail in mails] == [
        (address, "Request to join Siheung Cell") for address in (colleague.email, broker.email)
    ]
    assert f"New Person ({person.email})" in mails[0].body


def test_a_person_speaks_for_one_organisation(app: Flask) -> None:
    person = make_user()
    make_organisation(member=person)
    here = make_organisation(name_ko="시흥셀")
    for deed in (lambda: joining.create(person, CELL), lambda: joining.ask_to_join(person, here.id, CELL)):
        with pytest.raises(RuleViolation, match=r"organisation\.already_member"):
            deed()


def test_an_active_membership_is_not_withdrawn(app: Flask) -> None:
    person = make_user()
    make_organisation(member=person)
    with pytest.raises(NotFound):
        joining.withdraw(person)


def test_closing_an_account_takes_the_person_out_and_leaves_the_profile(app: Flask) -> None:
    person = make_user()
    organisation = make_organisation(member=person)
    organisation.contacts.append(Contact(name=person.full_name, email=person.email.upper(), language="ko"))
    assert joining.leave in closing.on_close
    joining.leave(person)
    joining.leave(person)
    assert service.organisation_of(person.id) is None
    assert db.session.scalars(sa.select(Membership)).all() == []
    assert [one.name for one in organisation.contacts] == [organisation.contacts[0].name]
    assert organisation.contacts[0].is_primary
