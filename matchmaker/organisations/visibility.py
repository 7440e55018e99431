"""Who sees how much of whom: the one place that decides on tiers."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from matchmaker.foundation.database import db, now
from matchmaker.organisations import queries
from matchmaker.organisations.models import Block, Disclosure, Organisation
from matchmaker.organisations.names import covering_domains, name_key
from matchmaker.organisations.rules import Tier, VettingState

_MANY = 100
"""So many domains are looked for faster by reading all organisations."""


_key = lru_cache(maxsize=1 << 17)(name_key)
"""Names stay; where all of them are compared, folding them costs most by far."""


class _Identity(NamedTuple):
    """What a block list may name: a row of `queries.named`."""

    id: int
    name_ko: str | None
    name_en: str | None
    other_names: list[str]
    website_domain: str | None


def tier_for(viewer: Organisation | None, subject: Organisation) -> Tier:
    """How much of `subject` the organisation `viewer` sees unasked or by what it has reached, which is kept for good.

    Block lists are another question (`are_blocked`): a blocked pair sees nothing of each other.
    """
    if viewer is not None and viewer.id == subject.id:
        return Tier.DOCUMENTS
    if viewer is None or viewer.state is not VettingState.APPROVED:
        return Tier.TEASER
    reached = db.session.scalars(queries.disclosure(viewer.id, subject.id)).first()
    return tier_from(subject, reached)


def tier_from(subject: Organisation, reached: Disclosure | None) -> Tier:
    """The tier from what `subject` shows to every vetted member and from what was reached."""
    return Tier(max(subject.anonymity_tier, reached.tier if reached else 0))


def tiers_for(viewer: Organisation, subjects: Iterable[Organisation]) -> dict[int, Tier]:
    """`tier_for` of many subjects in one query, by their ids."""
    listed = list(subjects)
    if viewer.state is not VettingState.APPROVED:
        return {subject.id: Tier.TEASER for subject in listed}
    found = db.session.scalars(queries.disclosures_to(viewer.id, [subject.id for subject in listed]))
    reached = {row.subject_id: row for row in found}
    return {subject.id: tier_from(subject, reached.get(subject.id)) for subject in listed}


def disclose(viewer: Organisation, subject: Organisation, tier: Tier) -> None:
    """Let `viewer` see `subject` up to `tier`; never takes away what was reached."""
    row = db.session.scalars(queries.disclosure(viewer.id, subject.id)).first()
    if row is None:
        db.session.add(Disclosure(viewer_id=viewer.id, subject_id=subject.id, tier=int(tier)))
    elif row.tier < tier:
        row.tier, row.at = int(tier), now()
    db.session.flush()


def blocked_pairs(organisations: Iterable[Organisation]) -> dict[int, frozenset[int]]:
    """For each organisation with a block list, the ids among `organisations` that it names by row, domain or name."""
    return _named_by(db.session.scalars(queries.blocks()), organisations)


def closed_between(one: Organisation, others: Iterable[Organisation]) -> frozenset[int]:
    """Ids of those among `others` that `one` has on its block list, or that have `one` on theirs, in one query."""
    listed = list(others)
    owners = {one.id, *(other.id for other in listed)}
    pairs = _named_by(db.session.scalars(queries.blocks(*sorted(owners))), [one, *listed])
    own = pairs.get(one.id, frozenset())
    return frozenset(o.id for o in listed if o.id in own or one.id in pairs.get(o.id, frozenset()))


def blocked_by(owners: Collection[int]) -> dict[int, frozenset[int]]:
    """`blocked_pairs` of the block lists of `owners` alone, among all organisations that take part.

    Reads the organisations of the domains that are named; all of them only where a name is.
    """
    entries = list(db.session.scalars(queries.blocks(*owners))) if owners else []
    domains = {entry.blocked_domain for entry in entries if entry.blocked_domain}
    is_any = len(domains) > _MANY or any(_key(entry.blocked_name) for entry in entries)
    found = db.session.execute(queries.named(None if is_any else domains)) if is_any or domains else ()
    return _named_by(entries, map(_Identity._make, found))


def blockers_of(organisations: Iterable[Organisation]) -> frozenset[int]:
    """Owners of block lists that name one of `organisations` by domain or by name."""
    domains: set[str] = set()
    keys: set[str] = set()
    for one in organisations:
        domains.update(covering_domains(one.website_domain) if one.website_domain else ())
        keys.update(_key(name) for name in (one.name_ko, one.name_en, *one.other_names))
    found = db.session.execute(queries.blocks_by_words(domains))
    return frozenset(owner for owner, domain, name in found if domain in domains or _key(name) in keys - {""})


def are_blocked(one: Organisation, other: Organisation) -> bool:
    """Whether either of the two has the other on its block list."""
    pairs = _named_by(db.session.scalars(queries.blocks(one.id, other.id)), [one, other])
    return other.id in pairs.get(one.id, frozenset()) or one.id in pairs.get(other.id, frozenset())


def _named_by(entries: Iterable[Block], organisations: Iterable[Organisation | _Identity]) -> dict[int, frozenset[int]]:
    """Ids among `organisations` that `entries` name, by the entries' owners.

    A domain stands for everything below it: who names `firm.com` means `lab.firm.com` too.
    """
    by_domain: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for one in organisations:
        for domain in covering_domains(one.website_domain) if one.website_domain else ():
            by_domain.setdefault(domain, set()).add(one.id)
        for name in (one.name_ko, one.name_en, *one.other_names):
            if key := _key(name):
                by_name.setdefault(key, set()).add(one.id)
    found: dict[int, set[int]] = {}
    for entry in entries:
        ids = {entry.blocked_id} if entry.blocked_id is not None else set()
        ids |= by_domain.get(entry.blocked_domain or "", set()) | by_name.get(_key(entry.blocked_name), set())
        found.setdefault(entry.organisation_id, set()).update(ids)
    return {owner: frozenset(ids - {owner}) for owner, ids in found.items()}
