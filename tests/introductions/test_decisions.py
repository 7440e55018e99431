"""What introductions teach the re-ranker."""

import pytest
from flask import Flask

from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db
from matchmaker.introductions.answers import answering
from matchmaker.introductions.rules import SPEAKS_OF_FIT, IntroductionState
from matchmaker.matching.learning import JudgedPair
from matchmaker.suggestions import decisions
from tests.introductions.scenes import REACHABLE, Scene, brought_to, make_scene

S = IntroductionState


def both_ways(scene: Scene, grade: int) -> list[JudgedPair]:
    one, other = str(scene.firm.id), str(scene.partner.id)
    pairs = [JudgedPair(one, other, grade), JudgedPair(other, one, grade)]
    return sorted(pairs, key=lambda pair: (pair.organisation, pair.candidate))


def declined(scene: Scene, reason: str) -> None:
    row = brought_to(scene, S.FORWARDED)
    said = answering.Answer(False, reason)
    answering.answer(row, said, user=scene.lee, version=row.version)
    db.session.flush()


def test_what_both_accepted_is_good_for_both(app: Flask) -> None:
    scene = make_scene()
    brought_to(scene, S.INTRODUCED)
    assert decisions.decided() == both_ways(scene, 2)


def test_a_refusal_that_speaks_of_fit_is_a_no_for_both(app: Flask) -> None:
    scene = make_scene()
    declined(scene, "geography_regulatory")
    assert decisions.decided() == both_ways(scene, 0)


@pytest.mark.parametrize("reason", ["no_capacity", "not_priority", "already_working", "description_unclear", "other"])
def test_a_refusal_for_want_of_time_or_words_says_nothing(app: Flask, reason: str) -> None:
    declined(make_scene(), reason)
    assert decisions.decided() == []


@pytest.mark.parametrize("state", [state for state in REACHABLE if state is not S.INTRODUCED])
def test_what_is_under_way_or_came_to_nothing_says_nothing(app: Flask, state: IntroductionState) -> None:
    brought_to(make_scene(), state)
    assert decisions.decided() == []


def test_the_last_word_counts(app: Flask) -> None:
    scene = make_scene()
    declined(scene, "too_early_stage")
    brought_to(scene, S.INTRODUCED)
    assert decisions.decided() == both_ways(scene, 2)


def test_the_reasons_that_speak_of_fit_can_be_given(app: Flask) -> None:
    assert all(is_known("decline_reason", code) for code in SPEAKS_OF_FIT)
