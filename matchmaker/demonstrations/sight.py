"""Who may see a demonstration, and what it rests on."""

from matchmaker.demonstrations import queries
from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.rules import Criterion, Plan, Share, Site, Step
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import Side, VettingState
from matchmaker.outcomes.sight import introduction_of, sides_of


def demonstration_of(reader: Reader, demonstration_id: int) -> Demonstration:
    """A demonstration that `reader` may see. Raises NotFound."""
    found = db.session.scalars(queries.one(demonstration_id)).first()
    if found is None:
        raise NotFound("not_found")
    introduction_of(reader, found.introduction_id)
    return found


def may_act(reader: Reader) -> bool:
    """Whether `reader` may do more than read: an organisation must be approved at present."""
    return reader.organisation is None or reader.organisation.state is VettingState.APPROVED


def check_may_act(reader: Reader) -> None:
    """Raise RuleViolation for somebody who may only read at present."""
    if not may_act(reader):
        raise RuleViolation("introduction.own_not_approved")


def domestic_side(introduction: Introduction) -> Organisation:
    """The organisation in Korea."""
    one, other = sides_of(introduction)
    return one if one.side is Side.DOMESTIC else other


def plan_of(row: Demonstration) -> Plan:
    """The plan as a plain value."""
    return Plan(
        title=row.title, hypothesis=row.hypothesis, protocol=row.protocol, ip_terms=row.ip_terms,
        data_terms=row.data_terms, starts_on=row.starts_on, ends_on=row.ends_on,
        sites=tuple(Site(one.side_id, one.asset_id, one.place) for one in row.sites),
        steps=tuple(Step(one.material, one.origin, one.goal, one.quantity, one.needs_permit, one.permit)
                    for one in row.steps),
        criteria=tuple(Criterion(one.name, one.operator, one.target, one.unit, one.before) for one in row.criteria),
        shares=tuple(Share(one.payer, one.percent) for one in row.shares),
    )  # fmt: skip
