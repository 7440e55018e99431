"""A team as the broker sees it: what each member covers, why, and what is still missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from matchmaker.assets.wording import availability
from matchmaker.consortia.gathering import Around
from matchmaker.consortia.solving import Candidate, Side, Team, faults
from matchmaker.consortia.wording import SIDE_LABEL
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.matching import Requirement, Verdict
from matchmaker.opportunities.demands import Demand
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import organisation_title
from matchmaker.opportunities.rules import Strength
from matchmaker.opportunities.sentences import requirement_sentence
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.rules import points


@dataclass(frozen=True, slots=True)
class MemberView:
    """One of a team: what it covers of the musts, and from when it can be used if it is an asset."""

    key: str
    title: str
    url: str
    side: str
    points: float
    is_ranked: bool
    when: str
    is_open: bool
    covers: tuple[str, ...]
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustRow:
    """One must, and by member whether it is covered: `match`, `gap` or `unknown`."""

    label: str
    verdicts: tuple[str, ...]
    is_covered: bool


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with the check of what it covers. `bound` is a sentence where better teams may exist."""

    members: tuple[MemberView, ...]
    musts: tuple[MustRow, ...]
    sides_lacking: tuple[str, ...]
    quarrels: tuple[str, ...]
    points: float
    bound: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return all(row.is_covered for row in self.musts) and not self.sides_lacking and not self.quarrels


def must_label(key: str, must: Requirement) -> str:
    """A must in the reader's words."""
    if key.startswith("stage-"):
        return str(_("Serves the stage: %(stage)s", stage=code_label("stage", must.values[0])))
    demand = Demand(must.field, must.operator, must.values, Strength.MUST, must.unit, "")
    return requirement_sentence(demand, locale())


def labels(around: Around) -> dict[str, str]:
    """All musts in the reader's words, by key."""
    return {key: must_label(key, must) for key, must in around.demanded.musts.items()}


def proposal(need: Opportunity, team: Team, around: Around) -> TeamView:
    """A team that the solver found."""
    return _team(need, team.members, around, _bound(team))


def _bound(team: Team) -> str:
    if team.is_best:
        return ""
    if team.smallest < len(team.members):
        return str(_("Best found in time. A team of %(size)s members may be possible.", size=team.smallest))
    more = round(points(team.possible) - points(team.score), 1)
    return str(_("Best found in time. One of the same size may be better by %(points)s points at most.", points=more))


def chosen(need: Opportunity, keys: Collection[str], around: Around) -> TeamView:
    """A team that the broker put together."""
    return _team(need, sorted(keys), around, "")


def _team(need: Opportunity, keys: Sequence[str], around: Around, bound: str) -> TeamView:
    known = {one.key: one for one in around.problem.candidates}
    present = [known[key] for key in keys if key in known]
    missing, sides, quarrels = faults(around.problem, [one.key for one in present])
    named = {one.key: _title(one.key, around) for one in present}
    musts = tuple(
        MustRow(label, tuple(_verdict(one, key, around) for one in present), key not in missing)
        for key, label in labels(around).items()
    )  # fmt: skip
    return TeamView(
        tuple(_member(need, one, around) for one in present), musts, tuple(str(SIDE_LABEL[side]) for side in sides),
        tuple(_(" and ").join(named[key] for key in sorted(pair)) for pair in quarrels),
        points(sum(one.score for one in present) / max(1, len(present))), bound,
    )  # fmt: skip


def _verdict(one: Candidate, must: str, around: Around) -> str:
    if must in one.covers:
        return Verdict.MATCH.value
    found = around.verdicts[one.key][must]
    return Verdict.UNKNOWN.value if found is Verdict.UNKNOWN else Verdict.GAP.value


def _member(need: Opportunity, one: Candidate, around: Around) -> MemberView:
    words, number = labels(around), int(one.key.partition("-")[2])
    covers = tuple(label for key, label in words.items() if key in one.covers)
    unstated = tuple(label for key, label in words.items() if _verdict(one, key, around) == Verdict.UNKNOWN.value)
    if one.side is Side.ASSET:
        asset = around.assets[number]
        return MemberView(
            one.key, asset.name(locale()), url_for("assets.show", key=asset.key), one.side.value, points(one.score),
            False,
            availability(asset.available_from, asset.legal_status), around.usable[number].now, covers, unstated,
        )  # fmt: skip
    is_ranked = number in around.ranked
    in_care = around.staff.serves(around.organisations[number].cluster)
    url = url_for("staff_organisations.show", organisation_id=number) if in_care else ""
    if is_ranked:
        url = url_for("staff_suggestions.show", organisation_id=need.organisation_id, candidate_id=number)
    return MemberView(
        one.key, _title(one.key, around), url, one.side.value, points(one.score), is_ranked, "", True, covers, unstated
    )


def _title(key: str, around: Around) -> str:
    number = int(key.partition("-")[2])
    if key.startswith("asset-"):
        return around.assets[number].name(locale())
    one = around.organisations[number]
    in_sight = number in around.ranked or around.staff.serves(one.cluster)
    return organisation_title(one, Tier.NAMED if in_sight else Tier(one.anonymity_tier), locale())


def joiners(around: Around, keys: Collection[str]) -> list[tuple[str, str]]:
    """Whoever could still join, by key, with what it covers: those that cover most come first."""
    words = labels(around)
    rest = [one for one in around.problem.candidates if one.key not in keys and one.covers]
    rest.sort(key=lambda one: (-len(one.covers), -one.score, one.key))
    return [(one.key, _joiner(one, words, around)) for one in rest]


def _joiner(one: Candidate, words: dict[str, str], around: Around) -> str:
    covers = "; ".join(label for key, label in words.items() if key in one.covers)
    return str(_("%(name)s (%(side)s): %(covers)s", name=_title(one.key, around), side=SIDE_LABEL[one.side.value],
                 covers=covers))  # fmt: skip
