"""A market made by numbers: listings of words from the glossary, large enough to be cut into blocks."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from matchmaker.matching import Kind, Listing, MatchIndex, Passage, Side, store
from matchmaker.matching.blocks import MIB, Plan
from matchmaker.vocabulary import vocabulary

TODAY = date(2026, 11, 22)
BUDGET = 64 * MIB
AREAS = ("BPE", "CGT", "DX", "MD")


def listings(organisations: int, *, words: int = 12, seed: int = 1) -> Iterator[Listing]:
    """One to four listings for each organisation, every other one domestic; some doors are closed."""
    chance = random.Random(seed)
    known = sorted(concept.terms["en"][0] for concept in vocabulary().glossary.concepts if "en" in concept.terms)
    for number in range(organisations):
        for place in range(chance.randint(1, 4)):
            offer, need = (" ".join(chance.choices(known[: len(known) // 4], k=words)) + "." for _ in range(2))
            yield Listing(
                id=f"{number}.{place}",
                organisation=str(number),
                side=Side.DOMESTIC if number % 2 else Side.OVERSEAS,
                kind=Kind.OPPORTUNITY if place else Kind.ORGANISATION,
                texts={"offer": (Passage(offer, "en"),), "need": (Passage(need, "en"),)},
                codes={"area": frozenset(chance.sample(AREAS, 2))},
                blocked=frozenset({str(number + 1)} if number % 7 == 0 else ()),
            )


def saved(folder: Path, organisations: int, *, words: int = 12) -> MatchIndex:
    """The index of so many organisations, built and stored in `folder`."""
    index = MatchIndex.build(listings(organisations, words=words), vocabulary=vocabulary(), on=TODAY)
    store.save(index, folder)
    return index


def plan_of(index: MatchIndex, folder: Path, *, limit: int | None = 5, blocks: int = 12, budget: int = BUDGET) -> Plan:
    """A plan of about so many blocks."""
    whole = Plan.of(index, folder, limit=limit, budget=budget)
    return Plan.of(index, folder, limit=limit, budget=budget, block_pairs=whole.pairs // blocks)
