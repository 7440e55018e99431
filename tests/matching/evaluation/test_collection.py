"""Reading labelled collections, whole and broken ones."""

import pytest

from matchmaker.matching import Passage
from matchmaker.matching.evaluation import EvaluationError, read, text_of
from tests.matching.evaluation.sets import CORPUS, write


@pytest.fixture
def folder(tmp_path):
    return write(
        tmp_path / "small set", CORPUS, {"q 1": "cell", "q2": "not judged"}, [("q 1", "d1", 2), ("q 1", "d2", 0)]
    )


def test_a_collection_is_read_as_it_stands(folder):
    collection = read(folder)
    assert (collection.name, len(collection.documents)) == ("small set", 4)
    assert (dict(collection.queries), dict(collection.grades)) == ({"q 1": (Passage("cell"),)}, {"q 1": {"d1": 2}})


def test_title_text_and_stated_language_are_taken(folder):
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "title": "제목", "text": "x", "metadata": {"lang": "ko"}}\n')
    assert read(folder).documents["d1"] == (Passage("제목", "ko"), Passage("x", "ko"))


def test_the_plain_text_of_a_document_is_its_passages_in_order():
    assert text_of((Passage("제목", "ko"), Passage("x"))) == "제목 x"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("corpus.jsonl", '{"_id": "1", "text": "a"}\n{torn', r"corpus\.jsonl:2: not JSON"),
        ("corpus.jsonl", '{"text": "a"}\n', r"corpus\.jsonl:1: no _id"),
        ("corpus.jsonl", "[]\n", r"corpus\.jsonl:1: no _id"),
        ("corpus.jsonl", '{"_id": "1"}\n{"_id": "1"}\n', r"corpus\.jsonl:2: id '1' occurs twice"),
        ("corpus.jsonl", '{"_id": "1", "text": 5}\n', r"corpus\.jsonl:1: title and text must be strings"),
        ("corpus.jsonl", "", r"corpus\.jsonl: nothing to evaluate"),
        ("corpus.jsonl", b"\xff\xfe", r"corpus\.jsonl: not UTF-8"),
        ("queries.jsonl", None, r"queries\.jsonl: No such file"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq 1\td1\n", r"test\.tsv:2: expected"),
        ("qrels/test.tsv", "q 1\td1\tgood\n", r"test\.tsv:1: score 'good'"),
        ("qrels/test.tsv", "q 1\td1\t101\n", r"test\.tsv:1: score '101' is above 100"),
        ("qrels/test.tsv", "q9\td1\t1\n", r"test\.tsv:1: no query 'q9'"),
        ("qrels/test.tsv", "q 1\td1\t0\n", r"test\.tsv: nothing to evaluate"),
    ],
)
def test_a_broken_folder_names_file_and_line(folder, name, content, complaint):
    path = folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(EvaluationError, match=complaint):
        read(folder)
