"""Why a pair has its score: contributions that add up to it, in the words of both sides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from matchmaker.matching.codec import requirement_from_json, requirement_to_json
from matchmaker.matching.listing import words_in
from matchmaker.matching.requirements import Requirement, Verdict

_TELLING = {"#": 0, "~": 2, "^": 2}

REST = "other"
"""Key of the line that sums up the terms not shown."""


class Basis(StrEnum):
    """What was compared: offers with needs in both directions, in one, or profiles because no need is stated."""

    TWO_WAY = "two_way"
    ONE_WAY = "one_way"
    SIMILARITY = "similarity"


class Direction(StrEnum):
    """FORWARD: what I offer meets what they need. BACKWARD: what they offer meets what I need."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


class ContributionKind(StrEnum):
    """TERM: shared words; REST: the terms not shown; MEANING: what the texts mean, beyond shared words;

    CODE: coded fields; PENALTY: taken off (below 0).
    """

    TERM = "term"
    REST = "rest"
    MEANING = "meaning"
    CODE = "code"
    PENALTY = "penalty"


class Exclusion(StrEnum):
    """Why a pair can never be suggested, whatever its score would be."""

    SAME_SIDE = "same_side"
    BLOCKED = "blocked"
    PARTNERSHIP_TYPE = "partnership_type"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True)
class Contribution:
    """A share of the score. `key` is `#concept-id`, a plain term, `list:code`, `other`, `meaning` or
    `competitor`.

    `mine` and `theirs` are the words used on each side, for MEANING the closest sentences, at most 300 characters,
    `…` in place of names (empty for codes and sums).
    """

    kind: ContributionKind
    key: str
    direction: Direction
    value: float
    mine: str = ""
    theirs: str = ""

    @property
    def concept(self) -> str | None:
        """Glossary id of a concept term, to name it in the reader's language; None for anything else."""
        is_concept = self.kind is ContributionKind.TERM and self.key.startswith("#")
        return self.key[1:] if is_concept else None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "kind": self.kind,
            "key": self.key,
            "direction": self.direction,
            "value": self.value,
            "mine": self.mine,
            "theirs": self.theirs,
        }

    def seen_from(self, direction: Direction) -> "Contribution":
        """The same share as the other side sees it, to whom its direction is `direction`."""
        return Contribution(self.kind, self.key, direction, self.value, self.theirs, self.mine)


@dataclass(frozen=True, slots=True)
class RequirementCheck:
    """A requirement, whether it is mine or theirs, and how the other side meets it.

    `rests_on_text`: what fits is an amount that a text of the other side names, not a figure stated for it.
    """

    requirement: Requirement
    is_mine: bool
    verdict: Verdict
    rests_on_text: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "requirement": requirement_to_json(self.requirement),
            "is_mine": self.is_mine,
            "verdict": self.verdict,
            "rests_on_text": self.rests_on_text,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The best pair of listings of two organisations, seen from the first one.

    `score` is 0 and `exclusions` says why when the pair must not be suggested; otherwise the values of all
    `contributions` add up to `score`. `pairs` counts the listing pairs that could be suggested.
    """

    score: float
    basis: Basis
    listing_mine: str
    listing_theirs: str
    pairs: int
    contributions: tuple[Contribution, ...]
    requirements: tuple[RequirementCheck, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values, for storage; `from_dict` reads it back to an equal explanation."""
        # Written out: `dataclasses.asdict` takes ten times as long, and a refresh stores a thousand of these.
        return {
            "score": self.score,
            "basis": self.basis,
            "listing_mine": self.listing_mine,
            "listing_theirs": self.listing_theirs,
            "pairs": self.pairs,
            "contributions": [part.to_dict() for part in self.contributions],
            "requirements": [check.to_dict() for check in self.requirements],
            "exclusions": list(self.exclusions),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Explanation":
        """The explanation that `to_dict` wrote, also after a trip through JSON."""
        return cls(
            score=float(stored["score"]),
            basis=Basis(stored["basis"]),
            listing_mine=stored["listing_mine"],
            listing_theirs=stored["listing_theirs"],
            pairs=int(stored["pairs"]),
            contributions=tuple(_contribution(part) for part in stored["contributions"]),
            requirements=tuple(_check(part) for part in stored["requirements"]),
            exclusions=tuple(Exclusion(name) for name in stored["exclusions"]),
        )


def shortened(terms: Iterable[Contribution], *, limit: int, hidden: frozenset[str]) -> list[Contribution]:
    """The `limit` heaviest terms, and one line for each direction that sums up all others.

    Terms behind which both sides wrote the same words (`cell therapy`: the concept, its broader one, its
    parts) are one line under the most telling of them. A plain term spelt like one of the `hidden` words (names
    of the two organisations) is never shown.
    """
    ordered = _by_value(_merged(terms))
    open_ones = [term for term in ordered if not _gives_away(term, hidden)]
    shown = open_ones[:limit]
    kept = {(term.key, term.direction) for term in shown}
    rest: dict[Direction, float] = {}
    for term in ordered:
        if (term.key, term.direction) not in kept:
            rest[term.direction] = rest.get(term.direction, 0.0) + term.value
    sums = (Contribution(ContributionKind.REST, REST, way, value) for way, value in sorted(rest.items()))
    return [*shown, *sums]


def _by_value(terms: Iterable[Contribution]) -> list[Contribution]:
    return sorted(terms, key=lambda term: (-term.value, term.key, term.direction))


def _merged(terms: Iterable[Contribution]) -> Iterator[Contribution]:
    by_words: dict[tuple[str, str, str], list[Contribution]] = {}
    for term in _by_value(terms):
        words = (term.direction.value, term.mine.casefold(), term.theirs.casefold())
        by_words.setdefault(words, []).append(term)
    for same in by_words.values():
        # Best told by a concept, which has a name in every language, and least by how a word sounds.
        teller = min(same, key=lambda term: _TELLING.get(term.key[0], 1))
        yield replace(teller, value=sum(term.value for term in same)) if len(same) > 1 else teller


def _gives_away(term: Contribution, hidden: frozenset[str]) -> bool:
    if term.concept is not None:
        return False
    return not hidden.isdisjoint(words_in(term.key) | words_in(term.mine) | words_in(term.theirs))


def _contribution(stored: Mapping[str, Any]) -> Contribution:
    return Contribution(
        kind=ContributionKind(stored["kind"]),
        key=stored["key"],
        direction=Direction(stored["direction"]),
        value=float(stored["value"]),
        mine=stored["mine"],
        theirs=stored["theirs"],
    )


def _check(stored: Mapping[str, Any]) -> RequirementCheck:
    return RequirementCheck(
        requirement_from_json(stored["requirement"]),
        is_mine=bool(stored["is_mine"]),
        verdict=Verdict(stored["verdict"]),
        rests_on_text=bool(stored.get("rests_on_text", False)),
    )
