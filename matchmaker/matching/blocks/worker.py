"""What a worker does: open the index where all workers find it, rank one block, hand back the block's file."""

import socket
from dataclasses import dataclass
from pathlib import Path

from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.blocks.opening import opened
from matchmaker.matching.blocks.plan import Block, installed
from matchmaker.matching.blocks.results import packed
from matchmaker.matching.index import MatchIndex


@dataclass(frozen=True, slots=True)
class Task:
    """A block of a plan, with all that a worker elsewhere must know to rank it."""

    folder: Path
    build: str
    software: str
    limit: int | None
    block: Block


@dataclass(frozen=True, slots=True)
class Done:
    """The file of a block; `organisations` are how many it holds."""

    number: int
    organisations: int
    content: bytes


def rank_there(task: Task) -> Done:
    """Rank a block in a process of its own, wherever it runs.

    Raises BlockError when the index is not to be had there, or the software differs: then a score might too.
    """
    if installed() != task.software:
        raise BlockError(f"{socket.gethostname()}: this worker has {installed()}; the run has {task.software}.")
    return rank(opened(task.folder, task.build), task.block, task.limit)


def rank(index: MatchIndex, block: Block, limit: int | None) -> Done:
    """Rank a block of an index that is open."""
    found = [one for names in block.slices for one in index.ranked(names, limit)]
    return Done(block.number, len(found), packed(found))
