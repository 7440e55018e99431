"""Who opens whose page, and what stands on it."""

from collections.abc import Callable

import pytest

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import Tier, VettingState
from tests.client import Client
from tests.factories import make_organisation, make_user

SignIn = Callable[[User], Client]


def subject_(**values: object) -> Organisation:
    return make_organisation(name_en="Siheung Cell", name_ko="시흥셀", website_domain="sc.example", **values)  # type: ignore[arg-type]


def what_is_seen(client: Client, subject: Organisation) -> tuple[bool, bool]:
    """Whether name and contacts stand on the page."""
    text = client.page(f"/organisations/{subject.id}").text
    return subject.name_en in text, subject.contacts[0].email in text  # type: ignore[operator]


@pytest.mark.parametrize(
    ("viewer_state", "shown", "reached", "seen"),
    [
        (VettingState.APPROVED, 0, None, (False, False)),
        (VettingState.APPROVED, 1, None, (True, False)),
        (VettingState.APPROVED, 0, Tier.NAMED, (True, False)),
        (VettingState.APPROVED, 0, Tier.CONTACTS, (True, True)),
        (VettingState.APPROVED, 0, Tier.DOCUMENTS, (True, True)),
        (VettingState.DRAFT, 1, Tier.CONTACTS, (False, False)),
        (VettingState.SUSPENDED, 1, Tier.CONTACTS, (False, False)),
    ],
)
def test_a_member_sees_what_the_tier_allows(
    sign_in: SignIn, viewer_state: VettingState, shown: int, reached: Tier | None, seen: tuple[bool, bool]
) -> None:
    member = make_user()
    viewer, subject = make_organisation(member=member, state=viewer_state), subject_(anonymity_tier=shown)
    if reached:
        visibility.disclose(viewer, subject, reached)
    assert what_is_seen(sign_in(member), subject) == seen


def test_a_member_without_an_organisation_sees_teasers(sign_in: SignIn) -> None:
    assert what_is_seen(sign_in(make_user()), subject_(anonymity_tier=1)) == (False, False)


@pytest.mark.parametrize("state", [state for state in VettingState if state is not VettingState.APPROVED])
def test_what_is_not_approved_is_nowhere(sign_in: SignIn, state: VettingState) -> None:
    member, owner = make_user(), make_user()
    make_organisation(member=member)
    subject = subject_(state=state, member=owner)
    sign_in(member).page(f"/organisations/{subject.id}", 404)
    assert what_is_seen(sign_in(owner), subject) == (True, True)


@pytest.mark.parametrize(
    "entry",
    [{"blocked_domain": "sc.example"}, {"blocked_name": "Siheung Cell Inc."}, {"blocked_name": "(주)시흥셀"}, {}],
)
def test_blocked_organisations_are_nowhere_for_each_other(sign_in: SignIn, entry: dict[str, str]) -> None:
    one, other = make_user(), make_user()
    blocker, subject = make_organisation(member=one), subject_(member=other)
    blocker.blocks.append(Block(**entry, blocked_id=None if entry else subject.id))
    sign_in(one).page(f"/organisations/{subject.id}", 404)
    sign_in(other).page(f"/organisations/{blocker.id}", 404)


def test_a_block_covers_what_lies_below_the_domain(sign_in: SignIn) -> None:
    blocker, lab = make_organisation(), make_organisation(website_domain="lab.sc.example")
    stranger = make_organisation(website_domain="other.example", name_en="!!!", name_ko=None)
    blocker.blocks.append(Block(blocked_domain="sc.example"))
    blocker.blocks.append(Block(blocked_name="???"))
    db.session.flush()
    assert visibility.are_blocked(lab, blocker)
    assert not visibility.are_blocked(blocker, stranger)
    assert visibility.blocked_pairs([blocker, lab, stranger]) == {blocker.id: frozenset({lab.id})}


def test_an_organisation_is_blocked_from_its_page_without_learning_its_name(sign_in: SignIn) -> None:
    member = make_user()
    own, subject = make_organisation(member=member), subject_()
    visitor = sign_in(member)
    visitor.send(f"/organisations/{subject.id}/block")
    visitor.send(f"/organisations/{subject.id}/block", status=404)
    page = visitor.page("/organisation/edit/visibility")
    assert "Start-up/venture · Cell & gene therapy" in page.text
    assert "Siheung Cell" not in page.text
    db.session.refresh(own)
    assert [one.blocked_id for one in own.blocks] == [subject.id]
    visitor.send(f"/organisation/blocks/{own.blocks[0].id}/remove")
    assert what_is_seen(visitor, subject) == (False, False)


@pytest.mark.parametrize("role", [Role.BROKER, Role.MANAGER, Role.ADMINISTRATOR])
def test_the_agency_sees_everything_of_everybody(sign_in: SignIn, role: Role) -> None:
    subject = subject_(state=VettingState.DRAFT)
    client = sign_in(make_user(role))
    assert what_is_seen(client, subject) == (True, True)
    assert "Draft" in client.page(f"/organisations/{subject.id}").text


def test_a_co_broker_sees_other_clusters_as_vetted_members_do(sign_in: SignIn) -> None:
    client = sign_in(make_user(Role.CO_BROKER))
    assert what_is_seen(client, subject_(cluster="BOSTON", country="US")) == (True, True)
    assert what_is_seen(client, subject_(anonymity_tier=0)) == (False, False)
    assert what_is_seen(client, subject_(anonymity_tier=1)) == (True, False)
    client.page(f"/organisations/{subject_(state=VettingState.DRAFT).id}", 404)
