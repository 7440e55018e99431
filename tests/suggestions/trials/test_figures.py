"""The figures of a result, against values worked out by hand or by the library itself."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from matchmaker.suggestions.trials.figures import Agreement, Judged, Mean, Outcome, agreement, result
from matchmaker.suggestions.trials.rules import Team, Verdict

S, P, N, U = Verdict.SUITS, Verdict.PARTLY, Verdict.NOT, Verdict.UNSURE


def organisation(number: int, first: str, second: str) -> list[Judged]:
    """Pairs of one organisation as one judge graded them: letters of verdicts for team a and team b."""
    letters = {"s": S, "p": P, "n": N, "u": U}
    teams = [(Team.A, letter) for letter in first] + [(Team.B, letter) for letter in second]
    return [Judged(number, team, {1: letters[letter]}) for team, letter in teams]


def many(*lists: tuple[str, str]) -> list[Judged]:
    return [
        pair
        for number, (first, second) in zip(count(1), lists, strict=False)
        for pair in organisation(number, first, second)
    ]


def test_a_setting_that_always_wins_is_better():
    found = result(many(*[("ss", "nn")] * 8))
    assert (found.outcome, found.wins_a, found.wins_b, found.ties) == (Outcome.A_BETTER, 8, 0, 0)
    assert found.sign_p == pytest.approx(2 * 0.5**8)
    assert (found.mean_a, found.mean_b, found.difference) == (Mean(2, 2, 2), Mean(0, 0, 0), Mean(2, 2, 2))


def test_the_other_setting_can_be_better():
    assert result(many(*[("np", "ss")] * 6)).outcome is Outcome.B_BETTER


def test_five_organisations_are_too_few_however_clear_they_are():
    found = result(many(*[("ss", "nn")] * 5, ("ss", "ss")))
    assert (found.outcome, found.ties) == (Outcome.TOO_FEW, 1)


def test_as_many_wins_as_losses_are_no_difference():
    found = result(many(*[("s", "n"), ("n", "s")] * 5))
    assert (found.outcome, found.sign_p) == (Outcome.NO_DIFFERENCE, 1.0)


def test_both_tests_are_those_of_the_library():
    found = result(
        many(("ss", "nn"), ("sp", "np"), ("sn", "nn"), ("pp", "nn"), ("nn", "pn"), ("sn", "pn"), ("pn", "np"))
    )
    assert [row.credit_a - row.credit_b for row in found.rows] == [4, 2, 2, 2, -1, 1, 0]
    assert found.sign_p == stats.binomtest(5, 6).pvalue
    assert found.rank_p == stats.wilcoxon([4, 2, 2, 2, -1, 1]).pvalue


def test_the_interval_holds_the_mean_and_is_the_same_every_time():
    pairs = many(("ss", "nn"), ("pn", "sp"), ("sn", "pn"), ("pp", "nn"), ("ss", "ps"))
    first, again = result(pairs), result(pairs)
    assert first == again
    assert first.mean_a is not None
    assert first.mean_a.low <= first.mean_a.value <= first.mean_a.high
    assert first.mean_a.low < first.mean_a.high


def test_nothing_judged_is_a_result_too():
    found = result([Judged(1, Team.A, {}), Judged(2, Team.B, {1: U})])
    assert (found.outcome, found.rows, found.pairs, found.judged, found.graded) == (Outcome.TOO_FEW, (), 2, 1, 0)
    assert (found.mean_a, found.mean_b, found.difference, found.sign_p, found.rank_p) == (None, None, None, 1.0, 1.0)
    assert result([]).agreement == Agreement(0, 0, None)


def test_one_organisation_has_a_mean_and_no_interval():
    found = result(many(("s", "p")))
    assert (found.mean_a, found.mean_b, found.difference) == (
        Mean(2, None, None),
        Mean(1, None, None),
        Mean(1, None, None),
    )


def test_who_cannot_tell_changes_nothing():
    assert result(many(("su", "nu"))).rows == result(many(("s", "n"))).rows


def test_several_judges_of_a_pair_count_with_their_mean():
    (row,) = result([Judged(1, Team.A, {1: S, 2: N, 3: U}), Judged(1, Team.B, {1: P})]).rows
    assert (row.credit_a, row.credit_b, row.winner) == (1.0, 1.0, None)


def pairs_of_two(*said: tuple[Verdict, Verdict]) -> list[Judged]:
    return [Judged(1, Team.A, {1: first, 2: second}) for first, second in said]


def test_judges_who_always_agree_have_a_kappa_of_one():
    assert agreement(pairs_of_two((S, S), (P, P), (N, N))) == Agreement(3, 2, 1.0)


def test_kappa_is_cohens_with_linear_weights():
    """Observed disagreement 1/4; expected from the margins (2, 1, 1 and 1, 2, 1 of 4) 7/8: 1 - 2/7."""
    found = agreement(pairs_of_two((S, S), (S, P), (P, P), (N, N)))
    assert found.kappa == pytest.approx(5 / 7)


@pytest.mark.parametrize("said", [[(S, S), (S, S)], [(S, U), (N, U)], []])
def test_kappa_is_not_defined_without_two_judges_and_two_grades(said):
    assert agreement(pairs_of_two(*said)).kappa is None


def test_three_judges_have_the_mean_kappa_of_every_two():
    pairs = [Judged(1, Team.A, {1: one, 2: two, 3: three}) for one, two, three in ((S, S, N), (N, N, S), (P, P, P))]
    two = [
        agreement([Judged(1, Team.A, {j: p.verdicts[j] for j in both}) for p in pairs]).kappa
        for both in ((1, 2), (1, 3), (2, 3))
    ]
    assert agreement(pairs).kappa == pytest.approx(sum(two) / 3)


OTHER = {Team.A: Team.B, Team.B: Team.A}
judged = st.builds(
    Judged,
    st.integers(1, 9),
    st.sampled_from(Team),
    st.dictionaries(st.integers(1, 3), st.sampled_from(Verdict), max_size=3),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(judged, max_size=30))
def test_whatever_was_judged_the_two_settings_are_treated_alike(pairs):
    found = result(pairs)
    turned = result([Judged(pair.organisation, OTHER[pair.team], pair.verdicts) for pair in pairs])
    assert (found.wins_a, found.wins_b, found.ties) == (turned.wins_b, turned.wins_a, turned.ties)
    assert (found.credit_a, found.mean_a) == (turned.credit_b, turned.mean_b)
    assert found.sign_p == pytest.approx(turned.sign_p)
    assert found.rank_p == pytest.approx(turned.rank_p)
    assert found.graded <= found.judged <= found.pairs == len(pairs)
