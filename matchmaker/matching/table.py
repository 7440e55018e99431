"""The rows of an index: listings without their texts, and everything that is computed from them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np

from matchmaker.matching.channels import Channel, channels, joined_channels, stored_channels
from matchmaker.matching.codec import row_from_json, row_to_json
from matchmaker.matching.conditions import Conditions
from matchmaker.matching.language.analysis import Passage
from matchmaker.matching.listing import Kind, Listing, Row, Side, Stance, is_written, name_words
from matchmaker.matching.quantities import amounts_in
from matchmaker.matching.strings import Arrays, ByPlace, Lookup, Strings

_FLAGS = ("is_domestic", "is_profile", "states_offer", "states_need")


class StoredRows(ByPlace[Row]):
    """Rows kept as JSON and read one by one, when somebody asks for them."""

    def __init__(self, lines: Strings) -> None:
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    def at(self, place: int) -> Row:
        """The row at a place. Raises IndexError."""
        return row_from_json(json.loads(self.lines[place]))


class Places(Mapping[str, range]):
    """Rows of each organisation, found by its name."""

    def __init__(self, lookup: Lookup, starts: np.ndarray) -> None:
        self._lookup, self._starts = lookup, starts

    def __getitem__(self, organisation: str) -> range:
        place = self._lookup[organisation]
        return range(int(self._starts[place]), int(self._starts[place + 1]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._lookup)

    def __len__(self) -> int:
        return len(self._lookup)


@dataclass(frozen=True)
class Table:
    """Rows, all domestic ones first, sorted by organisation and id; what is computed from them stands in columns.

    `lines` are the rows as they are stored, `flags_of_rows` has a column (uint8) for each of `_FLAGS`, `names` are the
    organisations in the order of the rows, `starts` the first row of each and the end, `doors` who closed a door and
    for whom, as JSON.
    """

    rows: Sequence[Row]
    lines: Strings
    ids: Sequence[str]
    flags_of_rows: np.ndarray
    names: Sequence[str]
    starts: np.ndarray
    lookup: Lookup
    channels: tuple[Channel, ...]
    conditions: Conditions
    doors: Sequence[str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Table":
        """The sorted table; ValueError when an id occurs twice or an organisation has two sides."""
        ordered = sorted(rows, key=lambda row: place_of(row.listing))
        listings = [row.listing for row in ordered]
        lines = Strings.of(json.dumps(row_to_json(row), ensure_ascii=False, sort_keys=True) for row in ordered)
        return cls._sorted(ordered, lines, channels(listings), Conditions.of(listings))

    @classmethod
    def joined(cls, first: "Table", kept: np.ndarray, second: "Table", added: np.ndarray) -> tuple["Table", np.ndarray]:
        """The sorted table of some rows of each, and their places in the rows of the first followed by the second's.

        ValueError when an id occurs twice or an organisation has two sides.
        """
        parts = (first, kept.tolist()), (second, added.tolist())
        rows = [table.rows[place] for table, places in parts for place in places]
        order = sorted(range(len(rows)), key=lambda place: place_of(rows[place].listing))
        lines = [table.lines[place] for table, places in parts for place in places]
        places = np.array(order, dtype=np.int64)
        table = cls._sorted(
            [rows[place] for place in order],
            Strings.of(lines[place] for place in order),
            joined_channels(first.channels, kept, second.channels, added, places),
            Conditions.joined(first.conditions[kept], second.conditions[added], places),
        )
        return table, places

    @classmethod
    def _sorted(
        cls, rows: Sequence[Row], lines: Strings, found: tuple[Channel, ...], conditions: Conditions
    ) -> "Table":
        ids = [row.listing.id for row in rows]
        if len(set(ids)) < len(ids):
            raise ValueError("two listings have the same id")
        sides = groupby((row.listing.side, row.listing.organisation) for row in rows)
        owners = [(name, len(list(own))) for (_, name), own in sides]
        names = tuple(name for name, _ in owners)
        if len(set(names)) < len(names):
            raise ValueError("an organisation has listings on both sides")
        return cls(
            rows=tuple(rows),
            lines=lines,
            ids=ids,
            flags_of_rows=np.array([_flags(row) for row in rows], dtype=np.uint8).reshape(len(rows), len(_FLAGS)),
            names=names,
            starts=np.cumsum([0, *(count for _, count in owners)]),
            lookup=Lookup.of(names),
            channels=found,
            conditions=conditions,
            doors=[json.dumps(door, ensure_ascii=False) for door in sorted(_doors(rows))],
        )

    @classmethod
    def stored(cls, arrays: Arrays) -> "Table":
        """The table that `arrays` made. ValueError or KeyError when the arrays do not belong together."""
        lines, names = Strings.stored(arrays, "rows"), Strings.stored(arrays, "organisations")
        rows, ids = StoredRows(lines), Strings.stored(arrays, "ids")
        flags, starts = arrays["flags"], arrays["starts"]
        count = len(rows)
        is_whole = len(ids) == count and flags.shape == (count, len(_FLAGS))
        if not is_whole or len(starts) != len(names) + 1 or int(starts[-1]) != count:
            raise ValueError("rows, organisations and flags do not fit each other")
        return cls(
            rows=rows,
            lines=lines,
            ids=ids,
            flags_of_rows=flags,
            names=names,
            starts=starts,
            lookup=Lookup.stored(names, arrays, "organisations"),
            channels=stored_channels(arrays, len(rows)),
            conditions=Conditions.stored(arrays, len(rows)),
            doors=Strings.stored(arrays, "doors"),
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        found = {"flags": self.flags_of_rows, "starts": self.starts, **self.lookup.arrays("organisations")}
        found |= self.lines.arrays("rows") | Strings.of(self.ids).arrays("ids")
        found |= Strings.of(self.names).arrays("organisations")
        found |= Strings.of(self.doors).arrays("doors")
        for channel in self.channels:
            found |= channel.arrays()
        return found | self.conditions.arrays()

    def __len__(self) -> int:
        return len(self.flags_of_rows)

    @cached_property
    def places(self) -> Places:
        """Rows of each organisation."""
        return Places(self.lookup, self.starts)

    @cached_property
    def domestic(self) -> int:
        """How many rows, the first ones, are of domestic organisations."""
        return int(self.flags("is_domestic").sum())

    def rows_of(self, side: Side) -> slice:
        """The rows of one side."""
        return slice(0, self.domestic) if side is Side.DOMESTIC else slice(self.domestic, len(self))

    def side_of(self, organisation: str) -> Side:
        """The side of an organisation. KeyError for one that has no row."""
        return Side.DOMESTIC if self.places[organisation].start < self.domestic else Side.OVERSEAS

    def names_of(self, side: Side) -> Sequence[str]:
        """The organisations of one side, sorted."""
        first = int(np.searchsorted(self.starts, self.domestic))
        return self.names[:first] if side is Side.DOMESTIC else self.names[first:]

    @cached_property
    def closed(self) -> Sequence[tuple[str, str]]:
        """Who closed a door, and for whom."""
        return [(owner, other) for owner, other in map(json.loads, self.doors)]

    @cached_property
    def blocked(self) -> Mapping[str, frozenset[str]]:
        """Closed doors of each organisation, whichever of the two closed them."""
        return both_ways(self.closed)

    def flags(self, name: str) -> np.ndarray:
        """One boolean per row: `states_offer`, `states_need`, `is_profile` or `is_domestic`."""
        return self.flags_of_rows[:, _FLAGS.index(name)].astype(bool)


def both_ways(closed: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Closed doors of each organisation, whichever of the two closed them; `closed` tells who, and for whom."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in closed:
        found[one].add(other)
        found[other].add(one)
    return {organisation: frozenset(others) for organisation, others in found.items()}


def place_of(listing: Listing) -> tuple[bool, str, str]:
    """Where a listing stands: domestic ones first, by organisation and id."""
    return listing.side is not Side.DOMESTIC, listing.organisation, listing.id


def row_of(listing: Listing) -> Row:
    """The row of a listing, its texts left behind; the amounts that its offer names are among its facts."""
    facts = replace(listing.facts, mentioned=amounts_in(_offering(listing)))
    return Row(
        replace(listing, texts={}, facts=facts),
        name_words(listing.texts.get("names", ())),
        states_offer=is_written(listing, "offer"),
        states_need=is_written(listing, "need"),
    )


def _flags(row: Row) -> tuple[bool, bool, bool, bool]:
    listing = row.listing
    return listing.side is Side.DOMESTIC, listing.kind is Kind.ORGANISATION, row.states_offer, row.states_need


def _doors(rows: Iterable[Row]) -> set[tuple[str, str]]:
    return {(row.listing.organisation, other) for row in rows for other in row.listing.blocked}


def _offering(listing: Listing) -> Iterator[Passage]:
    """Passages that speak of what is offered: the heading does unless it may speak of a need."""
    has_heading = listing.stance is Stance.OFFER or (listing.stance is Stance.BOTH and not is_written(listing, "need"))
    for name in ("title", "summary", "offer") if has_heading else ("offer",):
        yield from listing.texts.get(name, ())
