"""Colours, seeds and what a light holds back."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.compliance.questions import put_to, questions
from matchmaker.compliance.rules import (
    Answer,
    Colour,
    Crossing,
    Light,
    Said,
    counting,
    in_the_way,
    seeded,
    worst,
)
from matchmaker.vocabulary import vocabulary

BY_CODE = {question.code: question for question in questions()}
CORE = BY_CODE["national_core_tech"]
answers = st.builds(Said, st.sampled_from(questions()), st.integers(1, 2), st.sampled_from(Answer))


def test_every_light_has_a_question_for_each_side():
    for domestic in (True, False):
        assert {question.light for question in put_to(domestic=domestic)} == set(Light)


def test_questions_speak_of_known_sensitivities_and_say_whom_to_ask_when_and_who_said_so():
    listed = vocabulary().codes("sensitivity")
    assert {code for one in questions() for code in one.sensitivity} <= {code.code for code in listed}
    for entry in vocabulary().codes("compliance_question"):
        for name in ("question", "office", "lead", "source"):
            assert entry.extra[f"{name}_ko"], (entry.code, name)
            assert entry.extra[f"{name}_en"], (entry.code, name)
        assert entry.extra["dated"][:2] == "20"


def test_what_an_opportunity_marks_answers_the_questions():
    assert seeded(CORE, {"national_core_tech"}) is Answer.YES
    assert seeded(CORE, {"strategic_item"}) is Answer.NO
    assert seeded(CORE, {"none"}) is Answer.NO
    assert seeded(CORE, {"unknown"}) is Answer.UNKNOWN
    assert seeded(CORE, ()) is Answer.UNKNOWN
    assert seeded(BY_CODE["people_stay"], {"none"}) is Answer.UNKNOWN


def test_a_plain_no_does_not_undo_what_is_marked_but_a_permit_answers_it():
    assert counting(Answer.NO, Answer.YES) is Answer.YES
    assert counting(Answer.UNKNOWN, Answer.YES) is Answer.YES
    assert counting(Answer.PERMITTED, Answer.YES) is Answer.PERMITTED
    assert counting(Answer.NO, Answer.UNKNOWN) is Answer.NO
    assert counting(None, Answer.NO) is Answer.NO


def test_unknown_is_amber_a_yes_is_as_grave_as_its_question_and_a_permit_is_green():
    assert Said(CORE, 1, Answer.UNKNOWN).colour is Colour.AMBER
    assert Said(CORE, 1, Answer.YES).colour is Colour.RED
    assert Said(CORE, 1, Answer.PERMITTED).colour is Colour.GREEN
    assert Said(BY_CODE["people_stay"], 1, Answer.YES).colour is Colour.AMBER
    assert worst([]) is Colour.GREEN


def test_unknown_core_technology_holds_back_files_that_leave_korea_and_nothing_else():
    unknown = Said(CORE, 1, Answer.UNKNOWN)
    assert [crossing for crossing in Crossing if unknown.holds_back(crossing)] == [Crossing.FILE_ABROAD]
    other = Said(BY_CODE["strategic_item"], 1, Answer.UNKNOWN)
    assert not any(other.holds_back(crossing) for crossing in Crossing)


@given(st.lists(answers, max_size=8), st.sampled_from(Crossing))
def test_red_holds_back_everything_until_a_decision_covers_exactly_that_answer(said, crossing):
    waiting = in_the_way(said, (), crossing)
    assert {one.key for one in said if one.colour is Colour.RED} <= {one.key for one in waiting}
    assert in_the_way(said, {one.key for one in waiting}, crossing) == []
    for one in waiting:
        others = {other.key for other in waiting} - {one.key}
        assert {left.key for left in in_the_way(said, others, crossing)} == {one.key}
