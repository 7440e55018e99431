"""Searching: the index says what fits, the database what the reader may see of it.

A request costs the same however many listings there are: some hits of the index, and a fixed number of queries.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.matching import Hit, MatchIndex, Passage, Side
from matchmaker.matching.language.analysis import Analysis
from matchmaker.opportunities import sight
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.listings import opportunity_id
from matchmaker.suggestions.searching import hiding, queries, spelling
from matchmaker.suggestions.searching.listed import Listed, listed
from matchmaker.suggestions.searching.marking import Marker
from matchmaker.vocabulary import vocabulary

FETCHED = (60, 300, 1500)
"""Hits asked of the index, step by step, until enough of them may be shown."""
_ROUNDS = 3

Key = tuple[int, int | None]
"""Ids of an organisation and, unless its profile was found, of one of its opportunities."""
Rows = tuple[Organisation, Opportunity | None]


@dataclass(frozen=True, slots=True)
class Found:
    """Listings, best first; what marks the words in them; `is_more`: there are others that fit less."""

    rows: Sequence[Listed]
    marker: Marker
    is_more: bool


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose listings are searched: the side or both, a condition on organisations, whom to leave out, names or not."""

    side: Side | None
    which: sa.ColumnElement[bool]
    closed: Callable[[Sequence[Organisation]], frozenset[int]]
    with_names: bool


def for_member(index: MatchIndex, text: str, viewer: Organisation, *, count: int) -> Found:
    """The best `count` listings of the other side for `text`, each at the tier that `viewer` has reached."""
    across = Side.OVERSEAS if viewer.side == Side.DOMESTIC.value else Side.DOMESTIC
    scope = _Scope(
        across, queries.on_side(across), lambda others: visibility.closed_between(viewer, others), with_names=False
    )
    asked = spelling.in_capitals(index, hiding.without_addresses(text))
    rows: list[Listed] = []
    for _round in range(_ROUNDS):
        rows = _with_tiers(viewer, _found(index, asked, scope, count + 1))
        told = hiding.telling_words(index, asked, rows)
        if not told:
            break
        asked = hiding.without_words(asked, told)
    analysis = index.analyser.analyse([Passage(asked)])
    marker = _marker(analysis)
    kept = [row for row in rows[:count] if _is_readable(index, analysis, marker, row)]
    return Found(kept, marker, len(rows) > count)


def for_staff(index: MatchIndex, text: str, staff: Actor, *, count: int) -> Found:
    """The best `count` listings in the care of `staff` for `text`; a name finds its listings too."""
    scope = _Scope(None, queries.in_care_of(staff), lambda _others: frozenset(), with_names=True)
    asked = spelling.in_capitals(index, text)
    found = _found(index, asked, scope, count + 1)
    marker = _marker(index.analyser.analyse([Passage(asked)]))
    return Found([listed(*rows, Tier.NAMED) for rows in found[:count]], marker, len(found) > count)


def pairs_of(viewer: Organisation, others: Iterable[int]) -> dict[int, int | None]:
    """Candidates with which `viewer` has a stored pair, and the opportunity that its page shows of each."""
    rows = db.session.execute(queries.pairs_with(viewer.id, list(others))).all()
    found = {one: mine for one, other, mine, _theirs in rows if other == viewer.id}
    return found | {other: theirs for one, other, _mine, theirs in rows if one == viewer.id}


def _marker(analysis: Analysis) -> Marker:
    return Marker.of(analysis.surfaces, vocabulary().glossary)


def _is_readable(index: MatchIndex, analysis: Analysis, marker: Marker, row: Listed) -> bool:
    """Whether a listing may be shown; only one without a name that says none of the words is looked at closely."""
    if row.tier >= Tier.NAMED:
        return True
    said = hiding.said_by(row.organisation, row.opportunity)
    if any(marker.spans(text) and marker.spans(row.tell(text)) for text, _language in said):
        return True
    return hiding.is_readable(index, analysis.frequencies, row)


def _with_tiers(viewer: Organisation, found: Sequence[Rows]) -> list[Listed]:
    profiles = [organisation for organisation, opportunity in found if opportunity is None]
    offered = [opportunity for _organisation, opportunity in found if opportunity is not None]
    named, shown = visibility.tiers_for(viewer, profiles), sight.tiers_of(viewer, offered)
    return [
        listed(one, opportunity, named[one.id] if opportunity is None else shown[opportunity.id])
        for one, opportunity in found
    ]


def _found(index: MatchIndex, text: str, scope: _Scope, count: int) -> list[Rows]:
    """The best `count` that may be shown; fewer only when the index has no more, or hardly any is open."""
    found: list[Rows] = []
    for limit in FETCHED:
        hits = index.search(text, limit=limit, with_names=scope.with_names, side=scope.side) if text else []
        found = _first(_open(hits, scope.which), scope, count)
        if len(found) == count or len(hits) < limit:
            break
    return found


def _open(hits: Sequence[Hit], which: sa.ColumnElement[bool]) -> list[Key]:
    """Those of `hits` that the database still has as open, in their order."""
    keys: list[Key] = [(int(hit.organisation), opportunity_id(hit.listing)) for hit in hits]
    offered = _ids(queries.open_opportunities([one for _, one in keys if one is not None], which))
    profiles = _ids(queries.open_organisations([one for one, offer in keys if offer is None], which))
    return [key for key in keys if (key[0] in profiles if key[1] is None else offered.get(key[1]) == key[0])]


def _ids(statement: sa.Select[int, int]) -> Mapping[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _first(keys: Sequence[Key], scope: _Scope, count: int) -> list[Rows]:
    """The first `count` that are not closed to the reader. Nearly always the first step is enough."""
    found: list[Rows] = []
    for start in range(0, len(keys), count):
        rows = list(_loaded(keys[start : start + count]))
        closed = scope.closed([organisation for organisation, _opportunity in rows])
        found += [row for row in rows if row[0].id not in closed]
        if len(found) >= count:
            break
    return found[:count]


def _loaded(keys: Sequence[Key]) -> Iterator[Rows]:
    organisations = {one.id: one for one in db.session.scalars(queries.organisations({one for one, _ in keys}))}
    wanted = [offer for _, offer in keys if offer is not None]
    offered = {one.id: one for one in db.session.scalars(queries.opportunities(wanted))}
    for organisation, offer in keys:
        yield organisations[organisation], None if offer is None else offered[offer]


def opportunities(ids: Iterable[int]) -> Sequence[Opportunity]:
    """Opportunities without their texts; a list of none asks nothing."""
    return db.session.scalars(sa.select(Opportunity).where(Opportunity.id.in_(list(ids)))).all()


def names_known(viewer: Organisation, others: Iterable[Organisation]) -> dict[int, Tier]:
    """How much `viewer` sees of each of `others`."""
    return visibility.tiers_for(viewer, others)
