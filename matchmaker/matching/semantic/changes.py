"""The meaning of an index that some rows leave and others enter, without reading the rest again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from matchmaker.matching.semantic.fusion import Texts
from matchmaker.matching.semantic.meaning import Meaning, Spans, crowded, texts_of
from matchmaker.matching.semantic.spans import ROLES
from matchmaker.matching.settings import MeaningSettings


@dataclass(frozen=True, slots=True)
class Placement:
    """How old rows and new ones make a changed index.

    `kept` are places of old rows, `order` places in the kept rows followed by the new ones, in their new order;
    `is_domestic` is one boolean per row in that order.
    """

    kept: tuple[int, ...]
    order: tuple[int, ...]
    is_domestic: np.ndarray


def changed_meaning(
    old: Meaning, spans: Spans, known: Mapping[str, np.ndarray], placed: Placement, settings: MeaningSettings
) -> Meaning:
    """`old` with rows left out and the rows of `spans` put in; centres, and the crowding of old rows, stay."""
    kept, order = np.array(placed.kept, dtype=np.int64), np.array(placed.order, dtype=np.int64)
    before = {role: texts[kept] for role, texts in old.texts.items()}
    added = texts_of(spans, old.centres, known)
    everything = {role: _stacked(before[role], added[role])[order] for role in ROLES}
    is_new = order >= len(kept)
    placed_new = order[is_new] - len(kept)
    in_order = {role: texts[placed_new] for role, texts in added.items()}
    renewed = crowded(in_order, everything, placed.is_domestic[is_new], placed.is_domestic, settings)
    texts = {role: _recrowded(everything[role], is_new, renewed[role].crowding) for role in ROLES}
    return Meaning(_merged(old.spans, placed.kept, spans, placed.order), old.centres, texts)


def _stacked(first: Texts, second: Texts) -> Texts:
    names = ("vectors", "crowding", "languages", "known")
    return Texts(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in names))


def _recrowded(texts: Texts, which: np.ndarray, values: np.ndarray) -> Texts:
    crowding_of_all = texts.crowding.copy()
    crowding_of_all[which] = values
    return replace(texts, crowding=crowding_of_all)


def _merged(old: Spans, kept: Sequence[int], new: Spans, order: Sequence[int]) -> Spans:
    ranges = [range(int(old.starts[row]), int(old.starts[row + 1])) for row in kept]
    reached = len(old.texts)
    ranges += [range(reached + int(a), reached + int(b)) for a, b in pairwise(new.starts)]
    places = np.array([place for row in order for place in ranges[row]], dtype=np.int64)
    names = ("vectors", "languages", "is_whole", "weights")
    arrays = {name: np.concatenate([getattr(old, name), getattr(new, name)])[places] for name in names}
    texts = (*old.texts, *new.texts)
    starts = np.cumsum([0, *(len(ranges[row]) for row in order)])
    return Spans(texts=tuple(texts[place] for place in places.tolist()), starts=starts, **arrays)
