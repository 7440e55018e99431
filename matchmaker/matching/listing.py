"""What is matched: the profile of an organisation, or one of its offers and needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matchmaker.matching.language.analysis import Passage
from matchmaker.matching.language.text import clean
from matchmaker.matching.requirements import Facts, Requirement

TEXT_FIELDS = ("title", "summary", "offer", "need", "profile", "names")
"""Fields of `Listing.texts`. `names` serves search and redaction only, it never makes a match."""

_NAME_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_LEGAL = """
inc ltd llc co corp corporation company gmbh ag kg se sa sas srl spa bv nv plc limited holding holdings
group the and of 주식회사 유한회사 재단법인 사단법인 株式会社 有限会社 주 유 재 사 社
"""
_LEGAL_FORMS = frozenset(_LEGAL.split())
_BARE_WORD = re.compile(r"[^\W_]+")
_MIN_PHRASE = 3


class Side(StrEnum):
    """The gateway has two sides; only pairs across it are matched."""

    DOMESTIC = "domestic"
    OVERSEAS = "overseas"


OTHER_SIDE = {Side.DOMESTIC: Side.OVERSEAS, Side.OVERSEAS: Side.DOMESTIC}


class Kind(StrEnum):
    """An organisation's profile (one each), or one of its opportunities."""

    ORGANISATION = "organisation"
    OPPORTUNITY = "opportunity"


class Stance(StrEnum):
    """What the heading (title and summary) of a listing speaks of."""

    OFFER = "offer"
    NEED = "need"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Listing:
    """One thing to match. All ids are text, `id` unique over the whole index.

    `texts` maps the fields of `TEXT_FIELDS` to passages in any languages. `codes` is what the listing is or has
    by coded list (`area`, `modality`, `unit_operation`, `therapeutic_area`, `technology_keyword`, `stage` = the
    stage it supplies, `partnership_type`, `org_type`, `size_band`, `country`, `cluster`). `seeks` is what it
    wants of a partner: `stage` = the stage it goes to next, `org_type`, `size_band`, `country`, `cluster`,
    `partnership_type` where the counterpart differs from its own (`licence_in` of a `licence_out`).
    `codes["partnership_family"]` are the broad kinds of contract (trade, research ...): two listings that both
    state some and share none are never paired.
    `stance` is what title and summary speak of; of one that speaks of both they count little on each side.
    `blocked` are organisations never to be paired with this one, whoever of the two closed the door.
    """

    id: str
    organisation: str
    side: Side
    kind: Kind = Kind.ORGANISATION
    stance: Stance = Stance.BOTH
    texts: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seeks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    requirements: tuple[Requirement, ...] = ()
    blocked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "side", Side(self.side))
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "stance", Stance(self.stance))
        if unknown := set(self.texts) - set(TEXT_FIELDS):
            raise ValueError(f"listing {self.id}: unknown text fields {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Row:
    """A listing without texts, as an index keeps it, and the words of its organisation's names.

    `states_offer` and `states_need` tell whether the text was written as such: an organisation without a
    stated offer offers what its profile says.
    """

    listing: Listing
    names: frozenset[str]
    states_offer: bool
    states_need: bool


def is_written(listing: Listing, name: str) -> bool:
    """Whether a text field says anything."""
    return any(passage.text.strip() for passage in listing.texts.get(name, ()))


def name_words(names: tuple[Passage, ...]) -> frozenset[str]:
    """Case-folded words of the names of an organisation, parts of hyphenated ones, and each name run together.

    Legal forms are left out.
    """
    words: set[str] = set()
    for passage in names:
        found = [word.casefold() for word in _NAME_WORD.findall(clean(passage.text))]
        proper = [word for word in found if word not in _LEGAL_FORMS and len(word) > 1]
        words.update(proper, (part for word in proper for part in words_in(word) if len(part) >= _MIN_PHRASE))
        words.add("".join(proper))
    return frozenset(words - {""})


def words_in(text: str) -> set[str]:
    """Case-folded words of a text: as separated by spaces, and without any marks."""
    folded = text.casefold()
    return {*folded.split(), *_BARE_WORD.findall(folded)}


def without_names(text: str, names: tuple[Passage, ...]) -> str:
    """`text` with every full name taken out, so that a name does not take part in a match."""
    for passage in sorted(names, key=lambda name: -len(name.text)):
        words = [word for word in _NAME_WORD.findall(clean(passage.text)) if word.casefold() not in _LEGAL_FORMS]
        if len("".join(words)) >= _MIN_PHRASE:
            phrase = r"[\W_]{1,3}".join(re.escape(word) for word in words)
            text = re.sub(rf"(?<![^\W_]){phrase}(?![a-zA-Z0-9])", " ", text, flags=re.IGNORECASE)
    return text


def struck(text: str, words: frozenset[str]) -> str:
    """`text` with `…` for each of the case-folded `words`, also where a Korean or Japanese ending follows."""
    if not words:
        return text
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    found = "|".join(re.escape(word).replace("ss", "(?:ss|ß)") for word in longest_first)
    return re.sub(rf"(?<![^\W_])(?:{found})(?![a-zA-Z0-9])", "…", text, flags=re.IGNORECASE)


def analysed_fields(listing: Listing) -> dict[str, tuple[Passage, ...]]:
    """The text fields as they are analysed: names taken out of all but the names themselves."""
    names = listing.texts.get("names", ())
    return {
        name: passages
        if name == "names"
        else tuple(Passage(without_names(clean(p.text), names), p.lang) for p in passages)
        for name, passages in sorted(listing.texts.items())
    }
