"""An organisation as a reader of a given tier sees it: the one place that decides what a page may show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel import Locale

from matchmaker.foundation.codes import code_list
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.organisations.models import Organisation, OrganisationText
from matchmaker.organisations.redaction import Identity, Redactor
from matchmaker.organisations.rules import Tier, employees_band, year_band
from matchmaker.vocabulary import vocabulary

CATCH_ALL_CLUSTERS = frozenset({"OTHER", "OTHER_KR"})


@dataclass(frozen=True, slots=True)
class Words:
    """A member's own text and the language it is written in; `is_original`: not the language asked for."""

    text: str
    language: str
    is_original: bool

    def __bool__(self) -> bool:
        return bool(self.text)


NO_WORDS = Words("", "", False)


@dataclass(frozen=True, slots=True)
class QualityView:
    """A standard, by codes; scope, issuer and end of validity are empty in a teaser."""

    standard: str
    status: str
    scope: str = ""
    issuer: str = ""
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person to talk to."""

    name: str
    position: str
    email: str
    phone: str
    language: str
    is_primary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """What a page may show of an organisation. Codes are vocabulary codes; empty means hidden or not given."""

    id: int
    tier: Tier
    title: str
    """The name, or in a teaser the kind and place ("Start-up, Basel")."""
    other_name: str
    """The name in the other script."""
    org_type: str | None
    size_band: str | None
    country: str
    cluster: str
    city: str
    in_complex: bool
    is_anchor: bool
    website: str
    founded: str
    """The year, or in a teaser five years ("2015–2019")."""
    employees: str
    """The number, or in a teaser the band ("11–49")."""
    rnd_headcount: str
    areas: tuple[str, ...]
    stages: tuple[str, ...]
    licences: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    has_international_experience: bool | None
    summary: Words
    description: Words
    international_experience: Words
    qualities: tuple[QualityView, ...]
    contacts: tuple[ContactView, ...]

    @property
    def is_named(self) -> bool:
        """Whether the reader may know who it is."""
        return self.tier >= Tier.NAMED


def present(organisation: Organisation, tier: Tier, language: str) -> ProfileView:
    """`organisation` for a reader of `language` (ko or en) who has reached `tier`.

    Needs texts, codes, qualities and contacts loaded (`queries.whole`). Other names and the registration number are in
    no view: they serve vetting only.
    """
    named = tier >= Tier.NAMED
    tell = _as_it_is if named else redactor_of(organisation)
    return ProfileView(
        id=organisation.id, tier=tier,
        title=organisation.name(language) if named else teaser_title(organisation, language),
        other_name=_other_name(organisation, language) if named else "",
        org_type=organisation.org_type, size_band=organisation.size_band,
        country=organisation.country, cluster=organisation.cluster, city=(organisation.city or "") if named else "",
        in_complex=organisation.in_complex, is_anchor=organisation.is_anchor and named,
        website=(organisation.website or "") if named else "",
        founded=_number(organisation.year_established) if named else year_band(organisation.year_established),
        employees=_number(organisation.employees) if named else employees_band(organisation.employees),
        rnd_headcount=_number(organisation.rnd_headcount) if named else employees_band(organisation.rnd_headcount),
        areas=tuple(organisation.codes_of("area")), stages=tuple(organisation.codes_of("stage")),
        licences=tuple(organisation.codes_of("licence")), languages=tuple(organisation.codes_of("language")),
        time_zone=(organisation.time_zone or "") if named else "",
        has_international_experience=organisation.has_international_experience,
        summary=_words(organisation, language, lambda text: tell(text.summary)),
        description=_words(organisation, language, lambda text: tell(text.description)),
        international_experience=_words(organisation, language, lambda text: tell(text.international_experience)),
        qualities=_qualities(organisation, named=named),
        contacts=_contacts(organisation) if tier >= Tier.CONTACTS else (),
    )  # fmt: skip


def redactor_of(organisation: Organisation) -> Redactor:
    """Strikes the organisation's names, addresses and numbers out of texts that strangers read."""
    names = [organisation.name_ko, organisation.name_en, *organisation.other_names]
    people = [contact.name for contact in organisation.contacts]
    numbers = [organisation.registration_number, *(contact.phone for contact in organisation.contacts)]
    return Redactor(
        Identity(
            names=tuple(name for name in (*names, *people) if name),
            website=organisation.website,
            numbers=tuple(number for number in numbers if number),
        )
    )


def teaser_title(organisation: Organisation, language: str) -> str:
    """What an organisation is called where its name is hidden: kind, first area, place."""
    lists = vocabulary()
    labels = [lists.label("org_type", organisation.org_type, language)] if organisation.org_type else []
    labels += [lists.label("area", code, language) for code in organisation.codes_of("area")[:1]]
    if organisation.cluster in CATCH_ALL_CLUSTERS:
        labels.append(Locale(language).territories.get(organisation.country, organisation.country))
    else:
        labels.append(code_list("cluster").label(organisation.cluster, language))
    return " · ".join(labels)


def _as_it_is(text: str) -> str:
    return text


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _other_name(organisation: Organisation, language: str) -> str:
    other = organisation.name("en" if language == "ko" else "ko")
    return "" if other == organisation.name(language) else other


def _words(organisation: Organisation, language: str, part: Callable[[OrganisationText], str]) -> Words:
    """The text in `language`; where there is none, in English, else in the first language that has it."""
    order = [language, "en", *TEXT_LANGUAGES]
    written = {text.language: said for text in organisation.texts if (said := part(text))}
    found = next((code for code in [*order, *sorted(written)] if code in written), None)
    return Words(written[found], found, found != language) if found else NO_WORDS


def _qualities(organisation: Organisation, *, named: bool) -> tuple[QualityView, ...]:
    if not named:
        return tuple(QualityView(row.standard, row.status) for row in organisation.qualities)
    return tuple(
        QualityView(row.standard, row.status, row.scope, row.issuer, row.valid_to) for row in organisation.qualities
    )


def _contacts(organisation: Organisation) -> tuple[ContactView, ...]:
    rows = sorted(organisation.contacts, key=lambda row: (not row.is_primary, row.id))
    return tuple(
        ContactView(row.name, row.position, row.email, row.phone, row.language, row.is_primary) for row in rows
    )
