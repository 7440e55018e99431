"""A search result as its reader sees it, with the words that were found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.opportunities import sight
from matchmaker.opportunities.models import OpportunityText
from matchmaker.opportunities.sentences import label_in
from matchmaker.organisations.models import Organisation, OrganisationText
from matchmaker.organisations.presenting import teaser_title
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.searching import service
from matchmaker.suggestions.searching.listed import Listed
from matchmaker.suggestions.searching.marking import Marker, Part
from matchmaker.suggestions.searching.service import Found

_SUMMARY = ("summary", "offer", "need", "description")
_BODY = ("offer", "need", "description", "specification", "advantages")
_LONGEST = 260
_BEFORE = 90
_WORDS = 6
_CUT = "…"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A member's own text in pieces; `is_original`: not in the reader's language."""

    parts: tuple[Part, ...]
    language: str
    is_original: bool

    def __bool__(self) -> bool:
        return bool(self.parts)


NOTHING = MarkedText((), "", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What a page may show of a listing. `title` is empty for a profile, `excerpt` where the summary says enough.

    `why_url`: the page on which the reader sees why the two fit, if they were suggested to each other.
    """

    url: str
    why_url: str
    title: MarkedText
    owner: tuple[Part, ...]
    kind: str
    org_type: str | None
    cluster: str
    country: str
    is_named: bool
    summary: MarkedText
    excerpt: MarkedText
    words: tuple[str, ...]

    @property
    def original(self) -> str:
        """The language of the texts, if it is not the reader's."""
        said = next((one for one in (self.title, self.summary, self.excerpt) if one), NOTHING)
        return said.language if said.is_original else ""


def for_member(viewer: Organisation, found: Found, language: str) -> list[ResultView]:
    """Results as a member sees them."""
    reasons = _pages_of_reasons(viewer, found.rows)
    return [
        _view(row, found.marker, language, url=_member_url(row), why_url=reasons.get(number, ""))
        for number, row in enumerate(found.rows)
    ]


def for_staff(found: Found, language: str) -> list[ResultView]:
    """Results with all names; instead of reasons the suggestions of the organisation."""
    return [
        _view(
            row, found.marker, language, url=_staff_url(row),
            why_url=url_for("staff_suggestions.of_organisation", organisation_id=row.organisation.id),
        )
        for row in found.rows
    ]  # fmt: skip


def _pages_of_reasons(viewer: Organisation, rows: Sequence[Listed]) -> Mapping[int, str]:
    """Addresses of the pages of the pairs, by place in `rows`.

    None where one of result and page has a name and the other not: together they would say whose listing it is.
    """
    pairs = service.pairs_of(viewer, {row.organisation.id for row in rows})
    shown = [one for one in pairs.values() if one is not None]
    offered = {one.id: one for one in service.opportunities(shown)}
    tiers = sight.tiers_of(viewer, offered.values())
    named = service.names_known(viewer, [row.organisation for row in rows])
    found: dict[int, str] = {}
    for number, row in enumerate(rows):
        other = row.organisation.id
        if other in pairs:
            offer = pairs[other]
            page = min(named[other], tiers[offer]) if offer in tiers else named[other]
            if (page >= Tier.NAMED) == (row.tier >= Tier.NAMED):
                found[number] = url_for("suggestions.show", candidate_id=other)
    return found


def _member_url(row: Listed) -> str:
    if row.opportunity is None:
        return url_for("profiles.show", organisation_id=row.organisation.id)
    return url_for("opportunities.show", opportunity_id=row.opportunity.id)


def _staff_url(row: Listed) -> str:
    if row.opportunity is None:
        return url_for("staff_organisations.show", organisation_id=row.organisation.id)
    return url_for("opportunity_desk.show", opportunity_id=row.opportunity.id)


def _view(row: Listed, marker: Marker, language: str, *, url: str, why_url: str) -> ResultView:
    organisation, opportunity = row.organisation, row.opportunity
    is_named = row.tier >= Tier.NAMED
    texts = _in_order(organisation.texts if opportunity is None else opportunity.texts, language)
    title = _marked(_first(texts, ("title",), row), marker, language)
    summary = _marked(_shortened(*_first(texts, _SUMMARY, row)), marker, language)
    owner = organisation.name(language) if is_named else teaser_title(organisation, language)
    parts = marker.parts(owner)
    is_said = any(part.is_found for part in (*title.parts, *summary.parts))
    excerpt = NOTHING if is_said else _excerpt(texts, marker, row, language)
    return ResultView(
        url=url, why_url=why_url, title=title, owner=parts,
        kind=label_in("profile_type", opportunity.profile_type, language) if opportunity is not None else "",
        org_type=organisation.org_type, cluster=organisation.cluster, country=organisation.country, is_named=is_named,
        summary=summary, excerpt=excerpt, words=_words((*title.parts, *parts, *summary.parts, *excerpt.parts)),
    )  # fmt: skip


_Text = OpportunityText | OrganisationText


def _in_order(texts: Iterable[_Text], language: str) -> list[_Text]:
    """The reader's language first, then English, then the others of the service."""
    order = [language, "en", *TEXT_LANGUAGES]
    return sorted(texts, key=lambda one: (order.index(one.language) if one.language in order else 9, one.language))


def _first(texts: Iterable[_Text], fields: Iterable[str], row: Listed) -> tuple[str, str]:
    """The first of `fields` that is written in the first language that has one, as told to the reader."""
    ordered = list(texts)
    for field in fields:
        for one in ordered:
            if said := getattr(one, field, ""):
                return row.tell(said), one.language
    return "", ""


def _marked(said: tuple[str, str], marker: Marker, language: str) -> MarkedText:
    text, written = said
    return MarkedText(marker.parts(text), written, written != language) if text else NOTHING


def _shortened(text: str, language: str) -> tuple[str, str]:
    """The beginning of a text, cut between words."""
    return (text, language) if len(text) <= _LONGEST else (_cut_after(text[:_LONGEST]) + _CUT, language)


def _cut_after(text: str) -> str:
    return text.rpartition(" ")[0] or text


def _excerpt(texts: Iterable[_Text], marker: Marker, row: Listed, language: str) -> MarkedText:
    """Where the rest of the listing says what was looked for."""
    for one in texts:
        for field in _BODY:
            said = getattr(one, field, "")
            if said and marker.spans(said) and (spans := marker.spans(told := row.tell(said))):
                return _marked((_around(told, spans[0][0]), one.language), marker, language)
    return NOTHING


def _around(text: str, place: int) -> str:
    """The stretch of `text` in which `place` is, cut between words."""
    first = max(0, place - _BEFORE)
    if first:
        first = text.find(" ", first, place) + 1 or place
    piece = text[first : first + _LONGEST]
    is_whole = first + _LONGEST >= len(text)
    return (_CUT if first else "") + (piece if is_whole else _cut_after(piece) + _CUT)


def _words(parts: Iterable[Part]) -> tuple[str, ...]:
    found = {part.text.casefold(): part.text for part in reversed(list(parts)) if part.is_found}
    return tuple(reversed(found.values()))[:_WORDS]
