"""What a pack says of one side, read from its profile and its opportunity."""

from collections.abc import Iterable
from datetime import date

from babel import Locale

from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.matching import Listing, Requirement
from matchmaker.matching.requirements import check
from matchmaker.meetings.packs.bilingual import Bilingual, Said, shortened
from matchmaker.meetings.packs.questions import Checked, Stance
from matchmaker.opportunities.demands import Demand
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.opportunities.rules import Strength
from matchmaker.opportunities.sentences import label_in, requirement_sentence
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import Words
from matchmaker.organisations.presenting import present as present_organisation
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions import queries
from matchmaker.suggestions.listings import listings_of
from matchmaker.suggestions.presenting import seen_from

MOST_REQUIREMENTS = 8
"""Of each side; what must be comes first."""


def listing_of(organisation: Organisation, opportunity: Opportunity | None) -> Listing:
    """What the engine would compare: the opportunity, or the profile where there is none."""
    return listings_of(organisation, [opportunity] if opportunity else [], frozenset())[-1]


def one_liner(organisation: Organisation, opportunity: Opportunity | None) -> tuple[Said, ...]:
    """The side in its own words: in both languages where it wrote both, else in the one it has, with its name."""
    said: dict[str, str] = {}
    for language in ("ko", "en"):
        for words in _headline(organisation, opportunity, language):
            said.setdefault(words.language, "")
            if words.text not in said[words.language]:
                said[words.language] = " — ".join(part for part in (said[words.language], words.text) if part)
    ours: list[str] = [language for language in ("ko", "en") if language in said]
    return tuple(
        Said(shortened(said[language]), language, None if language in ours else _language(language))
        for language in (ours or list(said))
    )


def _headline(organisation: Organisation, opportunity: Opportunity | None, language: str) -> list[Words]:
    if opportunity is None:
        return [words for words in (present_organisation(organisation, Tier.NAMED, language).summary,) if words]
    view = present_opportunity(opportunity, Tier.NAMED, language)
    return [words for words in (view.title, view.summary) if words]


def _language(code: str) -> Bilingual:
    return Bilingual(*(f"{_ORIGINAL[two]}: {label_in('language', code, two)}" for two in ("ko", "en")))


_ORIGINAL = {"ko": "원문", "en": "Original"}


def checks(mine: Listing, theirs: Listing, on: date) -> tuple[Checked, ...]:
    """What `mine` demands and how `theirs` meets it, what must be first."""
    made = [
        Checked(_sentence(one), one.strength.value == Strength.MUST.value, check(one, theirs.facts, on=on))
        for one in mine.requirements
    ]
    return tuple(sorted(made, key=lambda one: not one.is_must)[:MOST_REQUIREMENTS])


def _sentence(asked: Requirement) -> Bilingual:
    demand = Demand(asked.field, asked.operator, asked.values, Strength(asked.strength.value), asked.unit, "")
    return Bilingual(*(shortened(requirement_sentence(demand, language), 240) for language in ("ko", "en")))


def stance(
    organisation: Organisation, opportunity: Opportunity | None, listing: Listing, checked: tuple[Checked, ...]
) -> Stance:
    """What the side has stated, for the questions."""
    states = frozenset(opportunity.codes_of("partnership_type")) if opportunity else frozenset()
    accepts = frozenset(listing.seeks.get("partnership_type", frozenset())) | states
    next_stage = (opportunity.stage_next if opportunity else None) or ""
    return Stance(
        country=organisation.country, country_name=_country(organisation.country), checks=checked,
        offers=opportunity is not None and listing.stance.value != "need",
        compares=opportunity is not None and bool(opportunity.alternatives),
        stage_of_development=(opportunity.stage_of_development if opportunity else None) or "",
        stages=frozenset(organisation.codes_of("stage")) | listing.codes.get("stage", frozenset()),
        next_stage=next_stage, next_stage_name=_labels("stage", [next_stage]) if next_stage else Bilingual("", ""),
        states=states, accepts=accepts, states_names=_labels("partnership_type", sorted(states)),
    )  # fmt: skip


def texts_of(listing: Listing) -> list[str]:
    """Every text of a listing but the names."""
    return [passage.text for name, passages in listing.texts.items() if name != "names" for passage in passages]


def concepts_of(introduction: Introduction) -> list[str]:
    """Glossary ids of the terms for which the two were suggested to each other, the weightiest first."""
    for one, other in (
        (introduction.from_id, introduction.to_id), (introduction.to_id, introduction.from_id),
    ):  # fmt: skip
        row = db.session.scalars(queries.whole(queries.pair(one, other))).first()
        if row is not None:
            parts = seen_from(one, row).explanation.contributions
            ordered = sorted(parts, key=lambda part: -part.value)
            return [part.concept for part in ordered if part.concept and part.mine and part.theirs]
    return []


def _country(code: str) -> Bilingual:
    return Bilingual(*(Locale(language).territories.get(code, code) for language in ("ko", "en")))


def _labels(list_name: str, codes: Iterable[str]) -> Bilingual:
    listed = list(codes)
    return Bilingual(*(", ".join(label_in(list_name, code, language) for code in listed) for language in ("ko", "en")))
