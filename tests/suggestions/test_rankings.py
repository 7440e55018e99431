import pytest

from matchmaker.suggestions.rankings import Ranking

FIVE = ((1, 0.9), (2, 0.8), (3, 0.7), (4, 0.6), (5, 0.5))


def test_a_ranking_shorter_than_asked_for_is_whole() -> None:
    assert Ranking.of(FIVE, asked=6) == Ranking(FIVE, floor=0.0, last=0)


def test_a_ranking_as_long_as_asked_for_ends_with_its_last_place() -> None:
    assert Ranking.of(FIVE, asked=5) == Ranking(FIVE, floor=0.5, last=5)
    assert Ranking.of(FIVE, asked=3) == Ranking(FIVE[:3], floor=0.7, last=3)


def test_who_comes_behind_the_end_is_not_taken_up() -> None:
    assert Ranking.of(FIVE, asked=5).changed((), [(6, 0.4)], most=9) == Ranking(FIVE, floor=0.5, last=5)


def test_a_whole_ranking_takes_everybody_up() -> None:
    found = Ranking.of(FIVE, asked=6).changed((), [(6, 0.0001)], most=9)

    assert found == Ranking((*FIVE, (6, 0.0001)), floor=0.0, last=0)


@pytest.mark.parametrize(("other", "is_taken"), [(40, True), (6, False), (5, True)])
def test_ties_are_decided_by_the_id_as_text(other: int, is_taken: bool) -> None:
    assert Ranking.of(FIVE, asked=5).takes((other, 0.5)) is is_taken


def test_one_that_moved_leaves_its_old_place_and_takes_the_new_one() -> None:
    found = Ranking.of(FIVE, asked=5).changed({4}, [(4, 0.85)], most=9)

    assert found == Ranking(((1, 0.9), (4, 0.85), (2, 0.8), (3, 0.7), (5, 0.5)), floor=0.5, last=5)


def test_the_end_stays_known_when_the_last_one_leaves() -> None:
    found = Ranking.of(FIVE, asked=5).changed({5}, [], most=9)

    assert found == Ranking(FIVE[:4], floor=0.5, last=5)
    assert not found.takes((6, 0.45))


def test_a_ranking_that_gets_too_long_is_cut_and_ends_earlier() -> None:
    assert Ranking.of(FIVE, asked=6).changed((), [(6, 0.75)], most=4) == Ranking(
        ((1, 0.9), (2, 0.8), (6, 0.75), (3, 0.7)), floor=0.7, last=3
    )


def test_the_best_are_known_as_long_as_enough_are_kept() -> None:
    ranking = Ranking.of(FIVE, asked=5)

    assert ranking.best({1, 2}, 3) == [3, 4, 5]
    assert ranking.best({1, 2, 3}, 3) is None
    assert Ranking.of(FIVE, asked=6).best({1, 2, 3}, 3) == [4, 5]
