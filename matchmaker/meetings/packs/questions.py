"""Three questions that each side may want to put, from what both have stated and what they have not.

The questions stand here in both languages, since a pack shows both at once whatever the reader's language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.matching import Verdict
from matchmaker.meetings.packs.bilingual import Bilingual

HOW_MANY = 3
MOST_ON_REQUIREMENTS = 2
"""So that there is room for a question that no list of requirements asks."""
EARLY = frozenset({"concept_stage", "under_development"})


class Topic(StrEnum):
    """What a question is about."""

    GAP = "gap"
    UNKNOWN = "unknown"
    PARTNERSHIP = "partnership"
    EARLY_STAGE = "early_stage"
    NEXT_STAGE = "next_stage"
    BENEFIT = "benefit"
    APPROVAL = "approval"
    ROUTE = "route"
    DECISION = "decision"
    FIRST_STEP = "first_step"
    OBSTACLE = "obstacle"


_WORDS: Mapping[Topic, tuple[str, str]] = {
    Topic.GAP: (
        "우리의 요구 사항 “{ko}”에 현재는 해당하지 않는 것으로 보입니다. 충족할 방법이나 시기가 있습니까?",
        "Our requirement “{en}” does not seem to be met at present. Is there a way, or a date, to meet it?",
    ),
    Topic.UNKNOWN: (
        "우리의 요구 사항 “{ko}”에 대한 정보가 아직 없습니다. 현재 상황은 어떻습니까?",
        "We have no information yet on our requirement “{en}”. How do you stand on it?",
    ),
    Topic.PARTNERSHIP: (
        "양측이 원하는 협력 형태가 서로 다릅니다(우리 측: {ko}). 어떤 형태라면 가능합니까?",
        "We name different forms of cooperation (ours: {en}). Which form is open to you?",
    ),
    Topic.EARLY_STAGE: (
        "현재 개발 단계에서 어떤 시험 결과를 보여 주실 수 있으며, 다음 단계까지 무엇이 남아 있습니까?",
        "Which test results can you show at the present stage, and what remains until the next one?",
    ),
    Topic.NEXT_STAGE: (
        "우리의 다음 단계는 “{ko}”입니다. 이 단계에서 어떤 역할을 맡으실 수 있습니까?",
        "Our next stage is “{en}”. Which part could you take in it?",
    ),
    Topic.BENEFIT: (
        "지금 쓰이는 방법과 비교하면 어떤 점이 얼마나 나으며, 어떻게 측정하셨습니까?",
        "Against what is in use today, what is better and by how much, and how was it measured?",
    ),
    Topic.APPROVAL: (
        "상대국({ko})에서 필요한 인허가나 신고는 무엇이며, 누가 맡게 됩니까?",
        "Which approvals or notifications would be needed in {en}, and who would see to them?",
    ),
    Topic.ROUTE: (
        "실제 구매자나 사용자는 누구이며, 시장까지 어떤 경로를 생각하십니까?",
        "Who would buy or use it in the end, and which way to the market do you have in mind?",
    ),
    Topic.DECISION: (
        "귀측에서는 누가, 언제까지 다음 단계를 결정합니까?",
        "Who decides on the next step on your side, and by when?",
    ),
    Topic.FIRST_STEP: (
        "3개월 안에 함께 해 볼 수 있는 가장 작은 첫걸음은 무엇입니까?",
        "What is the smallest first step that we could take together within three months?",
    ),
    Topic.OBSTACLE: (
        "지금 보기에 이 협력을 가장 어렵게 만들 수 있는 것은 무엇입니까?",
        "What do you see as the greatest obstacle to this cooperation today?",
    ),
}


NO_NAME = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Checked:
    """A requirement as a sentence in both languages, and how the other side meets it."""

    sentence: Bilingual
    is_must: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What one side has stated; an empty value means that it has not.

    `accepts` are partnership types that would suit it, `next_stage` its code and label, `compares` whether what it
    offers is compared with an alternative.
    """

    country: str
    country_name: Bilingual
    checks: tuple[Checked, ...] = ()
    offers: bool = False
    compares: bool = False
    stage_of_development: str = ""
    stages: frozenset[str] = frozenset()
    next_stage: str = ""
    next_stage_name: Bilingual = NO_NAME
    states: frozenset[str] = frozenset()
    accepts: frozenset[str] = frozenset()
    states_names: Bilingual = NO_NAME


@dataclass(frozen=True, slots=True)
class Question:
    """A question in both languages and what it is about."""

    topic: Topic
    words: Bilingual


def questions(asking: Stance, asked: Stance) -> tuple[Question, ...]:
    """Three questions for `asking` to put to `asked`, the weightiest first; they say nothing that nobody stated."""
    found: dict[Bilingual, Question] = {}
    for question in (*_on_requirements(asking), *_on_the_pair(asking, asked), *_always()):
        found.setdefault(question.words, question)
    return tuple(found.values())[:HOW_MANY]


def _on_requirements(asking: Stance) -> list[Question]:
    """Gaps before what is unknown, and what must be before what should be."""
    topics = {Verdict.GAP: Topic.GAP, Verdict.UNKNOWN: Topic.UNKNOWN}
    open_ones = [check for check in asking.checks if check.verdict in topics]
    ordered = sorted(open_ones, key=lambda check: (not check.is_must, check.verdict is not Verdict.GAP))
    return [_ask(topics[check.verdict], check.sentence) for check in ordered[:MOST_ON_REQUIREMENTS]]


def _on_the_pair(asking: Stance, asked: Stance) -> Iterator[Question]:
    if asking.states and asked.states and not (asking.accepts & asked.states or asking.states & asked.accepts):
        yield _ask(Topic.PARTNERSHIP, asking.states_names)
    if asked.offers and asked.stage_of_development in EARLY:
        yield _ask(Topic.EARLY_STAGE)
    if asking.next_stage and asking.next_stage not in asked.stages:
        yield _ask(Topic.NEXT_STAGE, asking.next_stage_name)
    if asked.offers and not asked.compares:
        yield _ask(Topic.BENEFIT)
    if asked.offers and asking.country != asked.country:
        yield _ask(Topic.APPROVAL, asking.country_name)
    if asked.offers:
        yield _ask(Topic.ROUTE)


def _always() -> list[Question]:
    return [_ask(topic) for topic in (Topic.FIRST_STEP, Topic.DECISION, Topic.OBSTACLE)]


def _ask(topic: Topic, fact: Bilingual | None = None) -> Question:
    korean, english = _WORDS[topic]
    if fact is None:
        return Question(topic, Bilingual(korean, english))
    return Question(topic, Bilingual(korean.replace("{ko}", fact.ko), english.replace("{en}", fact.en)))
