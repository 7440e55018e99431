"""An offer or need as the public sees it: codes, bands and months, and the sentence that staff approved; no words
of the member's own, for they could name somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel.core import get_global

from matchmaker.gateway.models import Teaser
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.sentences import label_in
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, KOREA

TRL_BANDS = ((1, 3), (4, 6), (7, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase:
    """What the public may know. Labels are in the reader's language; empty means not given."""

    reference: str
    type_label: str
    gateway: str
    gateway_label: str
    region: str
    """`korea`, `asia_pacific`, `europe`, `americas`, `africa` or `elsewhere`."""
    areas: tuple[str, ...]
    modalities: tuple[str, ...]
    unit_operations: tuple[str, ...]
    therapeutic_areas: tuple[str, ...]
    target_classes: tuple[str, ...]
    data_licences: tuple[str, ...]
    validation_partners: tuple[str, ...]
    initiatives: tuple[str, ...]
    partnership_types: tuple[str, ...]
    stage_now: str
    stage_next: str
    trl: str
    """A band of technology readiness levels, such as "4–6"."""
    sought_clusters: tuple[str, ...]
    sought_org_types: tuple[str, ...]
    from_month: str
    to_month: str
    """`YYYY-MM`."""
    published: str
    """Month of publication, `YYYY-MM`."""
    sentence: str

    @property
    def title(self) -> str:
        """A heading made of codes only: its type and its areas."""
        return " · ".join((self.type_label, *self.areas[:2], *self.modalities[:1]))

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Badges of what is meant for smaller firms: label and kind."""
        return [(label, "success") for label in self.initiatives]


def present(opportunity: Opportunity, teaser: Teaser | None, language: str) -> Showcase:
    """`opportunity` for everybody who reads `language`. Needs organisation and codes loaded."""

    def labels(list_name: str, coded: str | None = None) -> tuple[str, ...]:
        return tuple(label_in(coded or list_name, code, language) for code in opportunity.codes_of(list_name))

    def label(list_name: str, code: str | None) -> str:
        return label_in(list_name, code, language) if code else ""

    return Showcase(
        reference=opportunity.reference or "", type_label=label("profile_type", opportunity.profile_type),
        gateway=opportunity.gateway.value, gateway_label=label("gateway", opportunity.gateway.value),
        region=region_of(opportunity.organisation.country), areas=labels("area"), modalities=labels("modality"),
        unit_operations=labels("unit_operation"), therapeutic_areas=labels("therapeutic_area"),
        target_classes=labels("target_class"), data_licences=labels("data_licence"),
        validation_partners=labels("validation_partner"), initiatives=labels("initiative"),
        partnership_types=labels("partnership_type"),
        stage_now=label("stage", opportunity.stage_now), stage_next=label("stage", opportunity.stage_next),
        trl=trl_band(opportunity.trl), sought_clusters=labels("sought_cluster", "cluster"),
        sought_org_types=labels("sought_org_type", "org_type"),
        from_month=_month(opportunity.timing_from), to_month=_month(opportunity.timing_to),
        published=_month(_day(opportunity.published_at)),
        sentence=redactor_of(opportunity.organisation)(teaser.text(language)) if teaser else "",
    )  # fmt: skip


def trl_band(level: int | None) -> str:
    """The band of a technology readiness level (1 to 9), "4–6"; empty for none."""
    return next((f"{first}–{last}" for first, last in TRL_BANDS if level and first <= level <= last), "")


_REGIONS = {
    "Asia": "asia_pacific", "Australia": "asia_pacific", "Pacific": "asia_pacific", "Indian": "asia_pacific",
    "Europe": "europe", "Arctic": "europe", "America": "americas", "Africa": "africa",
}  # fmt: skip


@cache
def region_of(country: str) -> str:
    """The part of the world of an ISO 3166-1 alpha-2 `country`, by its time zones in CLDR; Korea for itself."""
    if country == DOMESTIC_COUNTRY:
        return "korea"
    zones = get_global("territory_zones").get(country, [])
    return next((_REGIONS[part] for zone in zones if (part := zone.partition("/")[0]) in _REGIONS), "elsewhere")


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(KOREA).date() if moment else None
