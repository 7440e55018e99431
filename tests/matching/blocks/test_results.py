import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from matchmaker.matching import Basis, Suggested
from matchmaker.matching.blocks.results import Ranked, packed, unpacked

NAMES = some.text(max_size=8)
SCORES = some.floats(0.0, 1.0)
SUGGESTED = some.tuples(NAMES, SCORES, some.sampled_from(Basis), NAMES, NAMES, some.integers(1, 2**40))
LISTS = some.lists(some.tuples(NAMES, some.lists(SUGGESTED, max_size=4)), max_size=4)


@settings(max_examples=50, deadline=None)
@given(LISTS)
def test_what_is_unpacked_is_what_was_packed_to_the_last_bit(lists: list[tuple[str, list[tuple]]]) -> None:
    ranked: list[Ranked] = [(name, [Suggested(name, *values) for values in found]) for name, found in lists]

    assert unpacked(packed(ranked)) == ranked
    assert packed(unpacked(packed(ranked))) == packed(ranked)


def test_a_file_holds_arrays_and_nothing_that_could_be_run() -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        unpacked(b"\x80\x04N.")
