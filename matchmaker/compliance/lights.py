"""The lights of introductions as they stand: answers of both sides, what opportunities mark, decisions of staff."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker.compliance import queries
from matchmaker.compliance.models import ComplianceDecision, ComplianceSheet
from matchmaker.compliance.questions import put_to
from matchmaker.compliance.rules import Colour, Crossing, Light, Said, counting, in_the_way, seeded, worst
from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Side


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the lights of one introduction rest on."""

    introduction: Introduction
    said: tuple[Said, ...]
    sheets: Mapping[int, ComplianceSheet]
    """By organisation."""
    decisions: Mapping[Light, ComplianceDecision]

    @property
    def covered(self) -> frozenset[str]:
        """Answers that staff have decided on."""
        return frozenset(key for row in self.decisions.values() for key in row.covers)

    @property
    def crosses_border(self) -> bool:
        """Whether the two are in different countries' sides; within Korea nothing leaves it."""
        return self.introduction.from_organisation.side is not self.introduction.to_organisation.side

    def under(self, light: Light) -> list[Said]:
        """The answers that a light rests on."""
        return [one for one in self.said if one.question.light is light]

    def colour(self, light: Light) -> Colour:
        """What a light shows: its answers alone, decided or not."""
        return worst(one.colour for one in self.under(light))

    def blocking(self, crossing: Crossing) -> list[Said]:
        """What is in the way of `crossing` now."""
        return in_the_way(self.said, self.covered, crossing) if self.crosses_border else []


def standing_of(introduction: Introduction, opened: Opportunity | None = None) -> Standing:
    """The lights of one introduction; with `opened`, what that opportunity marks counts for its side, too."""
    return standings([introduction], opened)[0]


def for_reader(standing: Standing, reader: Organisation | None) -> Standing:
    """What somebody may read of it: until the other side was asked, a member reads its own answers alone."""
    if reader is None or standing.introduction.forwarded_at is not None:
        return standing
    return replace(standing, said=tuple(one for one in standing.said if one.side_id == reader.id))


def standings(introductions: Iterable[Introduction], opened: Opportunity | None = None) -> list[Standing]:
    """The lights of many introductions, in a fixed number of queries."""
    rows = list(introductions)
    ids = [row.id for row in rows]
    sheets: dict[int, dict[int, ComplianceSheet]] = defaultdict(dict)
    for sheet in db.session.scalars(queries.sheets(ids)):
        sheets[sheet.introduction_id][sheet.organisation_id] = sheet
    decisions: dict[int, dict[Light, ComplianceDecision]] = defaultdict(dict)
    for decision in db.session.scalars(queries.standing(ids)):
        decisions[decision.introduction_id][decision.light] = decision
    marks = _marks(rows, opened)
    return [Standing(row, _said(row, sheets[row.id], marks), sheets[row.id], decisions[row.id]) for row in rows]


def sides_of(introduction: Introduction) -> tuple[Organisation, Organisation]:
    """The two organisations."""
    return introduction.from_organisation, introduction.to_organisation


def _marks(rows: Sequence[Introduction], opened: Opportunity | None) -> Mapping[tuple[int, int], frozenset[str]]:
    """What each side (introduction, organisation) marks: its opportunity there, else all that it has published."""
    without = {side.id for row in rows for side in sides_of(row) if row.own_opportunity(side.id) is None}
    published: dict[int, set[str]] = defaultdict(set)
    for one in db.session.scalars(queries.published_by(without)) if without else ():
        published[one.organisation_id].update(one.codes_of("sensitivity"))
    found: dict[tuple[int, int], frozenset[str]] = {}
    for row in rows:
        for side in sides_of(row):
            own = row.own_opportunity(side.id)
            codes = set(own.codes_of("sensitivity") if own else published[side.id])
            if opened is not None and opened.organisation_id == side.id:
                codes.update(opened.codes_of("sensitivity"))
            found[row.id, side.id] = frozenset(codes)
    return found


def _said(
    row: Introduction, sheets: Mapping[int, ComplianceSheet], marks: Mapping[tuple[int, int], frozenset[str]]
) -> tuple[Said, ...]:
    found: list[Said] = []
    for side in sides_of(row):
        sheet = sheets.get(side.id)
        for question in put_to(domestic=side.side is Side.DOMESTIC):
            given = sheet.answer(question.code) if sheet else None
            seed = seeded(question, marks[row.id, side.id])
            found.append(Said(question, side.id, counting(given.answer if given else None, seed)))
    return tuple(found)
