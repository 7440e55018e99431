"""A small glossary and a small market of listings that the matching tests share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.matching import Kind, Listing, MatchIndex, Passage, Side
from matchmaker.vocabulary import Concept, Glossary

TODAY = date(2026, 11, 22)


def concept(name, *, ko="", en="", ja="", de="", short="", broader=""):
    terms = {lang: tuple(words.split(";")) for lang, words in (("ko", ko), ("en", en), ("ja", ja), ("de", de)) if words}
    return Concept(name, "test", terms, tuple(filter(None, short.split(";"))), tuple(filter(None, broader.split(";"))))


GLOSSARY = Glossary(
    (
        concept("cell", ko="세포", en="cell", ja="細胞", de="Zelle"),
        concept("therapy", ko="치료법", en="therapy"),
        concept(
            "cell-therapy",
            ko="세포치료제;세포 치료제;세포치료",
            en="cell therapy;cell therapeutic",
            ja="細胞治療",
            de="Zelltherapie",
            broader="therapy",
        ),
        concept(
            "car-t-cell",
            ko="CAR-T 세포;카티세포",
            en="CAR-T cell",
            ja="CAR-T細胞",
            de="CAR-T-Zelle",
            short="CAR-T",
            broader="cell-therapy",
        ),
        concept("bioreactor", ko="바이오리액터;생물반응기", en="bioreactor", ja="バイオリアクター", de="Bioreaktor"),
        concept(
            "single-use-bioreactor",
            ko="일회용 바이오리액터",
            en="single-use bioreactor",
            ja="シングルユースバイオリアクター",
            broader="bioreactor",
        ),
        concept("process-analytical-technology", ko="공정분석기술", en="process analytical technology", short="PAT"),
        concept("good-manufacturing-practice", ko="우수제조관리기준", en="good manufacturing practice", short="GMP"),
        concept("cryopreservation", ko="동결보존", en="cryopreservation", de="Kryokonservierung"),
        concept("contract-manufacturing", ko="위탁생산", en="contract manufacturing", short="CMO"),
        concept("distribution", ko="유통", en="distribution;distributor", de="Vertrieb"),
    )
)


@dataclass(frozen=True)
class SmallVocabulary:
    glossary: Glossary = GLOSSARY
    digest: str = "small"


VOCABULARY = SmallVocabulary()


def listing(organisation, side=None, *, name=None, kind=Kind.ORGANISATION, lang=None, codes=None, seeks=None, **rest):
    """A listing from bare words: texts by field, codes as space separated strings."""
    fields = ("title", "summary", "offer", "need", "profile", "names")
    texts = {name: (Passage(rest.pop(name), lang),) for name in fields if name in rest}
    return Listing(
        id=name or f"{organisation}.profile",
        organisation=organisation,
        side=side or (Side.DOMESTIC if organisation.startswith("kr") else Side.OVERSEAS),
        kind=kind,
        texts=texts,
        codes={name: frozenset(words.split()) for name, words in (codes or {}).items()},
        seeks={name: frozenset(words.split()) for name, words in (seeks or {}).items()},
        **rest,
    )


def build(listings: Iterable[Listing], **settings) -> MatchIndex:
    return MatchIndex.build(listings, vocabulary=VOCABULARY, on=TODAY, **settings)


def partners(index: MatchIndex, organisation: str) -> list[str]:
    return [suggested.partner for suggested in index.best_for(organisation)]


def crowd() -> list[Listing]:
    """Two domestic and four overseas organisations with everything that a listing can hold."""
    return [
        listing(
            "kr1",
            names="㈜누리셀 Nuricell Inc.",
            offer="일회용 바이오리액터와 세포 배양 장비를 GMP 기준으로 제조합니다.",
            need="유럽 유통 파트너와 세포치료제 임상 협력을 찾습니다.",
            codes={"area": "BPE CGT", "unit_operation": "bioreactor", "country": "KR", "stage": "MANUF"},
            seeks={"country": "US CH", "stage": "CLINICAL"},
        ),
        listing("kr2", profile="자가 CAR-T 세포치료제를 개발하는 회사입니다.", codes={"area": "CGT"}),
        listing(
            "us1",
            names="Boston Cells LLC",
            offer="Clinical trials of cell therapies and a European distributor network.",
            need="We look for a single-use bioreactor of 2,000 L for CAR-T cell manufacturing.",
            codes={"area": "CGT", "country": "US", "stage": "CLINICAL"},
            seeks={"stage": "MANUF"},
        ),
        listing("us2", offer="We make single-use bioreactors and cell culture equipment.", need="Sales people."),
        listing("ch1", profile="Wir entwickeln Zelltherapie und Kryokonservierung.", lang="de"),
        listing(
            "us1",
            name="us1.need",
            kind=Kind.OPPORTUNITY,
            title="Bioreactor wanted",
            need="Stirred bioreactor for cell culture.",
        ),
    ]
