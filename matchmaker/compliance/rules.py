"""Lights of an introduction: what each side answers, which colour that gives, and what a colour holds back; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

PERMIT_MAX = 200
REASON_MAX = 1000


class Light(StrEnum):
    """The five things that cross a border."""

    TECHNOLOGY = "technology"
    BIOMATERIALS = "biomaterials"
    PERSONAL_DATA = "personal_data"
    CLINICAL = "clinical"
    PEOPLE = "people"


class Colour(StrEnum):
    """What a light shows, the gravest last."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Answer(StrEnum):
    """What a side says to a question."""

    NO = "no"
    YES = "yes"
    PERMITTED = "permitted"
    """Yes, and the permit, approval or consent is in hand."""
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """Which sides a question is put to."""

    DOMESTIC = "domestic"
    OVERSEAS = "overseas"
    BOTH = "both"


class Crossing(StrEnum):
    """What is about to pass from one side to the other."""

    FILE_ABROAD = "file_abroad"
    """A file that leaves Korea."""
    DOCUMENT = "document"
    """A document that passes to the other side."""
    CONTACTS = "contacts"
    """Who is to be reached."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the list `compliance_question`, as far as rules need it."""

    code: str
    light: Light
    asked: Asked
    on_yes: Colour
    """What a yes without a permit gives: red, or amber where an office is to be asked."""
    stops_files: bool
    """Whether not knowing already keeps files from going abroad."""
    sensitivity: frozenset[str]
    """Codes of `sensitivity` on an opportunity that answer it with yes."""

    def is_put_to(self, *, domestic: bool) -> bool:
        """Whether a side is asked it."""
        return self.asked is Asked.BOTH or (self.asked is Asked.DOMESTIC) == domestic


@dataclass(frozen=True, slots=True)
class Said:
    """The answer that counts for one side and one question."""

    question: Question
    side_id: int
    answer: Answer

    @property
    def colour(self) -> Colour:
        """What this answer alone gives."""
        if self.answer is Answer.UNKNOWN:
            return Colour.AMBER
        return self.question.on_yes if self.answer is Answer.YES else Colour.GREEN

    @property
    def key(self) -> str:
        """What a decision of staff covers: this side's answer to this question, and no other answer."""
        return f"{self.question.code}:{self.side_id}:{self.answer.value}"

    def holds_back(self, crossing: Crossing) -> bool:
        """Whether it keeps `crossing` from happening until staff decide."""
        if self.colour is Colour.RED:
            return True
        is_unknown = self.answer is Answer.UNKNOWN and self.question.stops_files
        return is_unknown and crossing is Crossing.FILE_ABROAD


def seeded(question: Question, sensitivity: Collection[str]) -> Answer:
    """What the codes of a side's opportunities say already: marks are "all that apply", so a mark answers the others.

    Nothing marked, `unknown`, or a question that no mark speaks of stays unknown.
    """
    marked = frozenset(sensitivity)
    if question.sensitivity & marked:
        return Answer.YES
    if not question.sensitivity or not marked or "unknown" in marked:
        return Answer.UNKNOWN
    return Answer.NO


def counting(given: Answer | None, seed: Answer) -> Answer:
    """The answer that counts: what was given, but a plain no does not undo what the opportunity itself marks."""
    if given is None or (given is not Answer.PERMITTED and seed is Answer.YES):
        return seed
    return given


def worst(colours: Iterable[Colour]) -> Colour:
    """The gravest of `colours`; green for none."""
    order = list(Colour)
    return max(colours, key=order.index, default=Colour.GREEN)


def is_released(one: Said, covered: Collection[str]) -> bool:
    """Whether a standing decision of staff speaks of exactly this answer."""
    return one.key in covered


def in_the_way(said: Iterable[Said], covered: Collection[str], crossing: Crossing) -> list[Said]:
    """Answers that keep `crossing` from happening and that no decision of staff covers."""
    return [one for one in said if one.holds_back(crossing) and not is_released(one, covered)]


def to_decide(said: Iterable[Said], light: Light) -> list[Said]:
    """Answers under `light` that hold something back, decided or not."""
    return [one for one in said if one.question.light is light and one.holds_back(Crossing.FILE_ABROAD)]
