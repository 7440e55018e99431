"""The questions as the vocabulary lists them, with the office to ask; where there is one file there is one truth."""

from dataclasses import dataclass
from functools import cache

from matchmaker.compliance.rules import Asked, Colour, Light, Question
from matchmaker.vocabulary import Code, vocabulary

LIST = "compliance_question"


@dataclass(frozen=True, slots=True)
class Help:
    """Where to ask, how long it usually takes, and where and when that was published."""

    office: str
    lead: str
    source: str
    dated: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of the list."""
    return tuple(_question(entry) for entry in vocabulary().codes(LIST))


def _question(entry: Code) -> Question:
    return Question(
        code=entry.code, light=Light(entry.extra["light"]), asked=Asked(entry.extra["asked"]),
        on_yes=Colour(entry.extra["on_yes"]), stops_files=bool(entry.extra.get("stops_files")),
        sensitivity=frozenset(entry.parts("sensitivity")),
    )  # fmt: skip


def put_to(*, domestic: bool) -> list[Question]:
    """The questions for one side."""
    return [question for question in questions() if question.is_put_to(domestic=domestic)]


def wording(code: str, language: str) -> str:
    """The whole question in `language` (Korean, or English for everybody else)."""
    return vocabulary().codes(LIST)[code].extra[f"question_{_two(language)}"]


def help_with(code: str, language: str) -> Help:
    """Whom to ask about a question."""
    extra, two = vocabulary().codes(LIST)[code].extra, _two(language)
    return Help(extra[f"office_{two}"], extra[f"lead_{two}"], extra[f"source_{two}"], extra["dated"])


def _two(language: str) -> str:
    return "ko" if language == "ko" else "en"
