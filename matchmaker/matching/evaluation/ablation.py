"""Each named part of the engine switched off in turn: what does it earn?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from matchmaker.matching.evaluation.collection import Collection
from matchmaker.matching.evaluation.engine import EngineMethod, Reader
from matchmaker.matching.evaluation.judging import Judged, Progress, ignored, judge
from matchmaker.matching.evaluation.measures import HEADLINE
from matchmaker.matching.evaluation.rankings import DEPTH
from matchmaker.matching.evaluation.reading import Channel, Engine
from matchmaker.matching.evaluation.statistics import Difference, difference, holm
from matchmaker.matching.language.concepts import GENERAL
from matchmaker.vocabulary.glossary import Glossary

Change = Callable[[Engine], Engine]
_ENDLESS = 1e9


@dataclass(frozen=True, slots=True)
class Ablation:
    """The engine without one part: `difference` is to the whole engine, in nDCG@10; below 0 the part earns its place.

    `corrected` is the probability corrected for the number of parts tried (Holm).
    """

    part: str
    judged: Judged
    difference: Difference
    corrected: float


def _text(**settings: Any) -> Change:
    return lambda engine: replace(
        engine, settings=replace(engine.settings, text=replace(engine.settings.text, **settings))
    )


def _meaning(**settings: Any) -> Change:
    return lambda engine: replace(
        engine, settings=replace(engine.settings, meaning=replace(engine.settings.meaning, **settings))
    )


def _lexicon(**settings: Any) -> Change:
    return lambda engine: replace(
        engine, settings=replace(engine.settings, lexicon=replace(engine.settings.lexicon, **settings))
    )


def _weighting(**settings: Any) -> Change:
    return lambda engine: replace(engine, settings=replace(engine.settings, **settings))


def _without_everyday_words(engine: Engine) -> Engine:
    return replace(engine, glossary=Glossary(tuple(c for c in engine.glossary.concepts if c.topic != GENERAL)))


_OF_WORDS: Mapping[str, Change] = {
    "glossary": lambda engine: replace(engine, glossary=Glossary(())),
    "general words": _without_everyday_words,
    "lexicon": _lexicon(most=0),
    "broader concepts": _text(broader_decay=0.0),
    "parts of concepts": _text(part_weight=0.0),
    "pairs of words": _text(bigram_weight=0.0),
    "sound": _text(phonetic_weight=0.0),
    "beginnings": _text(beginning_weight=0.0),
    "repetition": _text(repeat_distance=0),
    "saturation": _weighting(k1=_ENDLESS),
    "length": _weighting(b=0.0),
}
_OF_MEANING: Mapping[str, Change] = {
    "centres": _meaning(centre_prior=_ENDLESS),
    "crowding": _meaning(nearest=0),
    "trust": _meaning(floor=1.0),
}
PARTS: Mapping[str, Change] = {
    **_OF_WORDS,
    "semantic": lambda engine: replace(engine, encoder=None),
    **_OF_MEANING,
}
"""Name of a part -> the engine without it.

`glossary` takes everything away that comes from concepts, `semantic` the lexicon too; without `trust` meaning weighs
the same for all pairs, without `centres` vectors are not taken relative to the mean of their language.
"""


def parts(channel: Channel) -> tuple[str, ...]:
    """The parts that a channel has."""
    has = {Channel.FUSED: PARTS, Channel.LEXICAL: _OF_WORDS, Channel.SEMANTIC: _OF_MEANING}
    return tuple(has[channel])


def ablated(
    reader: Reader,
    channel: Channel,
    collection: Collection,
    whole: Judged,
    *,
    depth: int = DEPTH,
    progress: Progress = ignored,
) -> tuple[Ablation, ...]:
    """Every part of the channel off in turn, in the order of `PARTS`, compared with the `whole` query by query."""
    found: list[tuple[str, Judged, Difference]] = []
    for part in parts(channel):
        engine = PARTS[part](reader.engine)
        method = EngineMethod(Reader(engine, like=reader), channel if channel in engine.channels else Channel.LEXICAL)
        judged = judge(method, collection, depth=depth, progress=progress)
        found.append((part, judged, difference(judged.values[HEADLINE], whole.values[HEADLINE])))
    corrected = holm([compared.p for _, _, compared in found])
    return tuple(Ablation(*row, p) for row, p in zip(found, corrected, strict=True))
