from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.consortia.solving import Candidate, Problem, Side, faults, solve, uncovered

MUSTS = ("a", "b", "c", "d")


def one(key: str, side: Side, covers: str = "", score: float = 0.0) -> Candidate:
    return Candidate(key, side, frozenset(covers), score)


def by_hand(problem: Problem, teams: int) -> list[tuple[int, int]]:
    """Size and score in millionths of the best teams, by trying all of them."""
    apart = set(problem.apart)
    allowed = []
    for size in range(1, problem.most + 1):
        for chosen in combinations(problem.candidates, size):
            lacks, sides, hostile = faults(problem, {c.key for c in chosen})
            assert hostile == [p for p in map(frozenset, combinations(sorted(c.key for c in chosen), 2)) if p in apart]
            if not (lacks or sides or hostile):
                total = sum(round(c.score * 1_000_000) for c in chosen)
                allowed.append((size, -total, frozenset(c.key for c in chosen)))
    found: list[tuple[int, int]] = []
    taken: list[frozenset[str]] = []
    for size, minus, keys in sorted(allowed, key=lambda team: team[:2]):
        if len(found) < teams and not any(before <= keys for before in taken):
            found.append((size, -minus))
            taken.append(keys)
    return found


# Scores that differ in every sum, so that there is one best team of each size.
CANDIDATES = st.lists(st.tuples(st.sampled_from(Side), st.frozensets(st.sampled_from(MUSTS))), min_size=1, max_size=7)


@settings(max_examples=60, deadline=None)
@given(CANDIDATES, st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))), st.integers(1, 4),
       st.sampled_from([None, Side.DOMESTIC, Side.OVERSEAS]))  # fmt: skip
def test_the_teams_are_those_that_trying_all_of_them_finds(listed, hostile, most, lead) -> None:
    candidates = [Candidate(f"c{n}", side, covers, 2**n / 1000) for n, (side, covers) in enumerate(listed)]
    apart = {frozenset({f"c{i}", f"c{j}"}) for i, j in hostile if i < j < len(candidates)}
    problem = Problem(candidates=candidates, musts=MUSTS, apart=apart, most=most, lead=lead)

    solution = solve(problem, teams=3, seconds=30)

    scores = {c.key: round(c.score * 1_000_000) for c in candidates}
    assert [(len(t.members), sum(scores[key] for key in t.members)) for t in solution.teams] == by_hand(problem, 3)
    assert all(t.is_best and faults(problem, t.members) == ((), (), []) for t in solution.teams)


def test_fewest_members_come_before_the_higher_score() -> None:
    problem = Problem(
        candidates=[one("all", Side.OVERSEAS, "abcd", 0.1), one("ab", Side.OVERSEAS, "ab", 0.9),
                    one("cd", Side.OVERSEAS, "cd", 0.9), one("cd2", Side.DOMESTIC, "cd", 0.5)],
        musts=MUSTS, lead=Side.DOMESTIC,
    )  # fmt: skip

    assert [team.members for team in solve(problem).teams] == [("all",), ("ab", "cd"), ("ab", "cd2")]


def test_without_a_lead_a_team_has_a_member_in_korea_and_one_abroad() -> None:
    listed = [one("kr", Side.DOMESTIC, "abcd"), one("us", Side.OVERSEAS), one("lab", Side.ASSET, "abcd")]

    assert [team.members for team in solve(Problem(candidates=listed, musts=MUSTS)).teams] == [("kr", "us")]


def test_those_that_avoid_each_other_are_never_in_one_team() -> None:
    listed = [
        one("x", Side.OVERSEAS, "ab", 0.9),
        one("y", Side.OVERSEAS, "cd", 0.9),
        one("z", Side.OVERSEAS, "cd", 0.1),
    ]
    problem = Problem(candidates=listed, musts=MUSTS, apart={frozenset({"x", "y"})}, lead=Side.DOMESTIC)

    assert [team.members for team in solve(problem).teams] == [("x", "z")]


def test_what_nobody_covers_is_told_instead_of_a_team() -> None:
    problem = Problem(candidates=[one("us", Side.OVERSEAS, "ac")], musts=MUSTS, lead=Side.DOMESTIC)

    assert uncovered(problem) == ("b", "d")
    assert (solve(problem).teams, solve(problem).uncovered) == ((), ("b", "d"))
    assert solve(Problem(candidates=[one("kr", Side.DOMESTIC, "abcd")], musts=MUSTS)).sides_empty == (Side.OVERSEAS,)


def test_the_same_problem_gives_the_same_teams() -> None:
    listed = [
        one(f"c{n:02}", (Side.DOMESTIC, Side.OVERSEAS)[n % 2], MUSTS[n % 4] + MUSTS[n % 3], 0.2) for n in range(30)
    ]
    problem = Problem(candidates=listed, musts=MUSTS)

    assert solve(problem) == solve(problem)
