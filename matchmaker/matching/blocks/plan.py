"""The blocks of a ranking and the memory that they need, both known before it starts.

A block is what is computed, stored and, after a kill, done again as a whole: consecutive organisations with about
equally many pairs. Within a block organisations are ranked in slices, so that the pairs of a slice fit the budget:
    memory = PAIR_BYTES x pairs of the largest slice + RESULT_BYTES x suggestions of the block
A slice holds one organisation at least. How a block is sliced changes nothing in its result, nor in the plan's digest.
"""

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.blocks.opening import build_of
from matchmaker.matching.index import MatchIndex
from matchmaker.matching.listing import Side
from matchmaker.matching.store import ENGINE

MIB = 1024 * 1024

PAIR_BYTES = 256
"""Memory of one pair of listings while it is scored (measured: 97 without an encoder, 160 with one)."""

RESULT_BYTES = 1024
"""Memory of one suggestion, with its copies while a block is packed (measured: 600)."""

BLOCK_PAIRS = 2_000_000
"""Pairs of a block, so that storing and sending it costs little beside computing it ..."""
_MOST_BLOCKS = 1000
"""... and more for large indexes, so that blocks do not become countless."""
_MOST_ORGANISATIONS = 4096
_SHARE_OF_RESULTS = 0.25


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation and how many listings it has."""

    name: str
    listings: int


@dataclass(frozen=True, slots=True)
class Block:
    """Organisations that are ranked and stored together, slice by slice; `memory` is in bytes."""

    number: int
    slices: tuple[tuple[str, ...], ...]
    pairs: int
    memory: int

    @property
    def names(self) -> tuple[str, ...]:
        """Its organisations in the order of the result."""
        return tuple(name for names in self.slices for name in names)


@dataclass(frozen=True, slots=True)
class Plan:
    """All blocks of one ranking of the index in `folder`, which is of the build `build`.

    `software` names the versions that the bits of a score may depend on; `digest` changes with all but memory.
    """

    folder: Path
    build: str
    limit: int | None
    blocks: tuple[Block, ...]
    software: str
    digest: str

    @classmethod
    def of(
        cls, index: MatchIndex, folder: Path, *, limit: int | None, budget: int, block_pairs: int = BLOCK_PAIRS
    ) -> "Plan":
        """The plan to rank everyone in `index`, which lies in `folder`, with `budget` bytes for each worker.

        Blocks have about `block_pairs` pairs, and more if they would be too many. Raises BlockError when a single
        organisation needs more than the budget.
        """
        blocks = _blocks(index, limit, budget, block_pairs)
        _check(blocks, budget)
        names = [block.names for block in blocks]
        build, software = build_of(folder), installed()
        said = json.dumps([build, software, limit, names], ensure_ascii=False)
        return cls(
            folder.absolute(), build, limit, tuple(blocks), software, hashlib.sha256(said.encode()).hexdigest()[:32]
        )

    @property
    def memory(self) -> int:
        """Bytes that a worker uses at most at a time, beside the index itself, which is mapped and shared."""
        return max((block.memory for block in self.blocks), default=0)

    @property
    def organisations(self) -> int:
        """How many organisations are ranked."""
        return sum(len(block.names) for block in self.blocks)

    @property
    def pairs(self) -> int:
        """Pairs of listings, each counted once in each direction."""
        return sum(block.pairs for block in self.blocks)


def installed() -> str:
    """The versions here that a worker must have too."""
    numeric = (f"{name} {version(name)}" for name in ("numpy", "scipy", "numba"))
    return ", ".join([f"engine {ENGINE}", f"python {'.'.join(platform.python_version_tuple()[:2])}", *numeric])


def _members(index: MatchIndex, side: Side) -> list[Member]:
    """The organisations of a side in the order of `MatchIndex.all_best`."""
    places = [segment.contents.table.places for segment in reversed(index.segments)]
    return [Member(name, next(len(found[name]) for found in places if name in found)) for name in index.names_of(side)]


def _candidates(index: MatchIndex, side: Side) -> int:
    """Listings of a side, with those that left since the last full build: they are passed over, but not left out."""
    rows = [segment.contents.table.rows_of(side) for segment in index.segments]
    return sum(own.stop - own.start for own in rows)


@dataclass(frozen=True, slots=True)
class _Room:
    """What fits into one block of a side: pairs, suggestions of each organisation, rows of a slice."""

    candidates: int
    pairs: int
    results: int
    organisations: int
    rows: int


def _blocks(index: MatchIndex, limit: int | None, budget: int, block_pairs: int) -> list[Block]:
    sides = dict(zip(Side, reversed(Side), strict=True))
    members = {side: _members(index, side) for side in Side}
    candidates = {side: _candidates(index, other) for side, other in sides.items()}
    total = sum(candidates[side] * one.listings for side in Side for one in members[side])
    pairs = max(block_pairs, -(-total // _MOST_BLOCKS))
    blocks: list[Block] = []
    for side, other in sides.items():
        partners = len(members[other]) if limit is None else min(limit, len(members[other]))
        room = _room(candidates[side], RESULT_BYTES * partners, pairs, budget)
        blocks += [_block(len(blocks) + place, found, room) for place, found in enumerate(_cut(members[side], room))]
    return blocks


def _room(candidates: int, results: int, pairs: int, budget: int) -> _Room:
    for_results = int(_SHARE_OF_RESULTS * budget)
    return _Room(
        candidates=candidates,
        pairs=pairs,
        results=results,
        organisations=max(1, min(_MOST_ORGANISATIONS, for_results // max(1, results))),
        rows=max(1, (budget - for_results) // (PAIR_BYTES * max(1, candidates))),
    )


def _cut(members: Sequence[Member], room: _Room) -> Iterator[list[Member]]:
    """Groups of one block each."""
    rows = max(1, room.pairs // max(1, room.candidates))
    return _groups(members, rows=rows, most=room.organisations)


def _groups(members: Sequence[Member], *, rows: int, most: int) -> Iterator[list[Member]]:
    """Consecutive members with at most so many rows, and at most so many of them; one at least."""
    group: list[Member] = []
    used = 0
    for one in members:
        if group and (used + one.listings > rows or len(group) == most):
            yield group
            group, used = [], 0
        group.append(one)
        used += one.listings
    if group:
        yield group


def _block(number: int, members: Sequence[Member], room: _Room) -> Block:
    slices = list(_groups(members, rows=room.rows, most=len(members)))
    widest = max(sum(one.listings for one in chosen) for chosen in slices)
    return Block(
        number=number,
        slices=tuple(tuple(one.name for one in chosen) for chosen in slices),
        pairs=room.candidates * sum(one.listings for one in members),
        memory=PAIR_BYTES * widest * room.candidates + room.results * len(members),
    )


def _check(blocks: Sequence[Block], budget: int) -> None:
    worst = max(blocks, key=lambda block: block.memory, default=None)
    if worst is not None and worst.memory > budget:
        raise BlockError(
            f"A worker needs {-(-worst.memory // MIB)} MiB to rank the organisation with the most listings, "
            f"and may use {budget // MIB} MiB: raise the budget (setting compute_memory_mib)."
        )
