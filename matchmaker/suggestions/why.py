"""Why two organisations fit, in the reader's words: lines that add up to the score, requirements as sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.matching import Contribution, ContributionKind, Direction, Explanation, RequirementCheck, Verdict
from matchmaker.opportunities.demands import Demand
from matchmaker.opportunities.rules import Strength
from matchmaker.opportunities.sentences import requirement_sentence
from matchmaker.suggestions.rules import WEAK, points
from matchmaker.suggestions.wording import LIST_LABEL
from matchmaker.vocabulary import vocabulary

Tell = Callable[[str], str]

_CHIPS = 6
_SOUND = "~"
"""Terms of the engine that stand for how a word sounds; they never get a line of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: what it is about, the words of both sides, points of the 0-100 score, share in percent."""

    label: str
    mine: str
    theirs: str
    direction: Direction
    points: float
    share: float

    @property
    def words(self) -> str:
        """`세포치료제 ↔ cell therapy`, or the word once where both say the same."""
        if self.mine.casefold() == self.theirs.casefold():
            return self.mine or self.label
        return f"{self.mine or self.label} ↔ {self.theirs or self.label}"


@dataclass(frozen=True, slots=True)
class Check:
    """A requirement as a sentence, whose it is, and how the other side meets it.

    `rests_on_text`: only an amount named in a text of the other side says so.
    """

    sentence: str
    is_mine: bool
    is_must: bool
    verdict: Verdict
    rests_on_text: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation of a pair.

    The points of `terms`, `rest`, `meanings`, `codes` and `penalties` add up to `points`. A line of `meanings` has the
    closest sentence of each side for its words.
    """

    points: float
    terms: tuple[Line, ...]
    rest: Line | None
    meanings: tuple[Line, ...]
    codes: tuple[Line, ...]
    penalties: tuple[Line, ...]
    checks: tuple[Check, ...]
    pairs: int

    @property
    def chips(self) -> list[str]:
        """The heaviest shared words, each once; bare figures say nothing. Without any, that the meaning is alike."""
        found = {line.words.casefold(): line.words for line in self.terms if any(c.isalpha() for c in line.words)}
        return list(found.values())[:_CHIPS] or [line.label for line in self.meanings[:1]]

    @property
    def is_weak(self) -> bool:
        """Whether so little is shared that it is no more than a hint."""
        return self.points < WEAK

    def checked(self, verdict: str) -> list[Check]:
        """Requirements with this outcome, of either side."""
        return [check for check in self.checks if check.verdict.value == verdict]

    def going(self, direction: str) -> list[Line]:
        """Lines of words in one direction."""
        return [line for line in self.terms if line.direction.value == direction]


def why(explanation: Explanation, language: str, *, tell: Tell) -> Why:
    """`explanation` for a reader of `language`; `tell` strikes names out of the counterpart's words."""
    total = explanation.score or 1.0
    shown = points(explanation.score)

    def line(label: str, part: Contribution, value: float) -> Line:
        return Line(label, part.mine, tell(part.theirs), part.direction, shown * value / total, 100 * value / total)

    parts = explanation.contributions
    words = _merged(part for part in parts if part.kind is ContributionKind.TERM)
    rest = sum(part.value for part in parts if part.kind is ContributionKind.REST)
    return Why(
        points=shown,
        terms=tuple(line(_term_label(part, language), part, value) for part, value in words),
        rest=Line("", "", "", Direction.BOTH, shown * rest / total, 100 * rest / total) if rest else None,
        meanings=tuple(
            line(_("Meaning beyond shared words"), part, part.value) for part in _of(parts, ContributionKind.MEANING)
        ),
        codes=tuple(line(_code_label(part.key), part, value) for part, value in _by_code(parts)),
        penalties=tuple(
            line(_("Both offer much the same"), part, part.value) for part in _of(parts, ContributionKind.PENALTY)
        ),
        checks=tuple(_check(check, language, tell) for check in explanation.requirements),
        pairs=explanation.pairs,
    )


def _of(parts: Iterable[Contribution], kind: ContributionKind) -> list[Contribution]:
    return [part for part in parts if part.kind is kind]


def _merged(parts: Iterable[Contribution]) -> list[tuple[Contribution, float]]:
    """One entry for each pair of words and direction, with the sum of what the engine counted for them."""
    groups: dict[tuple[str, str, Direction], list[Contribution]] = {}
    for part in parts:
        groups.setdefault((part.mine.casefold(), part.theirs.casefold(), part.direction), []).append(part)
    found = [(max(group, key=_telling), sum(part.value for part in group)) for group in groups.values()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].key, pair[0].direction))


def _by_code(parts: Iterable[Contribution]) -> list[tuple[Contribution, float]]:
    """One entry for each code, both directions together."""
    groups: dict[str, list[Contribution]] = {}
    for part in _of(parts, ContributionKind.CODE):
        groups.setdefault(part.key, []).append(part)
    found = [(group[0], sum(part.value for part in group)) for group in groups.values()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].key))


def _telling(part: Contribution) -> tuple[bool, float]:
    return part.concept is not None, part.value


def _term_label(part: Contribution, language: str) -> str:
    """The glossary's word where there is one, else the word itself."""
    concept = vocabulary().glossary.by_id.get(part.concept) if part.concept else None
    if concept is not None:
        return concept.preferred(language)
    return part.mine or (part.key.lstrip(_SOUND) if not part.theirs else part.theirs)


def _code_label(key: str) -> str:
    list_name, _colon, code = key.partition(":")
    return f"{LIST_LABEL[list_name]}: {code_label(list_name, code)}"


def _check(check: RequirementCheck, language: str, tell: Tell) -> Check:
    asked = check.requirement
    strength = Strength(asked.strength.value)
    demand = Demand(asked.field, asked.operator, asked.values, strength, asked.unit, "")
    sentence = requirement_sentence(demand, language)
    return Check(
        sentence if check.is_mine else tell(sentence),
        check.is_mine,
        strength is Strength.MUST,
        check.verdict,
        check.rests_on_text,
    )
