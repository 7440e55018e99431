"""A call as somebody may see it: with the anchor's name or without, and never a name where it chose to have none."""

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.rules import AnswerState, is_qualified, weighted
from matchmaker.calls.wording import ANSWER_BADGES, ANSWER_STATES, CALL_BADGES, CALL_STATES
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of, teaser_title
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Tier

Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call on a card or page. Texts are the anchor's own, in `language`; codes are vocabulary codes."""

    id: int
    title: str
    language: str
    description: str
    owner: str
    """The anchor's name, or its kind and place."""
    state: str
    badge: str
    areas: tuple[str, ...]
    unit_operations: tuple[str, ...]
    standards: tuple[str, ...]
    call: Call
    tell: Tell
    """Gives a text of the anchor as the reader may read it."""

    @property
    def area_labels(self) -> list[str]:
        """Areas in the reader's language."""
        return [code_label("area", code) for code in self.areas]

    @property
    def operation_labels(self) -> list[str]:
        """Unit operations in the reader's language."""
        return [code_label("unit_operation", code) for code in self.unit_operations]

    @property
    def standard_labels(self) -> list[str]:
        """Certificates that are asked for, in the reader's language."""
        return [code_label("standard", code) for code in self.standards]

    @property
    def criteria(self) -> list[tuple[str, str]]:
        """What answers are scored by, with its share of the score."""
        whole = sum(one.weight for one in self.call.criteria) or 1
        return [
            (code_label("call_criterion", one.code), f"{round(100 * one.weight / whole)} %")
            for one in self.call.criteria
        ]


def title_of(call: Call) -> str:
    """The title, without a trace of an anchor that chose to have no name."""
    return redactor_of(call.organisation)(call.title) if call.is_anonymous else call.title


def present(call: Call, *, named: bool) -> CallView:
    """The call with the anchor's name (`named`), or with everything that could tell it struck out."""
    language = locale()
    tell: Tell = str if named else redactor_of(call.organisation)
    owner = call.organisation.name(language) if named else teaser_title(call.organisation, language)
    return CallView(
        id=call.id, title=tell(call.title), language=call.language, description=tell(call.description), owner=owner,
        state=str(CALL_STATES[call.state]), badge=CALL_BADGES[call.state], areas=tuple(call.areas),
        unit_operations=tuple(call.unit_operations), standards=tuple(call.standards), call=call, tell=tell,
    )  # fmt: skip


def teaser(call: Call) -> CallView:
    """The call for strangers: no name, whatever the anchor chose."""
    return present(call, named=False)


def may_name(call: Call, reader: Reader) -> bool:
    """Whether `reader` may know the anchor: it has a public name, is the reader's own, or was disclosed."""
    if not call.is_anonymous or reader.speaks_for(call.organisation):
        return True
    if reader.organisation is None:
        return False
    return visibility.tier_for(reader.organisation, call.organisation) >= Tier.NAMED


def view_for(call: Call, reader: Reader) -> CallView:
    """The call as `reader` sees it."""
    return present(call, named=may_name(call, reader))


def knows(answer: CallAnswer, reader: Reader) -> bool:
    """Whether the reader of the answers may know who answered."""
    if reader.by_agency or reader.speaks_for(answer.organisation):
        return True
    if reader.organisation is None:
        return False
    return visibility.tier_for(reader.organisation, answer.organisation) >= Tier.NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """An answer in the table of all, or on its own page."""

    answer: CallAnswer
    name: str
    number: int
    state: str
    badge: str
    musts: tuple[int, int]
    """Musts that are met, and all of them."""
    qualified: bool
    tell: Tell
    """Gives the supplier's words as the reader may read them."""
    lacking: tuple[str, ...]
    """Certificates that are asked for and not held, as labels."""


def line(answer: CallAnswer, reader: Reader, number: int) -> AnswerLine:
    """One line; `number` stands for suppliers whose name is hidden."""
    said = [(row.row.is_must, row.met) for row in answer.rows]
    musts = [met for is_must, met in said if is_must]
    lacking = [code for code in answer.call.standards if code not in answer.standards]
    named, supplier = knows(answer, reader), answer.organisation
    return AnswerLine(
        answer=answer, name=supplier.name(locale()) if named else teaser_title(supplier, locale()), number=number,
        tell=str if named else redactor_of(supplier), state=str(ANSWER_STATES[answer.state]),
        badge=ANSWER_BADGES[answer.state], musts=(sum(met == "match" for met in musts), len(musts)),
        qualified=is_qualified(answer.state, said),
        lacking=tuple(code_label("standard", code) for code in lacking),
    )  # fmt: skip


def lines_for(call: Call, reader: Reader) -> list[AnswerLine]:
    """Answers that `reader` may read: all for the anchor and its office, else only those in its care; best first."""
    listed = [line(answer, reader, number) for number, answer in enumerate(call.answers, 1)]
    own = reader.speaks_for(call.organisation)
    seen = [one for one in listed if own or reader.speaks_for(one.answer.organisation)]
    return sorted(seen, key=lambda one: (one.answer.state is AnswerState.WITHDRAWN, -(one.answer.score or -1)))


def score_now(answer: CallAnswer) -> float | None:
    """The score of an answer by the criteria of its call."""
    weights = {criterion.code: criterion.weight for criterion in answer.call.criteria}
    return weighted({score.code: score.score for score in answer.scores}, weights)


def answer_of(call: Call, organisation: Organisation | None) -> CallAnswer | None:
    """What this organisation answered."""
    if organisation is None:
        return None
    return next((one for one in call.answers if one.organisation_id == organisation.id), None)


def qualified_count(call: Call) -> int:
    """Answers that count."""
    return sum(is_qualified(one.state, [(r.row.is_must, r.met) for r in one.rows]) for one in call.answers)
