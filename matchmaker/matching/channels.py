"""Coded fields as pairs of sparse matrices: what a listing supplies, and what it asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from matchmaker.matching.listing import Listing
from matchmaker.matching.matrices import arrays_of, rows_of, stored_matrix
from matchmaker.matching.strings import Arrays, Strings

SHARED = ("area", "modality", "unit_operation", "therapeutic_area", "technology_keyword")
"""Lists that say what a thing is about: offer and need meet where both name the same code."""

WISHES = ("org_type", "size_band", "country", "cluster")
"""Lists in which a listing may say whom it looks for; each one stated counts alike."""

_Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Channel:
    """Listings x codes: forward value of a pair = supply of the one . demand of the other, at most 1.

    `codes` names the columns as `list:code`.
    """

    name: str
    codes: Sequence[str]
    supply: csr_array
    demand: csr_array

    def __getitem__(self, rows: slice | np.ndarray) -> "Channel":
        return Channel(self.name, self.codes, rows_of(self.supply, rows), rows_of(self.demand, rows))

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        codes = Strings.of(self.codes).arrays(f"{self.name}.codes")
        return codes | arrays_of(self.supply, f"{self.name}.supply") | arrays_of(self.demand, f"{self.name}.demand")

    def in_terms_of(self, codes: Sequence[str]) -> "Channel":
        """The same listings x `codes`; codes that are not among them are left out."""
        if self.codes is codes:
            return self
        places = {code: place for place, code in enumerate(codes)}
        columns = np.array([places.get(code, -1) for code in self.codes], dtype=np.int32)
        return Channel(self.name, codes, *(_moved(one, columns, len(codes)) for one in (self.supply, self.demand)))


def channels(listings: Sequence[Listing]) -> tuple[Channel, ...]:
    """All code channels of the listings, in a fixed order."""
    built = [_channel(name, listings, _shared(name), _shared(name)) for name in SHARED]
    built.append(_channel("stage", listings, _shared("stage"), _sought("stage")))
    built.append(_channel("partnership_type", listings, _shared("partnership_type"), _counterpart))
    built.append(_channel("wish", listings, _attributes, _wishes))
    return tuple(built)


def joined_channels(
    first: Sequence[Channel], kept: np.ndarray, second: Sequence[Channel], added: np.ndarray, order: np.ndarray
) -> tuple[Channel, ...]:
    """Some rows of two tables; `order` are places in the rows of the first followed by those of the second."""
    return tuple(_joined(one[kept], other[added], order) for one, other in zip(first, second, strict=True))


def _joined(one: Channel, other: Channel, order: np.ndarray) -> Channel:
    both = [channel.in_terms_of(tuple(sorted({*one.codes, *other.codes}))) for channel in (one, other)]
    supply, demand = (
        csr_array(vstack([getattr(channel, name) for channel in both], format="csr"))[order]
        for name in ("supply", "demand")
    )
    used = np.union1d(supply.indices, demand.indices)
    whole = Channel(one.name, both[0].codes, supply, demand)
    return whole.in_terms_of(tuple(whole.codes[column] for column in used.tolist()))


def stored_channels(arrays: Arrays, rows: int) -> tuple[Channel, ...]:
    """The channels that `Channel.arrays` made. ValueError or KeyError when the arrays do not belong together."""
    found = []
    for name in (*SHARED, "stage", "partnership_type", "wish"):
        codes = tuple(Strings.stored(arrays, f"{name}.codes"))
        supply, demand = (stored_matrix(arrays, f"{name}.{part}", (rows, len(codes))) for part in ("supply", "demand"))
        found.append(Channel(name, codes, supply, demand))
    return tuple(found)


def _moved(matrix: csr_array, columns: np.ndarray, width: int) -> csr_array:
    places = columns[matrix.indices]
    is_known = places >= 0
    indptr = np.concatenate([[0], np.cumsum(is_known)])[matrix.indptr].astype(np.int32)
    moved = csr_array((matrix.data[is_known], places[is_known], indptr), shape=(matrix.shape[0], width))
    moved.sort_indices()
    return moved


def _channel(
    name: str,
    listings: Sequence[Listing],
    supply: Callable[[Listing], _Weights],
    demand: Callable[[Listing], _Weights],
) -> Channel:
    supplied, demanded = ([weigh(listing) for listing in listings] for weigh in (supply, demand))
    codes = sorted({code for weights in (*supplied, *demanded) for code in weights})
    columns = {code: place for place, code in enumerate(codes)}
    return Channel(name, tuple(codes), _matrix(supplied, columns), _matrix(demanded, columns))


def _matrix(rows: Sequence[_Weights], columns: Mapping[str, int]) -> csr_array:
    indptr = np.cumsum([0, *(len(weights) for weights in rows)])
    indices = [columns[code] for weights in rows for code in sorted(weights)]
    data = [weights[code] for weights in rows for code in sorted(weights)]
    arrays = (np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), indptr.astype(np.int32))
    return csr_array(arrays, shape=(len(rows), len(columns)))


def _of_length_one(name: str, codes: Iterable[str]) -> _Weights:
    keys = [f"{name}:{code}" for code in codes]
    return dict.fromkeys(keys, len(keys) ** -0.5) if keys else {}


def _shared(name: str) -> Callable[[Listing], _Weights]:
    return lambda listing: _of_length_one(name, listing.codes.get(name, ()))


def _sought(name: str) -> Callable[[Listing], _Weights]:
    return lambda listing: _of_length_one(name, listing.seeks.get(name, ()))


def _counterpart(listing: Listing) -> _Weights:
    name = "partnership_type"
    return _of_length_one(name, listing.seeks.get(name) or listing.codes.get(name) or ())


def _attributes(listing: Listing) -> _Weights:
    return {f"{name}:{code}": 1.0 for name in WISHES for code in listing.codes.get(name, ())}


def _wishes(listing: Listing) -> _Weights:
    stated = [name for name in WISHES if listing.seeks.get(name)]
    return {f"{name}:{code}": 1.0 / len(stated) for name in stated for code in listing.seeks[name]}
