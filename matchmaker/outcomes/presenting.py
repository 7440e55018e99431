"""What the pages of outcomes show, the other side named by the tier that the reader has reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import format_currency, lazy_gettext
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.visibility import tiers_for
from matchmaker.outcomes import rules
from matchmaker.outcomes.evidence import is_changeable, may_remove
from matchmaker.outcomes.models import Evidence, Obligation, ObligationStep, Outcome, OutcomeStep
from matchmaker.outcomes.rules import Link, OutcomeState
from matchmaker.outcomes.sight import may_open, sides_of
from matchmaker.outcomes.wording import OBLIGATION_ACTS, OUTCOME_ACTS, OUTCOME_BADGES, OUTCOME_STATES

AGENCY = lazy_gettext("The agency")


class Names:
    """What a reader may call the organisations of introductions."""

    def __init__(self, reader: Reader, introductions: Iterable[Introduction]) -> None:
        sides = {side.id: side for row in introductions for side in sides_of(row)}
        self._reader = reader
        self._names = {key: side.name(locale()) for key, side in sides.items()}
        own = reader.organisation
        if own is not None:
            tiers = tiers_for(own, [side for side in sides.values() if side.id != own.id])
            self._names |= {key: present(sides[key], tier, locale()).title for key, tier in tiers.items()}

    def of(self, organisation_id: int | None) -> str:
        """The name; the agency for None."""
        return str(AGENCY) if organisation_id is None else self._names.get(organisation_id, "")

    def pair(self, introduction: Introduction) -> str:
        """The other side for a member, both sides for staff."""
        own = self._reader.organisation
        if own is not None:
            return self.of(introduction.other_side(own.id).id)
        return f"{self.of(introduction.from_id)} → {self.of(introduction.to_id)}"


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome in a list."""

    id: int
    introduction_id: int
    kind: str
    title: str
    pair: str
    state: str
    badge: str
    happened_on: date
    amount: str
    evidence: int
    obligations: int
    lacks_promises: bool


def outcome_lines(outcomes: Sequence[Outcome], reader: Reader) -> list[OutcomeLine]:
    """Outcomes for a list."""
    names = Names(reader, [row.introduction for row in outcomes])
    return [outcome_line(row, names) for row in outcomes]


def outcome_line(row: Outcome, names: Names) -> OutcomeLine:
    """One outcome for a list."""
    return OutcomeLine(
        row.id, row.introduction_id, code_label("outcome_kind", row.kind), row.title, names.pair(row.introduction),
        str(OUTCOME_STATES[row.state]), OUTCOME_BADGES[row.state], row.happened_on, amount_of(row), len(row.evidence),
        len(row.obligations), lacks_promises(row),
    )  # fmt: skip


def lacks_promises(row: Outcome) -> bool:
    """Whether obligations have yet to be entered."""
    needed = row.kind in rules.NEEDS_PROMISES and row.state is not OutcomeState.REJECTED
    return needed and not row.obligations


def amount_of(row: Outcome) -> str:
    """The amount with its currency; empty for none."""
    return "" if row.amount is None or row.currency is None else money_words(row.amount, row.currency)


def money_words(amount: Decimal, currency: str) -> str:
    """An amount as the reader writes it, with decimals only where there are any."""
    pattern = "¤#,##0" if amount == amount.to_integral_value() else "¤#,##0.00"
    return str(format_currency(amount, currency, pattern, currency_digits=False))


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence; `name` is empty when the reader may not open it."""

    id: int
    name: str
    url: str
    size: int | None
    by: str
    at: datetime
    is_private: bool
    removable: bool


def evidence_lines(subject: Outcome | Obligation, names: Names, reader: Reader) -> list[EvidenceLine]:
    """Evidence of `subject` for `reader`."""
    changeable = is_changeable(subject)
    return [_evidence(row, names, reader, changeable) for row in subject.evidence]


def _evidence(row: Evidence, names: Names, reader: Reader, changeable: bool) -> EvidenceLine:
    is_open = may_open(reader, row)
    return EvidenceLine(
        row.id, row.name if is_open else "", (row.url or "") if is_open else "", row.size if is_open else None,
        names.of(row.organisation_id), row.added_at, row.is_private, changeable and is_open and may_remove(row, reader),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime
    title: str
    text: str
    by: str


def outcome_history(steps: Sequence[OutcomeStep], names: Names, reader: Reader) -> list[Event]:
    """The history, latest first; what is internal only for the agency's staff."""
    return [
        Event(
            step.at, str(OUTCOME_ACTS[step.act]), step.note if reader.by_agency or not step.internal else "",
            _who(step, names, reader),
        )
        for step in reversed(steps)
    ]  # fmt: skip


def obligation_history(steps: Sequence[ObligationStep], names: Names, reader: Reader) -> list[Event]:
    """The history, latest first."""
    return [
        Event(step.at, str(OBLIGATION_ACTS[step.act]), step.note, _who(step, names, reader)) for step in reversed(steps)
    ]


def _who(step: OutcomeStep | ObligationStep, names: Names, reader: Reader) -> str:
    """The side or the agency; staff also read the person's name."""
    name = names.of(step.organisation_id)
    if reader.by_staff and step.actor is not None:
        return f"{step.actor.full_name} ({name})"
    return name


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of the chain in words."""

    label: str
    state: str
    kind: str
    is_next: bool
    is_gap: bool


def chain_view(links: Iterable[Link]) -> list[LinkView]:
    """The chain in the reader's language."""
    return [
        LinkView(
            " / ".join(code_label("outcome_kind", kind) for kind in link.kinds), _link_state(link),
            OUTCOME_BADGES[link.state] if link.state else "primary" if link.is_next else "gray", link.is_next,
            link.is_gap,
        )
        for link in links
    ]  # fmt: skip


def _link_state(link: Link) -> str:
    if link.state:
        return str(OUTCOME_STATES[link.state])
    if link.is_gap:
        return str(_("Not recorded"))
    return str(_("Next") if link.is_next else _("Later"))


def sides(introduction: Introduction, names: Names, reader: Reader) -> list[tuple[str, str]]:
    """The two organisations as choices; the reader's own first, called its own name."""
    both: list[Organisation] = sorted(sides_of(introduction), key=lambda side: side.id != reader.side_id)
    return [(str(side.id), names.of(side.id)) for side in both]
