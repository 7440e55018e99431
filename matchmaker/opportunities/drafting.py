"""Writing an opportunity: what a page of the form changes is stored."""

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities.changes import CODED_VALUES, OTHER_VALUES, UNSEEN_VALUES, Changes, Comparison, check
from matchmaker.opportunities.contents import Completeness, Content, completeness
from matchmaker.opportunities.demands import Demand
from matchmaker.opportunities.models import (
    BestAlternative,
    Opportunity,
    OpportunityCode,
    OpportunityRequirement,
    OpportunityText,
)
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.opportunities.quality import Flag, Reading, flags
from matchmaker.opportunities.rules import (
    CODE_LIMITS,
    TEXT_LIMITS,
    OpportunityState,
    check_editable,
)
from matchmaker.opportunities.sentences import demand_of
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.service import touch


def save(
    opportunity: Opportunity, changes: Changes, *, version: int, actor_id: int, by_staff: bool = False
) -> frozenset[str]:
    """Store `changes`; the names of the fields that are different now.

    Raises RuleViolation when somebody saved since `version`, when it may not be edited now, when a limit is broken,
    or when a published one would lack something required.
    """
    if opportunity.version != version:
        raise RuleViolation("changed_meanwhile")
    check_editable(opportunity.state, by_staff=by_staff)
    check(changes, opportunity)
    lacking = {one.key for one in completeness_of(opportunity).holding_up}
    changed = frozenset({*_set_texts(opportunity, changes), *_set_codes(opportunity, changes),
                         *_set_values(opportunity, changes), *_set_rows(opportunity, changes)})  # fmt: skip
    if changed:
        if opportunity.state is OpportunityState.PUBLISHED:
            _check_nothing_lost(opportunity, lacking)
        _after_change(opportunity, changed, actor_id=actor_id, by_staff=by_staff)
    return changed


def _after_change(opportunity: Opportunity, changed: frozenset[str], *, actor_id: int, by_staff: bool) -> None:
    measure(opportunity)
    is_public = opportunity.state is OpportunityState.PUBLISHED
    opportunity.updated_at = now()
    if is_public and changed - UNSEEN_VALUES:
        opportunity.changed_at = opportunity.changed_at if by_staff else now()
    db.session.flush()
    audit.record("opportunity.edited", opportunity, actor_id=actor_id, details={"fields": sorted(changed)})
    if is_public:
        touch(opportunity.organisation)


def _check_nothing_lost(opportunity: Opportunity, lacking: set[str]) -> None:
    """What was complete stays so; what an import brought in without something may be edited bit by bit."""
    if not {one.key for one in completeness_of(opportunity).holding_up} <= lacking:
        raise RuleViolation("opportunity.would_be_incomplete")


def measure(opportunity: Opportunity) -> Completeness:
    """How complete it is; the percentage is stored for lists."""
    found = completeness_of(opportunity)
    opportunity.completeness = found.percent
    return found


def completeness_of(opportunity: Opportunity) -> Completeness:
    """How complete it is."""
    return completeness(content_of(opportunity))


def content_of(opportunity: Opportunity) -> Content:
    """What the opportunity says, as a plain value."""
    listed = {name: tuple(opportunity.codes_of(name)) for name in CODE_LIMITS}
    return Content(
        profile_type=opportunity.profile_type, side=profile_type(opportunity.profile_type).side,
        texts={text.language: {name: getattr(text, name) for name in TEXT_LIMITS} for text in opportunity.texts},
        codes=listed, values={name: getattr(opportunity, name) for name in (*CODED_VALUES, *OTHER_VALUES)},
        requirements=len(opportunity.requirements), alternatives=len(opportunity.alternatives),
    )  # fmt: skip


def flags_of(opportunity: Opportunity) -> list[Flag]:
    """What a second reader should look at, the gravest first."""
    is_anonymous = min(opportunity.anonymity_tier, opportunity.organisation.anonymity_tier) == 0
    return flags(
        Reading(
            content=content_of(opportunity), demands=[demand_of(row) for row in opportunity.requirements],
            gateway=opportunity.gateway, is_anonymous=is_anonymous, redact=redactor_of(opportunity.organisation),
        )
    )  # fmt: skip


def _set_texts(opportunity: Opportunity, changes: Changes) -> list[str]:
    changed: list[str] = []
    for language, texts in changes.texts.items():
        row = opportunity.text(language)
        if row is None:
            if not any(texts.values()):
                continue
            row = OpportunityText(language=language, **dict.fromkeys(TEXT_LIMITS, ""))
            opportunity.texts.append(row)
        changed += [name for name, said in texts.items() if getattr(row, name) != said]
        for name, said in texts.items():
            setattr(row, name, said)
        if not any(getattr(row, name) for name in TEXT_LIMITS):
            opportunity.texts.remove(row)
    return changed


def _set_codes(opportunity: Opportunity, changes: Changes) -> list[str]:
    changed: list[str] = []
    for name, codes in changes.codes.items():
        wanted = list(dict.fromkeys(codes))
        before = [row for row in opportunity.codes if row.list_name == name]
        if {row.code for row in before} == set(wanted):
            continue
        changed.append(name)
        for row in before:
            if row.code not in wanted:
                opportunity.codes.remove(row)
        known = {row.code for row in before}
        opportunity.codes.extend(OpportunityCode(list_name=name, code=code) for code in wanted if code not in known)
    return changed


def _set_values(opportunity: Opportunity, changes: Changes) -> list[str]:
    changed = [name for name, value in changes.values.items() if getattr(opportunity, name) != value]
    for name in changed:
        setattr(opportunity, name, changes.values[name])
    return changed


def _set_rows(opportunity: Opportunity, changes: Changes) -> list[str]:
    changed: list[str] = []
    if changes.demands is not None and list(changes.demands) != [demand_of(row) for row in opportunity.requirements]:
        opportunity.requirements = [requirement_row(demand) for demand in changes.demands]
        changed.append("requirements")
    before = [comparison_of(row) for row in opportunity.alternatives]
    if changes.comparisons is not None and list(changes.comparisons) != before:
        opportunity.alternatives = [alternative_row(one) for one in changes.comparisons]
        changed.append("alternatives")
    return changed


def requirement_row(demand: Demand) -> OpportunityRequirement:
    """The row that stores `demand`."""
    return OpportunityRequirement(
        field=demand.field.value, operator=demand.operator.value, value=list(demand.values), unit=demand.unit,
        strength=demand.strength, note=demand.note,
    )  # fmt: skip


def comparison_of(row: BestAlternative) -> Comparison:
    """A stored comparison as a plain value."""
    return Comparison(row.alternative, row.metric, row.ours, row.theirs, row.unit)


def alternative_row(one: Comparison) -> BestAlternative:
    """The row that stores `one`."""
    return BestAlternative(
        alternative=one.alternative, metric=one.metric, ours=one.ours, theirs=one.theirs, unit=one.unit
    )
