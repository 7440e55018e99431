from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.rules import VettingState
from tests.factories import make_organisation


def close_a_door(owner: Organisation, **entry: object) -> None:
    owner.blocks.append(Block(**entry))
    db.session.flush()


def test_the_block_lists_of_some_are_those_of_all(app: Flask) -> None:
    owners = [make_organisation() for _number in range(4)]
    lab = make_organisation(website_domain="lab.firm.example")
    named = make_organisation(name_en="Brindlevec Biologics Inc.", website_domain="elsewhere.example")
    close_a_door(owners[0], blocked_domain="firm.example")
    close_a_door(owners[1], blocked_name="BRINDLEVEC Biologics")
    close_a_door(owners[2], blocked_id=lab.id)

    found = {one.id: visibility.blocked_by([one.id]).get(one.id, frozenset()) for one in owners}

    assert found == {
        owners[0].id: frozenset({lab.id}), owners[1].id: frozenset({named.id}), owners[2].id: frozenset({lab.id}),
        owners[3].id: frozenset(),
    }  # fmt: skip
    everybody = [*owners, lab, named]
    assert visibility.blocked_by([one.id for one in everybody]) == visibility.blocked_pairs(everybody)
    assert visibility.blocked_by([]) == {}


def test_only_organisations_that_take_part_are_looked_for(app: Flask) -> None:
    owner = make_organisation()
    make_organisation(website_domain="firm.example", state=VettingState.DRAFT)
    close_a_door(owner, blocked_domain="firm.example")

    assert visibility.blocked_by([owner.id]) == {owner.id: frozenset()}


def test_many_domains_are_found_as_few_are(app: Flask) -> None:
    owner, firm = make_organisation(), make_organisation(website_domain="firm7.example")
    for number in range(visibility._MANY + 1):
        close_a_door(owner, blocked_domain=f"firm{number}.example")

    assert visibility.blocked_by([owner.id]) == {owner.id: frozenset({firm.id})}


def test_an_organisation_finds_those_who_named_it_before_it_came(app: Flask) -> None:
    by_domain, by_name, by_nothing = (make_organisation() for _number in range(3))
    close_a_door(by_domain, blocked_domain="firm.example")
    close_a_door(by_name, blocked_name="(주)물왕셀")
    close_a_door(by_nothing, blocked_name="???")
    newcomer = make_organisation(website_domain="lab.firm.example", name_ko="물왕셀 주식회사", other_names=["!"])

    assert visibility.blockers_of([newcomer]) == {by_domain.id, by_name.id}
