"""What a search must not tell: who is behind a listing that its reader sees without a name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from matchmaker.matching import Analyser, MatchIndex, Passage
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.redaction import MARK, Identity, Redactor
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.listings import opportunity_id, profile_id
from matchmaker.suggestions.searching.listed import Listed

_WORD = re.compile(r"[^\W_]{2,}")
_LOOKED_AT = 60
_no_addresses = Redactor(Identity())


def without_addresses(text: str) -> str:
    """`text` without web and e-mail addresses: they say who somebody is, never what they do."""
    return " ".join(_no_addresses(text).replace(MARK, " ").split())


def without_words(text: str, words: Iterable[str]) -> str:
    """`text` without some of its words."""
    unwanted = frozenset(words)
    return " ".join(_WORD.sub(lambda found: "" if found[0].lower() in unwanted else found[0], text).split())


def telling_words(index: MatchIndex, text: str, rows: Iterable[Listed]) -> frozenset[str]:
    """Words of `text` by which it finds one of `rows` that is shown without a name and does not show the word either.

    Asked without them, a search gives what it gives to somebody who typed words that nobody uses.
    """
    words = [word for word in dict.fromkeys(_words(text)) if not index.analyser.is_of_glossary(word)]
    unnamed = [row for row in rows if row.tier < Tier.NAMED] if words else []
    return frozenset(word for row in unnamed for word in words if _tells(index, word, row))


def is_readable(index: MatchIndex, terms: Mapping[str, float], row: Listed) -> bool:
    """Whether the reader of a listing without a name can read in it why it was found; `terms` are those searched for.

    For what no word in it says: a name that sounds like the word typed would give itself away.
    """
    told = (Passage(row.tell(text), language) for text, language in said_by(row.organisation, row.opportunity))
    return not terms.keys().isdisjoint(_terms_of(index.analyser, tuple(told)))


def said_by(organisation: Organisation, opportunity: Opportunity | None) -> Sequence[tuple[str, str]]:
    """All texts of a listing with their languages, those first that say most of it."""
    if opportunity is None:
        return [(text, one.language) for one in organisation.texts for text in (one.summary, one.description) if text]
    return [
        (text, one.language)
        for one in opportunity.texts
        for text in (
            one.title, one.summary, one.offer, one.need, one.description, one.specification, one.advantages,
        )
        if text
    ]  # fmt: skip


def _tells(index: MatchIndex, word: str, row: Listed) -> bool:
    organisation = row.organisation
    if word not in _identity(organisation):
        return False
    if any(word in row.tell(text).lower() for text, _language in said_by(organisation, row.opportunity)):
        return False
    return any(
        (hit.listing == profile_id(organisation.id)) if row.opportunity is None
        else opportunity_id(hit.listing) == row.opportunity.id
        for hit in index.search(word, limit=_LOOKED_AT)
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _terms_of(analyser: Analyser, told: tuple[Passage, ...]) -> frozenset[str]:
    """Terms of what a reader is told; who types asks for the same texts again with every letter."""
    return frozenset(analyser.analyse(told).frequencies)


def _identity(organisation: Organisation) -> str:
    """Everything that is struck out of texts of the organisation, in lower case."""
    names = (organisation.name_ko, organisation.name_en, *organisation.other_names)
    people = (part for contact in organisation.contacts for part in (contact.name, contact.phone))
    known = (*names, *people, organisation.website, organisation.website_domain, organisation.registration_number)
    return "\n".join(part for part in known if part).lower()


def _words(text: str) -> list[str]:
    return [found[0].lower() for found in _WORD.finditer(text)]
