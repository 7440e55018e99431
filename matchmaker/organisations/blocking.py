"""The private block list: organisations that must never be shown to each other."""

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.organisations import service
from matchmaker.organisations.models import Block, Organisation
from matchmaker.organisations.names import domain_of, is_shared_domain, name_key

MOST_BLOCKS = 500
"""Entries of one list: more is not a list of competitors but a wish to be hidden."""


def block_domain(owner: Organisation, address: str, *, actor_id: int) -> Block:
    """Never meet organisations with this web domain or one below it. Raises RuleViolation for one that says nothing."""
    domain = domain_of(address)
    if domain is None or is_shared_domain(domain):
        raise RuleViolation("organisation.block_domain_unclear")
    if domain == owner.website_domain:
        raise RuleViolation("organisation.block_itself")
    return _add(owner, Block(blocked_domain=domain), actor_id=actor_id)


def block_name(owner: Organisation, name: str, *, actor_id: int) -> Block:
    """Never meet organisations of this name, in whatever legal form. Raises RuleViolation for one without letters."""
    key = name_key(name)
    if len(key) < 2:
        raise RuleViolation("organisation.block_name_unclear")
    if key in {name_key(own) for own in (owner.name_ko, owner.name_en)}:
        raise RuleViolation("organisation.block_itself")
    return _add(owner, Block(blocked_name=name), actor_id=actor_id)


def block_organisation(owner: Organisation, other: Organisation, *, actor_id: int) -> Block:
    """Never meet `other` again. Raises RuleViolation for oneself."""
    if owner.id == other.id:
        raise RuleViolation("organisation.block_itself")
    return _add(owner, Block(blocked_id=other.id), actor_id=actor_id)


def unblock(owner: Organisation, block_id: int, *, actor_id: int) -> None:
    """Take an entry off the list. Raises NotFound for one that is not on it."""
    block = db.session.get(Block, block_id)
    if block is None or block.organisation_id != owner.id:
        raise NotFound("not_found")
    audit.record("organisation.unblocked", owner, actor_id=actor_id)
    db.session.delete(block)
    service.touch(owner)


def _add(owner: Organisation, block: Block, *, actor_id: int) -> Block:
    """Put `block` on the list of `owner`, once."""
    service.lock(owner)
    same = [one for one in owner.blocks if _means_the_same(one, block)]
    if same:
        return same[0]
    if len(owner.blocks) >= MOST_BLOCKS:
        raise RuleViolation("organisation.too_many_blocks", most=MOST_BLOCKS)
    try:
        with db.session.begin_nested():
            owner.blocks.append(block)
    except IntegrityError as error:  # the other was deleted at this moment
        raise NotFound("not_found") from error
    audit.record("organisation.blocked", owner, actor_id=actor_id)
    service.touch(owner)
    return block


def _means_the_same(one: Block, other: Block) -> bool:
    return (one.blocked_id, one.blocked_domain, name_key(one.blocked_name)) == (
        other.blocked_id, other.blocked_domain, name_key(other.blocked_name),
    )  # fmt: skip
