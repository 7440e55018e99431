"""Ranked organisations as the bytes of an .npz file and back: arrays only, the same bytes for the same result."""

import io
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from matchmaker.matching.explanation import Basis
from matchmaker.matching.ranking import Suggested

Ranked = tuple[str, list[Suggested]]

_BASES = tuple(Basis)
_IDS = ("partner", "listing", "partner_listing")


def packed(ranked: Sequence[Ranked]) -> bytes:
    """The file of a block.

    `texts` (UTF-8) are cut at `ends`; `organisations` and the ids of suggestions are places among the texts;
    `counts` tells how many suggestions each organisation has.
    """
    found = [suggested for _, of_one in ranked for suggested in of_one]
    ids = [getattr(suggested, name) for name in _IDS for suggested in found]
    texts = sorted({*ids, *(name for name, _ in ranked)})
    place = {text: number for number, text in enumerate(texts)}
    encoded = [text.encode() for text in texts]
    stream = io.BytesIO()
    np.savez(
        stream,
        allow_pickle=False,
        texts=np.frombuffer(b"".join(encoded), dtype=np.uint8),
        ends=np.array(list(accumulate(map(len, encoded))), dtype=np.int64),
        organisations=np.array([place[name] for name, _ in ranked], dtype=np.int32),
        counts=np.array([len(of_one) for _, of_one in ranked], dtype=np.int32),
        ids=np.array([place[text] for text in ids], dtype=np.int32).reshape(len(_IDS), len(found)),
        scores=np.array([suggested.score for suggested in found], dtype=np.float64),
        bases=np.array([_BASES.index(suggested.basis) for suggested in found], dtype=np.uint8),
        pairs=np.array([suggested.pairs for suggested in found], dtype=np.int64),
    )
    return stream.getvalue()


def unpacked(content: bytes) -> list[Ranked]:
    """What `packed` was given. Raises ValueError or KeyError for anything else."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    flat, ends = arrays["texts"].tobytes(), arrays["ends"].tolist()
    texts = [flat[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]
    partners, listings, theirs = ([texts[place] for place in row] for row in arrays["ids"].tolist())
    scores, pairs = arrays["scores"].tolist(), arrays["pairs"].tolist()
    bases = [_BASES[number] for number in arrays["bases"].tolist()]
    ranked: list[Ranked] = []
    start = 0
    for place, count in zip(arrays["organisations"].tolist(), arrays["counts"].tolist(), strict=True):
        of_one = [
            Suggested(texts[place], partners[n], scores[n], bases[n], listings[n], theirs[n], pairs[n])
            for n in range(start, start + count)
        ]
        ranked.append((texts[place], of_one))
        start += count
    return ranked
