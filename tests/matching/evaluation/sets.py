"""Small labelled collections that the tests of evaluation share."""

import json
from dataclasses import dataclass

import numpy as np

from matchmaker.matching import Analyser, Settings
from matchmaker.matching.evaluation import Engine, Reader, read
from tests.matching.market import GLOSSARY

CORPUS = {"d1": "cell therapy", "d2": "tax advice", "d3": "cell therapy", "d4": "optical tweezers"}
ANALYSER = Analyser(GLOSSARY)


def write(folder, corpus, queries, grades):
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for name, texts in (("corpus", corpus), ("queries", queries)):
        lines = [json.dumps({"_id": key, "text": text}, ensure_ascii=False) for key, text in texts.items()]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in grades)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def collection(folder, corpus, queries, grades):
    return read(write(folder, corpus, queries, grades))


def reader(**parts):
    return Reader(Engine(GLOSSARY, Settings(), **parts))


class Letters:
    """An encoder that knows nothing but how often each letter occurs. Counts the texts it is given."""

    name, dimensions = "letters", 26

    def __init__(self):
        self.texts = 0

    def encode(self, texts):
        self.texts += sum(text != "." for text in texts)
        counts = np.array([[text.count(chr(letter)) for letter in range(97, 123)] for text in texts], dtype=np.float32)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-6)


@dataclass(frozen=True)
class Given:
    """A method that gives the scores it was made with."""

    rows: tuple
    name: str = "given"

    def scores(self, collection, clock):
        with clock.asking():
            block = np.array(self.rows, dtype=float)
        yield block
