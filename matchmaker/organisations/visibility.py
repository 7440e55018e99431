"""Who sees how much of whom: the one place that decides on tiers."""

from collections.abc import Iterable

from matchmaker.foundation.database import db, now
from matchmaker.organisations import queries
from matchmaker.organisations.models import Block, Disclosure, Organisation
from matchmaker.organisations.names import covering_domains, name_key
from matchmaker.organisations.rules import Tier, VettingState


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


def are_blocked(one: Organisation, other: Organisation) -> bool:
    """Whether either of the two has the other on its block list."""
    pairs = _named_by(db.session.scalars(queries.blocks(one.id, other.id)), [one, other])
    return other.id in pairs.get(one.id, frozenset()) or one.id in pairs.get(other.id, frozenset())


def _named_by(entries: Iterable[Block], organisations: Iterable[Organisation]) -> dict[int, frozenset[int]]:
    """Ids among `organisations` that `entries` name, by the entries' owners.

    A domain stands for everything below it: who names `firm.com` means `lab.firm.com` too.
    """
    by_domain: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for one in organisations:
        for domain in covering_domains(one.website_domain) if one.website_domain else ():
            by_domain.setdefault(domain, set()).add(one.id)
        for name in (one.name_ko, one.name_en, *one.other_names):
            if key := name_key(name):
                by_name.setdefault(key, set()).add(one.id)
    found: dict[int, set[int]] = {}
    for entry in entries:
        ids = {entry.blocked_id} if entry.blocked_id is not None else set()
        ids |= by_domain.get(entry.blocked_domain or "", set()) | by_name.get(name_key(entry.blocked_name), set())
        found.setdefault(entry.organisation_id, set()).update(ids)
    return {owner: frozenset(ids - {owner}) for owner, ids in found.items()}
