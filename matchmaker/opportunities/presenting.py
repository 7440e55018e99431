"""An opportunity as a reader of a given tier sees it: the one place that decides what a page may show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.opportunities.models import Attachment, Opportunity, OpportunityText
from matchmaker.opportunities.profile_types import profile_type
from matchmaker.opportunities.rules import OpportunityState, Strength
from matchmaker.opportunities.sentences import demand_of, label_in, requirement_sentence
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import NO_WORDS, Words, redactor_of, teaser_title
from matchmaker.organisations.rules import Tier

Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement: a sentence in the reader's language, and the member's own note to it."""

    sentence: str
    note: str
    must: bool


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """One comparison with the leading alternative; values carry their unit."""

    alternative: str
    metric: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A document that the reader may open."""

    id: int
    title: str
    tier: int
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class CallView:
    """The call for proposals of an R&D request."""

    framework: str
    identifier: str
    url: str
    coordinator_required: bool | None
    interest_deadline: date | None
    deadline: date | None
    weeks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityView:
    """What a page may show of an opportunity. Labels are in the reader's language; empty means hidden or not given."""

    id: int
    organisation_id: int
    tier: Tier
    reference: str
    profile_type: str
    type_label: str
    side: str
    """`offer`, `need` or `both`: see `profile_types`."""
    gateway: str
    gateway_label: str
    state: OpportunityState
    open_for_interest: bool
    organisation_title: str
    """The organisation's name, or in a teaser its kind and place."""
    title: Words
    summary: Words
    description: Words
    offer: Words
    need: Words
    advantages: Words
    specification: Words
    partner_role: Words
    ipr_notes: Words
    area_codes: tuple[str, ...]
    areas: tuple[str, ...]
    modalities: tuple[str, ...]
    unit_operations: tuple[str, ...]
    therapeutic_areas: tuple[str, ...]
    target_classes: tuple[str, ...]
    data_licences: tuple[str, ...]
    validation_partners: tuple[str, ...]
    initiatives: tuple[str, ...]
    technology_keywords: tuple[str, ...]
    market_keywords: tuple[str, ...]
    sdgs: tuple[str, ...]
    stage_now: str
    stage_next: str
    stage_of_development: str
    trl: int | None
    trl_scheme: str
    development_phase: str
    ipr_status: str
    ip_terms: str
    partnership_types: tuple[str, ...]
    sought_org_types: tuple[str, ...]
    sought_size_bands: tuple[str, ...]
    sought_countries: tuple[str, ...]
    sought_clusters: tuple[str, ...]
    quantity: str
    budget_band: str
    timing_from: date | None
    timing_to: date | None
    requirements: tuple[RequirementView, ...]
    alternatives: tuple[AlternativeView, ...]
    call: CallView | None
    video_url: str
    attachments: tuple[AttachmentView, ...]
    published_at: datetime | None
    expires_at: datetime | None

    @property
    def is_named(self) -> bool:
        """Whether the reader may know whose it is."""
        return self.tier >= Tier.NAMED


def present(opportunity: Opportunity, tier: Tier, language: str) -> OpportunityView:
    """`opportunity` for a reader of `language` (ko or en) who has reached `tier` with it (`sight.tier_of`).

    Needs everything of `queries.whole` loaded. A teaser names nobody: names, addresses and numbers are struck out of
    every text, and the film, the call's address, the notes on rights, quantity and budget are left out.
    """
    named = tier >= Tier.NAMED
    tell: Tell = _as_it_is if named else redactor_of(opportunity.organisation)

    def words(part: Callable[[OpportunityText], str]) -> Words:
        return _words(opportunity, language, lambda text: tell(part(text)))

    def labels(list_name: str, coded: str | None = None) -> tuple[str, ...]:
        return tuple(label_in(coded or list_name, code, language) for code in opportunity.codes_of(list_name))

    def label(list_name: str, code: str | None) -> str:
        return label_in(list_name, code, language) if code else ""

    return OpportunityView(
        id=opportunity.id, organisation_id=opportunity.organisation_id, tier=tier,
        reference=tell(opportunity.reference or ""), profile_type=opportunity.profile_type,
        type_label=label("profile_type", opportunity.profile_type),
        side=profile_type(opportunity.profile_type).side,
        gateway=opportunity.gateway.value, gateway_label=label("gateway", opportunity.gateway.value),
        state=opportunity.state, open_for_interest=opportunity.open_for_interest,
        organisation_title=organisation_title(opportunity.organisation, tier, language),
        title=words(lambda text: text.title), summary=words(lambda text: text.summary),
        description=words(lambda text: text.description), offer=words(lambda text: text.offer),
        need=words(lambda text: text.need), advantages=words(lambda text: text.advantages),
        specification=words(lambda text: text.specification), partner_role=words(lambda text: text.partner_role),
        ipr_notes=words(lambda text: text.ipr_notes) if named else NO_WORDS,
        area_codes=tuple(opportunity.codes_of("area")),
        areas=labels("area"), modalities=labels("modality"), unit_operations=labels("unit_operation"),
        therapeutic_areas=labels("therapeutic_area"), target_classes=labels("target_class"),
        data_licences=labels("data_licence"), validation_partners=labels("validation_partner"),
        initiatives=labels("initiative"), technology_keywords=labels("technology_keyword"),
        market_keywords=labels("market_keyword"), sdgs=labels("sdg"),
        stage_now=label("stage", opportunity.stage_now), stage_next=label("stage", opportunity.stage_next),
        stage_of_development=label("stage_of_development", opportunity.stage_of_development),
        trl=opportunity.trl, trl_scheme=label("trl_scheme", opportunity.trl_scheme),
        development_phase=label("development_phase", opportunity.development_phase),
        ipr_status=label("ipr_status", opportunity.ipr_status), ip_terms=label("ip_terms", opportunity.ip_terms),
        partnership_types=labels("partnership_type"), sought_org_types=labels("sought_org_type", "org_type"),
        sought_size_bands=labels("sought_size_band", "size_band"),
        sought_countries=labels("sought_country", "country"), sought_clusters=labels("sought_cluster", "cluster"),
        quantity=(opportunity.quantity or "") if named else "",
        budget_band=label("budget_band", opportunity.budget_band) if named else "",
        timing_from=opportunity.timing_from, timing_to=opportunity.timing_to,
        requirements=_requirements(opportunity, language, tell), alternatives=_alternatives(opportunity, tell),
        call=_call(opportunity, tell, named=named), video_url=(opportunity.video_url or "") if named else "",
        attachments=tuple(_attachment(one, tell) for one in opportunity.attachments if one.tier <= tier),
        published_at=opportunity.published_at, expires_at=opportunity.expires_at,
    )  # fmt: skip


def organisation_title(organisation: Organisation, tier: Tier, language: str) -> str:
    """What the page calls the organisation: its name, or in a teaser its kind and place."""
    return organisation.name(language) if tier >= Tier.NAMED else teaser_title(organisation, language)


def file_name_for(attachment: Attachment, tier: Tier) -> str:
    """Name under which a document is saved: its own, but in a teaser one that tells nothing."""
    if tier >= Tier.NAMED:
        return attachment.file_name
    return f"document-{attachment.id}.{attachment.file_name.rpartition('.')[2]}"


def _as_it_is(text: str) -> str:
    return text


def _words(opportunity: Opportunity, language: str, part: Callable[[OpportunityText], str]) -> Words:
    """The text in `language`; where there is none, in English, else in the first language that has it."""
    written = {text.language: said for text in opportunity.texts if (said := part(text))}
    found = next((code for code in _reading_order(language, written) if code in written), None)
    return Words(written[found], found, found != language) if found else NO_WORDS


def _reading_order(language: str, written: Iterable[str]) -> list[str]:
    return [language, "en", *TEXT_LANGUAGES, *sorted(written)]


def _requirements(opportunity: Opportunity, language: str, tell: Tell) -> tuple[RequirementView, ...]:
    """Those that must be met first."""
    rows = sorted(opportunity.requirements, key=lambda row: row.strength is not Strength.MUST)
    return tuple(
        RequirementView(
            tell(requirement_sentence(demand_of(row), language)), tell(row.note), row.strength is Strength.MUST
        )
        for row in rows
    )


def _alternatives(opportunity: Opportunity, tell: Tell) -> tuple[AlternativeView, ...]:
    return tuple(
        AlternativeView(
            tell(row.alternative), tell(row.metric), tell(f"{row.ours} {row.unit}".strip()),
            tell(f"{row.theirs} {row.unit}".strip()),
        )
        for row in opportunity.alternatives
    )  # fmt: skip


def _call(opportunity: Opportunity, tell: Tell, *, named: bool) -> CallView | None:
    if not (opportunity.call_framework or opportunity.call_identifier):
        return None
    return CallView(
        tell(opportunity.call_framework or ""), tell(opportunity.call_identifier or ""),
        (opportunity.call_url or "") if named else "",
        opportunity.call_coordinator_required, opportunity.call_interest_deadline, opportunity.call_deadline,
        opportunity.call_weeks,
    )  # fmt: skip


def _attachment(row: Attachment, tell: Tell) -> AttachmentView:
    return AttachmentView(row.id, tell(row.title), row.tier, row.size, row.media_type)
