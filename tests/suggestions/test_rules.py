import pytest

from matchmaker.suggestions.rules import Direction, direction_of, points, score_of


@pytest.mark.parametrize(
    ("forward", "backward", "has_need", "direction"),
    [
        (0.2, 0.0, True, Direction.FORWARD),
        (0.0, 0.2, True, Direction.BACKWARD),
        (0.1, 0.1, True, Direction.BOTH),
        (0.9, 0.1, True, Direction.FORWARD),
        (0.2, 0.2, False, Direction.NONE),
        (0.0, 0.0, True, Direction.NONE),
    ],
)
def test_the_direction_is_the_one_that_carries_the_words(
    forward: float, backward: float, has_need: bool, direction: Direction
) -> None:
    assert direction_of(forward, backward, has_need=has_need) is direction


def test_points_keep_the_order_and_come_back() -> None:
    shown = [points(score) for score in (0.0, 0.04, 0.25, 1.0)]

    assert shown == [0.0, 20.0, 50.0, 100.0]
    assert [score_of(one) for one in shown] == pytest.approx([0.0, 0.04, 0.25, 1.0])
