import pytest

from matchmaker.foundation.permissions import STAFF, Actor, Role
from matchmaker.suggestions.trials.rules import Verdict, may_close, mean_gain

V = Verdict


@pytest.mark.parametrize(
    ("said", "gain"),
    [
        ([V.SUITS], 2.0), ([V.PARTLY], 1.0), ([V.NOT], 0.0), ([V.UNSURE], None), ([], None),
        ([V.SUITS, V.NOT], 1.0), ([V.SUITS, V.UNSURE], 2.0), ([V.SUITS, V.SUITS, V.PARTLY], 5 / 3),
    ],
)  # fmt: skip
def test_a_pair_is_worth_the_mean_of_what_its_judges_could_tell(said, gain):
    assert mean_gain(said) == gain


def test_managers_close_at_any_time_and_judges_once_everything_is_judged():
    assert {role for role in STAFF if may_close(Actor(1, role), is_judged=False)} == {
        Role.MANAGER, Role.ADMINISTRATOR,
    }  # fmt: skip
    assert all(may_close(Actor(1, role), is_judged=True) for role in STAFF)
