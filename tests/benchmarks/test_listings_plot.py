"""Distributions of generated listings beside real text."""

import math
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.listings.__main__ import main
from benchmarks.listings.measures import Sample, table
from benchmarks.listings.plot import draw

FEW = Sample("few", [{"a": 1.0, "b": 2.0}, {"a": 1.0, "c": 1.0}, {}, {"a": 3.0}], [{"a": 1.0, "z": 1.0}, {"c": 1.0}])


def zipfian(exponent):
    """Documents in which the term of rank r stands in 3,000 / r ** exponent."""
    documents = [{} for _ in range(3000)]
    for rank in range(1, 1001):
        for number in range(round(3000 / rank**exponent)):
            documents[number][f"t{rank}"] = 1.0
    return Sample("zipf", documents, [])


def growing(exponent):
    """Documents of which the first n have 10 n ** exponent different terms."""
    sizes = [round(10 * n**exponent) for n in range(2001)]
    return Sample("heaps", [{f"t{k}": 1.0 for k in range(*pair)} for pair in pairwise(sizes)], [])


def test_lengths_ranks_and_growth_are_counted():
    assert FEW.lengths.tolist() == [2, 2, 1]
    assert FEW.shares.tolist() == [0.75, 0.25, 0.25]
    assert FEW.query_shares.tolist() == [0.75, 0.25]
    assert FEW.growth.tolist() == [2.0, 3.0, 3.0, 3.0]


def test_the_exponent_of_a_known_law_is_found():
    assert math.isclose(zipfian(0.8).zipf, 0.8, abs_tol=0.01)
    assert math.isclose(growing(0.6).heaps, 0.6, abs_tol=0.01)


def test_the_table_has_a_row_for_each_text():
    rows = table([zipfian(0.8), FEW]).splitlines()
    assert len(rows) == 4
    assert rows[0].startswith("| text | documents | terms: mean |")
    assert rows[2].startswith("| zipf | 3,000 | ")
    assert rows[3].startswith("| few | 4 | 2 | 2 | 2 | 0.33 | – | – | ")
    assert {row.count("|") for row in rows} == {13}


def test_the_plot_is_a_small_svg_with_a_legend(tmp_path):
    source = np.random.default_rng(1)
    samples = [
        Sample(name, [{f"t{n}": 1.0 for n in source.zipf(1.5, 60)} for _ in range(400)], [{"t1": 1.0, "t2": 1.0}])
        for name in ("generated", "demo texts", "folder 1")
    ]
    draw(samples, tmp_path / "one.svg")
    draw(samples, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert (tmp_path / "one.svg").stat().st_size < 150_000
    written = [element.text for element in ET.parse(tmp_path / "one.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert {"generated", "demo texts", "folder 1", "Growth of the vocabulary"} <= set(written)


@pytest.mark.slow
def test_a_folder_appears_as_a_number(tmp_path):
    folder = tmp_path / "secret-name"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "text": "A pump for cell culture."}\n')
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "pump"}\n')
    (folder / "qrels" / "test.tsv").write_text("q1\td1\t1\n")
    drawn = tmp_path / "drawn.svg"
    shown = CliRunner().invoke(main, ["--plot", "--count", "60", "--to", str(drawn), str(folder)])
    assert shown.exit_code == 0, shown.output
    assert [row.split(" | ")[0] for row in shown.output.splitlines()[2:5]] == [
        "| generated",
        "| demo texts",
        "| folder 1",
    ]
    assert "secret" not in shown.output.replace(str(drawn), "") + drawn.read_text()


def test_a_folder_that_is_none_is_refused(tmp_path):
    shown = CliRunner().invoke(main, [str(tmp_path)])
    assert shown.exit_code == 1
    assert "corpus.jsonl" in shown.output
