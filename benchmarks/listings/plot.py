"""Generated listings beside real text: a plot and a table of their distributions."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from benchmarks.listings.measures import Sample
from benchmarks.listings.templates import analyser, demo
from benchmarks.listings.writing import generated
from matchmaker.matching import Passage
from matchmaker.matching.evaluation import read

PLOT = Path("docs/images/benchmark-listings.svg")
MOST = 3000
"""Documents of a sample."""

_QUERIES = 500
_POINTS = 120
_TEXTS = ("title", "summary", "offer", "need", "profile")
_GENERATED, _DEMO, _FOLDERS = "#0b6e4f", "#c8553d", "#8a93a6"
_DASHES = ("-", "--", ":", "-.")


def generated_sample(count: int = MOST) -> Sample:
    """Generated listings, every one analysed; their needs are the queries."""
    made = list(generated(count))
    texts = [tuple(passage for field in _TEXTS for passage in one.texts.get(field, ())) for one in made]
    return _sample("generated", texts, [one.texts["need"] for one in made if "need" in one.texts])


def demo_sample() -> Sample:
    """The texts of the demo cluster, an organisation or an opportunity each."""
    texts, needs = [], []
    for organisation in demo().organisations:
        texts.append(_passages(organisation.get("text", {})))
        for opportunity in organisation.get("opportunity", ()):
            texts.append(_passages(opportunity["text"]))
            needs.append(_passages({lang: {"need": found.get("need")} for lang, found in opportunity["text"].items()}))
    return _sample("demo texts", texts, [need for need in needs if need])


def folder_sample(number: int, folder: Path) -> Sample:
    """Documents and queries of a folder in the BEIR layout, under a number alone."""
    collection = read(folder)
    return _sample(f"folder {number}", list(collection.documents.values()), list(collection.queries.values()))


def _passages(texts: dict[str, dict[str, Any]]) -> tuple[Passage, ...]:
    return tuple(Passage(text, lang) for lang, found in texts.items() for text in found.values() if text)


def _sample(name: str, texts: Sequence[Sequence[Passage]], queries: Sequence[Sequence[Passage]]) -> Sample:
    source = random.Random(1)  # noqa: S311
    drawn = source.sample(texts, min(MOST, len(texts)))
    asked = source.sample(queries, min(_QUERIES, len(queries)))
    found = [analysis.frequencies for analysis in analyser().analyse_many([*drawn, *asked])]
    return Sample(name, found[: len(drawn)], found[len(drawn) :])


def draw(samples: Sequence[Sample], path: Path) -> None:
    """Write the four curves of the samples, the first of which is the generated one, as SVG."""
    with mpl.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "listings", "font.size": 9, "font.family": "sans-serif"}
    ):
        figure = Figure(figsize=(10, 7.2), layout="constrained")
        panels = figure.subplots(2, 2)
        for panel, paint in zip(panels.flat, (_lengths, _ranks, _asked, _growth), strict=True):
            for place, sample in reversed(list(enumerate(samples))):
                paint(panel, sample, _style(place, sample))
            panel.grid(visible=True, color="#e3e6ec", linewidth=0.6)
            panel.spines[["top", "right"]].set_visible(False)
        handles, labels = panels[0, 0].get_legend_handles_labels()
        figure.legend(handles[::-1], labels[::-1], loc="outside lower center", ncols=len(samples), frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None, "Creator": None})


def _style(place: int, sample: Sample) -> dict[str, Any]:
    if place == 0:
        return {"color": _GENERATED, "linewidth": 2.4, "label": sample.name, "zorder": 3}
    if place == 1:
        return {"color": _DEMO, "linewidth": 1.6, "label": sample.name, "zorder": 2}
    return {"color": _FOLDERS, "linewidth": 1.2, "linestyle": _DASHES[place % 4], "label": sample.name}


def _lengths(panel: Any, sample: Sample, style: dict[str, Any]) -> None:
    edges = np.geomspace(4, 1000, 26)
    counts, _ = np.histogram(sample.lengths, bins=edges)
    panel.plot(np.sqrt(edges[1:] * edges[:-1]), counts / counts.sum(), **style)
    _name(panel, "Length of a document", "different terms", "share of documents")
    panel.set_xscale("log")


def _ranks(panel: Any, sample: Sample, style: dict[str, Any]) -> None:
    shares = sample.shares
    places = _spaced(len(shares))
    panel.loglog(places + 1, shares[places], **style)
    _name(panel, "Frequency of terms by rank", "rank", "share of documents that have the term")


def _asked(panel: Any, sample: Sample, style: dict[str, Any]) -> None:
    shares = sample.query_shares
    places = np.unique(np.linspace(0, len(shares) - 1, _POINTS).astype(int))
    panel.plot(shares[places], (places + 1) / len(shares), **style)
    _name(panel, "Frequency of the terms that queries ask for", "share of documents, at least", "share of query terms")
    panel.set_xscale("log")


def _growth(panel: Any, sample: Sample, style: dict[str, Any]) -> None:
    growth = sample.growth
    places = _spaced(len(growth))
    panel.loglog(places + 1, growth[places], **style)
    _name(panel, "Growth of the vocabulary", "documents", "different terms")


def _spaced(count: int) -> np.ndarray:
    return np.unique(np.geomspace(1, count, _POINTS).astype(int)) - 1


def _name(panel: Any, title: str, across: str, up: str) -> None:
    panel.set_title(title, loc="left", fontsize=10, fontweight="bold")
    panel.set_xlabel(across)
    panel.set_ylabel(up)
