"""Speed of each part, one after the other on a sample of each set."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from matchmaker.matching.evaluation import (
    Channel,
    Collection,
    Engine,
    EngineMethod,
    Reader,
    judge,
    text_of,
)

SAMPLE = 200
"""Documents, and queries, of each set that are timed."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Texts or queries a second on the sample of a set; None where the engine has no such part."""

    name: str
    characters: float
    analysis: float
    encoding: float | None
    channels: dict[Channel, float]


def speed_of(collection: Collection, engine: Engine) -> Speed:
    """Measure on the first documents and queries; the engine's encoder must not be one that remembers."""
    sample = _sample(collection)
    texts = [text_of(passages) for passages in sample.documents.values()]
    reader = Reader(engine)
    channels = {channel: _queries_per_second(reader, channel, sample) for channel in engine.channels}
    return Speed(
        name=collection.name,
        characters=sum(map(len, texts)) / len(texts),
        analysis=len(texts) / max(reader.read(sample).analysed.clock.fit, 1e-9),
        encoding=len(texts) / max(reader.read(sample).encoded.clock.fit, 1e-9) if engine.encoder is not None else None,
        channels=channels,
    )


def _sample(collection: Collection) -> Collection:
    queries = dict(islice(collection.queries.items(), SAMPLE))
    documents = dict(islice(collection.documents.items(), SAMPLE))
    return Collection(collection.name, documents, queries, {query: collection.grades[query] for query in queries})


def _queries_per_second(reader: Reader, channel: Channel, sample: Collection) -> float:
    return judge(EngineMethod(reader, channel), sample).queries_per_second


def speeds(collections: Sequence[Collection], engine: Engine) -> list[Speed]:
    """The speeds on every set."""
    return [speed_of(collection, engine) for collection in collections]
