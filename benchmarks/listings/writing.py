"""Planned listings written out: texts from the stock, codes, wishes, facts and requirements from the demo cluster."""

import functools
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from benchmarks.listings.names import code, organisation_names
from benchmarks.listings.plan import FIELDS, Block, blocks
from benchmarks.listings.sentences import Stock, stock
from benchmarks.listings.templates import LANGUAGES, demo, side_of
from matchmaker.matching import Facts, Kind, Listing, Passage, Requirement, Side, Stance, StandardFact
from matchmaker.vocabulary import vocabulary

SEED = 20261122
_STANCES = (Stance.OFFER, Stance.NEED, Stance.BOTH)
_LISTS = {
    "modality": "modalities",
    "unit_operation": "unit_operations",
    "therapeutic_area": "therapeutic_areas",
    "technology_keyword": "technology_keywords",
}
_SOUGHT = {"org_type": "org_types", "size_band": "sizes", "country": "countries", "cluster": "clusters"}
_KEEPS_CODE = 0.8
_KEEPS_REQUIREMENT = 0.3
_SEEKS = 0.5
_CAPITAL = "capital"

Codes = dict[str, frozenset[str]]


def generated(count: int, *, seed: int = SEED) -> Iterator[Listing]:
    """`count` listings of fictional organisations; the first of a larger count are the same.

    Those of an organisation follow each other, its profile first. ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} listings cannot be made")
    writer = _Writer(stock(seed))
    for block in blocks(count, writer.stock):
        yield from writer.listings(block)


class _Writer:
    def __init__(self, sentences: Stock) -> None:
        self.stock = sentences
        self._known: dict[int, str] = {}

    def listings(self, block: Block) -> Iterator[Listing]:
        ends = np.searchsorted(block.row, np.arange(len(block) + 1)).tolist()
        code_ends = np.searchsorted(block.code_row, np.arange(len(block) + 1)).tolist()
        home: Mapping[str, Any] = {}
        for row in range(len(block)):
            texts = self._texts(block, range(ends[row], ends[row + 1]), range(code_ends[row], code_ends[row + 1]))
            source = random.Random(f"{self.stock.seed}/{block.organisation[row]}/{block.place[row]}")  # noqa: S311
            areas = [self.stock.themes.themes[theme].area for theme in block.themes[row].tolist()]
            if block.place[row] == 0:
                home = _prototype_home(source, areas[0], is_domestic=bool(block.is_domestic[row]))
            yield _listing(source, block, row, areas, home, texts)

    def _texts(self, block: Block, sentences: range, codes: range) -> dict[str, tuple[Passage, ...]]:
        lines: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for place in sentences:
            language = LANGUAGES[block.language[place]]
            lines[FIELDS[block.field[place]], language].append(self._sentence(int(block.sentence[place])))
        if codes:
            first = next(language for field, language in lines if field == "offer")
            lines["offer", first].extend(code(int(block.prefix[n]), int(block.number[n])) for n in codes)
        texts: defaultdict[str, list[Passage]] = defaultdict(list)
        for (field, language), found in lines.items():
            texts[field].append(Passage("\n".join(found), language))
        return {field: tuple(found) for field, found in texts.items()}

    def _sentence(self, number: int) -> str:
        if number not in self._known:
            self._known[number] = self.stock.written(number)
        return self._known[number]


def _listing(
    source: random.Random,
    block: Block,
    row: int,
    areas: list[str],
    home: Mapping[str, Any],
    texts: dict[str, tuple[Passage, ...]],
) -> Listing:
    organisation = f"{block.organisation[row]:07d}"
    is_domestic, place, stance = bool(block.is_domestic[row]), int(block.place[row]), _STANCES[block.stance[row]]
    names = organisation_names(int(block.organisation[row]), is_domestic=is_domestic)
    opportunity = _prototype(source, areas[0], stance) if place else None
    return Listing(
        id=f"{organisation}-{place}",
        organisation=organisation,
        side=Side.DOMESTIC if is_domestic else Side.OVERSEAS,
        kind=Kind.OPPORTUNITY if place else Kind.ORGANISATION,
        stance=stance,
        texts={**texts, "names": tuple(Passage(name) for name in names)},
        codes=_codes(source, home, opportunity, areas),
        seeks=_seeks(source, opportunity) if opportunity else {},
        facts=_facts(source, home, opportunity),
        requirements=_requirements(source, opportunity) if opportunity else (),
    )


@functools.cache
def _homes(area: str, *, is_domestic: bool) -> tuple[Mapping[str, Any], ...]:
    every = [one for one in demo().organisations if (one["country"] == "KR") is is_domestic]
    return tuple([one for one in every if area in one["areas"]] or every)


@functools.cache
def _opportunities(area: str, stance: Stance) -> tuple[Mapping[str, Any], ...]:
    every = [one for home in demo().organisations for one in home.get("opportunity", ())]
    alike = [one for one in every if side_of(one) == stance.value]
    return tuple([one for one in alike if area in one["areas"]] or alike)


def _prototype_home(source: random.Random, area: str, *, is_domestic: bool) -> Mapping[str, Any]:
    return source.choice(_homes(area, is_domestic=is_domestic))


def _prototype(source: random.Random, area: str, stance: Stance) -> Mapping[str, Any]:
    return source.choice(_opportunities(area, stance))


def _some(source: random.Random, found: Iterable[str], share: float = _KEEPS_CODE) -> list[str]:
    return [name for name in found if source.random() < share]


def _filled(codes: Mapping[str, Iterable[str | None]]) -> Codes:
    cleaned = {name: frozenset(code for code in found if code) for name, found in codes.items()}
    return {name: found for name, found in cleaned.items() if found}


def _codes(
    source: random.Random, home: Mapping[str, Any], opportunity: Mapping[str, Any] | None, areas: list[str]
) -> Codes:
    own: dict[str, Iterable[str | None]] = {name: [home.get(name)] for name in _SOUGHT}
    own |= {"stage": home.get("stages", ()), "area": areas}
    if opportunity is not None:
        own |= {name: _some(source, opportunity.get(plural, ())) for name, plural in _LISTS.items()}
        types = _types(opportunity)
        own |= {"partnership_type": types, "partnership_family": _families(types)}
        own["stage"] = [opportunity["stage_now"]] if opportunity.get("stage_now") else own["stage"]
    return _filled(own)


def _types(opportunity: Mapping[str, Any]) -> list[str]:
    known = vocabulary().lists["partnership_type"]
    own = [known[name] for name in opportunity["partnership_types"]]
    return sorted({name for one in own for name in (one.code, one.extra["een"]) if name in known})


def _families(types: Iterable[str]) -> set[str]:
    known = vocabulary().lists["partnership_type"]
    return {family for name in types for family in known[name].parts("family")} - {_CAPITAL}


def _seeks(source: random.Random, opportunity: Mapping[str, Any]) -> Codes:
    known = vocabulary().lists["partnership_type"]
    sought = opportunity.get("sought", {})
    wishes: dict[str, Iterable[str | None]] = {
        name: sought.get(plural, ()) for name, plural in _SOUGHT.items() if source.random() < _SEEKS
    }
    wishes["stage"] = [opportunity.get("stage_next")]
    wishes["partnership_type"] = [known[name].extra["counterpart"] for name in _types(opportunity)]
    return _filled(wishes)


def _facts(source: random.Random, home: Mapping[str, Any], opportunity: Mapping[str, Any] | None) -> Facts:
    codes: dict[str, Iterable[str | None]] = {name: [home.get(name)] for name in _SOUGHT}
    plurals = {"licence": "licences", "language": "languages", "stage": "stages", "area": "areas"}
    codes |= {name: home.get(plural, ()) for name, plural in plurals.items()}
    numbers = {name: home.get(name) for name in ("rnd_headcount", "year_established")}
    numbers["employees"] = round(home.get("employees", 20) * source.lognormvariate(0.0, 0.4)) or 1
    if opportunity is not None:
        numbers["trl"] = opportunity.get("trl")
    standards = {
        one["standard"]: StandardFact(one["status"], one.get("valid_to") or _never(source))
        for one in home.get("quality", ())
        if source.random() < _KEEPS_CODE
    }
    return Facts(
        standards, _filled(codes), {name: float(value) for name, value in numbers.items() if value is not None}
    )


def _never(source: random.Random) -> date | None:
    return None if source.random() < 0.5 else date(2026 + source.randrange(1, 5), source.randrange(1, 13), 1)


def _requirements(source: random.Random, opportunity: Mapping[str, Any]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            one["field"], one["operator"], tuple(one["value"]), one.get("strength", "must"), one.get("unit", "")
        )
        for one in opportunity.get("requirement", ())
        if source.random() < _KEEPS_REQUIREMENT
    )
