"""What the pages of the ledger show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes.ledger.agreeing import may_answer
from matchmaker.outcomes.ledger.settling import may_settle
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.presenting import Names
from matchmaker.outcomes.rules import Fulfilment, ObligationState, OutcomeState, Proposal, is_overdue
from matchmaker.outcomes.wording import OBLIGATION_BADGES, OBLIGATION_STATES


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """An obligation in a list."""

    id: int
    text: str
    owner: str
    is_own: bool
    responsible: str
    pair: str
    kind: str
    due_on: date
    first_due_on: date
    settled_on: date | None
    state: str
    badge: str
    is_overdue: bool
    when: str
    waits_for_reader: bool


def obligation_lines(obligations: Sequence[Obligation], reader: Reader, today: date) -> list[ObligationLine]:
    """Obligations for a list."""
    names = Names(reader, [row.outcome.introduction for row in obligations])
    return [obligation_line(row, names, reader, today) for row in obligations]


def obligation_line(row: Obligation, names: Names, reader: Reader, today: date) -> ObligationLine:
    """One obligation for a list."""
    overdue = is_overdue(row.state, row.due_on, today)
    return ObligationLine(
        row.id, row.text, names.of(row.owner_id), row.owner_id == reader.side_id, row.responsible,
        names.pair(row.outcome.introduction), code_label("outcome_kind", row.outcome.kind), row.due_on,
        row.first_due_on, row.settled_on, _("Overdue") if overdue else str(OBLIGATION_STATES[row.state]),
        "danger" if overdue else OBLIGATION_BADGES[row.state], overdue, when(row, today), may_answer(row, reader),
    )  # fmt: skip


def when(row: Obligation, today: date) -> str:
    """How much time is left, or how long it is overdue; empty once it is settled."""
    if row.state is not ObligationState.OPEN:
        return ""
    days = (row.due_on - today).days
    if days < 0:
        return str(ngettext("%(num)s day overdue", "%(num)s days overdue", -days))
    return str(_("Due today") if days == 0 else ngettext("%(num)s day left", "%(num)s days left", days))


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reader can do to an obligation now."""

    settle: bool
    propose: bool
    answer: bool
    take_back: bool
    record: bool
    reopen: bool


def acts(row: Obligation, reader: Reader) -> Acts:
    """What `reader` can do."""
    is_owed = row.outcome.state is not OutcomeState.REJECTED
    is_open = is_owed and row.state is ObligationState.OPEN
    proposed = row.proposal is not None
    return Acts(
        settle=is_open and may_settle(row, reader),
        propose=is_open and not reader.by_staff and not proposed,
        answer=is_open and may_answer(row, reader),
        take_back=is_open and proposed and row.proposed_by_id == reader.side_id,
        record=is_open and reader.by_agency,
        reopen=is_owed and row.state is not ObligationState.OPEN and reader.by_agency,
    )


def proposal_words(row: Obligation, names: Names) -> str:
    """What is proposed, by whom; empty for nothing."""
    if row.proposal is None:
        return ""
    who = names.of(row.proposed_by_id)
    if row.proposal is Proposal.WAIVE:
        return str(_("%(name)s proposes to let this obligation go.", name=who))
    day = format_date(row.proposed_due_on, "medium")
    return str(_("%(name)s proposes %(day)s as the new day.", name=who, day=day))


def rate_words(figures: Fulfilment) -> str:
    """The fulfilment rate; a dash while nothing is decided, never 100 %."""
    return "–" if figures.rate is None else str(format_percent(figures.rate, "#,##0.#%"))
