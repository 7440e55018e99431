"""The engine as judged methods: its channels, and collections read one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.evaluation.collection import Collection
from matchmaker.matching.evaluation.methods import Clock
from matchmaker.matching.evaluation.reading import Channel, Engine, Reading
from matchmaker.matching.semantic.encoder import DEFAULT, encoder_named
from matchmaker.matching.settings import Settings
from matchmaker.vocabulary import vocabulary


def standard(encoder: str = DEFAULT) -> Engine:
    """The engine with the gateway's glossary, its default settings, and an encoder by name (`none` for none).

    EncoderError when there is no such encoder.
    """
    return Engine(vocabulary().glossary, Settings(), encoder_named(encoder))


class Reader:
    """Reads one collection after the other with one engine, and remembers the last reading."""

    def __init__(self, engine: Engine, *, like: "Reader | None" = None) -> None:
        self.engine, self._like = engine, like
        self._last: Reading | None = None

    def read(self, collection: Collection) -> Reading:
        """The reading of a collection; asked again for the same one, nothing is computed again."""
        if self._last is None or self._last.collection is not collection:
            like = self._like.read(collection) if self._like is not None else None
            self._last = Reading(self.engine, collection, like=like)
        return self._last


@dataclass(frozen=True, slots=True)
class EngineMethod:
    """One channel of an engine as a judged method."""

    reader: Reader
    channel: Channel

    @property
    def name(self) -> str:
        """The channel."""
        return self.channel.value

    def scores(self, collection: Collection, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents."""
        return self.reader.read(collection).scores(self.channel, clock)
