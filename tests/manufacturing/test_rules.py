"""From machines to operations, and what lacks on the way."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.manufacturing.mapping import uses
from matchmaker.manufacturing.rules import Certificates, operations, service_for
from matchmaker.vocabulary import vocabulary

CAPABILITIES = [code.code for code in vocabulary().codes("machine_capability")]
STANDARDS = sorted({standard for use in uses() for standard in use.standards})


def test_every_capability_is_good_for_something_and_every_use_asks_for_a_certificate():
    assert {use.capability for use in uses()} == set(CAPABILITIES)
    assert [use.code for use in uses() if not use.standards] == []


def test_clean_room_moulding_makes_connectors_of_single_use_bags_and_lacks_its_certificate():
    found = {one.unit_operation: one for one in operations(["cleanroom_moulding"], uses(), Certificates())}
    assert set(found) == {"single_use_bioreactor", "vials_syringes", "cell_isolation"}
    assert found["vials_syringes"].missing == ("iso_13485", "kgmp")

    held = Certificates(frozenset({"iso_13485"}), frozenset({"kgmp"}))
    with_one = {one.unit_operation: one for one in operations(["cleanroom_moulding"], uses(), held)}
    assert with_one["single_use_bioreactor"].gaps == ()
    assert (with_one["vials_syringes"].held, with_one["vials_syringes"].under_way) == (("iso_13485",), ("kgmp",))


def test_a_need_is_served_through_what_is_in_common_and_with_all_its_gaps():
    able = operations(["vision_inspection_systems", "glass_forming"], uses(), Certificates())
    found = service_for(["vision_inspection", "vials_syringes", "activation"], able)
    assert {one.unit_operation for one in found.operations} == {"vision_inspection", "vials_syringes"}
    assert set(found.missing) == {"cfr_part_11", "iso_9001", "kgmp"}
    assert service_for(["activation"], able) is None


@given(st.sets(st.sampled_from(CAPABILITIES)), st.sets(st.sampled_from(STANDARDS)), st.sets(st.sampled_from(STANDARDS)))
def test_a_gap_is_what_is_asked_for_and_not_held_no_more_no_less(capabilities, held, under_way):
    found = operations(capabilities, uses(), Certificates(frozenset(held), frozenset(under_way)))
    for one in found:
        asked = {code for use in uses() if use.capability in capabilities
                 and use.unit_operation == one.unit_operation for code in use.standards}  # fmt: skip
        assert set(one.gaps) == asked - held
        assert set(one.held) == asked & held
        assert set(one.under_way) == (asked - held) & under_way
    assert [len(one.gaps) for one in found] == sorted(len(one.gaps) for one in found)
