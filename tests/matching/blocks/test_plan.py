import pytest

from matchmaker.matching import store
from matchmaker.matching.blocks import MIB, BlockError, Plan
from matchmaker.matching.blocks.plan import PAIR_BYTES, RESULT_BYTES
from tests.matching.blocks.conftest import Market
from tests.matching.blocks.market import plan_of


def counts(market: Market) -> dict[str, int]:
    return {name: len(rows) for name, rows in market.index.base.contents.table.places.items()}


def test_the_blocks_hold_everyone_once_in_the_order_of_the_result(market: Market) -> None:
    plan = plan_of(market.index, market.folder)

    assert [name for block in plan.blocks for name in block.names] == [name for name, _ in market.best]
    assert [block.number for block in plan.blocks] == list(range(len(plan.blocks)))
    assert plan.organisations == 120
    assert 10 <= len(plan.blocks) <= 20


def test_pairs_are_counted_in_both_directions(market: Market) -> None:
    listings = counts(market)
    domestic = sum(count for name, count in listings.items() if int(name) % 2)
    overseas = sum(listings.values()) - domestic

    assert plan_of(market.index, market.folder).pairs == 2 * domestic * overseas


def test_memory_is_that_of_the_largest_slice_and_of_the_results(market: Market) -> None:
    plan = plan_of(market.index, market.folder, blocks=2, budget=4 * MIB)
    listings = counts(market)
    widest = max(
        sum(listings[name] for name in names) * sum(count for name, count in listings.items() if int(name) % 2 != side)
        for block in plan.blocks
        for names in block.slices
        for side in [int(names[0]) % 2]
    )

    assert plan.memory <= 4 * MIB
    assert max(len(block.slices) for block in plan.blocks) > 1
    assert plan.memory == PAIR_BYTES * widest + RESULT_BYTES * 5 * max(len(block.names) for block in plan.blocks)


def test_a_budget_too_small_for_one_organisation_is_refused_before_anything_starts(market: Market) -> None:
    with pytest.raises(BlockError, match=r"needs 1 MiB .* may use 0 MiB: raise the budget"):
        plan_of(market.index, market.folder, budget=100_000)


def test_the_digest_knows_all_that_the_result_depends_on_and_nothing_else(market: Market, tmp_path) -> None:
    plan = plan_of(market.index, market.folder)
    other = market.index.updated(removed=["119"])
    store.save(other, tmp_path)

    assert plan_of(market.index, market.folder, budget=32 * MIB).digest == plan.digest
    others = {
        plan_of(market.index, market.folder, limit=6).digest,
        plan_of(market.index, market.folder, blocks=5).digest,
        plan_of(other, tmp_path).digest,
    }
    assert len({plan.digest, *others}) == 4


def test_nobody_on_the_other_side_is_a_plan_too(market: Market) -> None:
    alone = market.index.updated(removed=market.index.organisations[1:])
    nobody = alone.updated(removed=alone.organisations)

    assert Plan.of(alone, market.folder, limit=5, budget=MIB).pairs == 0
    assert Plan.of(nobody, market.folder, limit=5, budget=MIB).blocks == ()


def test_an_index_that_is_not_there_is_named(market: Market, tmp_path) -> None:
    with pytest.raises(BlockError, match=f"no index can be read in {tmp_path}"):
        plan_of(market.index, tmp_path)
