import json
from pathlib import Path

from flask import Flask

from tests.factories import make_opportunity, make_organisation
from tests.suggestions.conftest import Cluster


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["match", "coverage", *arguments])
    return result.exit_code, result.stdout, result.stderr


def folder(place: Path) -> Path:
    """A labelled collection of one query and two documents."""
    (place / "qrels").mkdir(parents=True)
    (place / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t1\n")
    documents = [{"_id": "d", "text": "Frobnicators for cell therapy"}, {"_id": "e", "text": "프로브니케이터"}]
    (place / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (place / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "frobnicators"}))
    return place


def test_the_stored_listings_are_covered_by_language(app: Flask, cluster: Cluster) -> None:
    code, output, _error = run(app)

    assert code == 0
    assert output.splitlines()[0] == "stored listings"
    assert [line.split()[:2] for line in output.splitlines()[2:4]] == [["en", "11"], ["ko", "3"]]


def test_words_of_several_organisations_are_listed_but_never_a_name(app: Flask) -> None:
    for name in ("Brindlevec", "Kaminari"):
        organisation = make_organisation(country="US", name_en=name, summary=f"{name} makes frobnicators.")
        make_opportunity(organisation, profile_type="BO", offer=f"Frobnicators. Only {name} has its {name}zium.")

    shown = json.loads(run(app, "--json", "--lang", "en")[1])["stored listings"]["languages"]
    everything = json.loads(run(app, "--json", "--all", "--top", "1000")[1])["stored listings"]["languages"]

    assert list(shown) == ["en"]
    assert {"word": "frobnicators", "texts": 4, "organisations": 2} in shown["en"]["unknown"]
    assert min(word["organisations"] for word in shown["en"]["unknown"]) == 2
    listed = {word["word"] for word in everything["en"]["unknown"]}
    assert {"brindleveczium", "kaminarizium"} <= listed
    assert listed.isdisjoint({"brindlevec", "kaminari"})


def test_folders_are_covered_each_for_itself(app: Flask, tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one"), folder(tmp_path / "other")

    code, output, _error = run(app, str(one), str(other), "--json")

    found = json.loads(output)
    assert (code, list(found)) == (0, [str(one), str(other)])
    assert found[str(one)] == found[str(other)]
    assert found[str(one)]["languages"]["en"] == {
        "texts": 2, "words": 4, "unknown": [{"word": "frobnicators", "texts": 2, "organisations": 2}],
        "shares": {"concept": 0.5, "figure": 0.0, "lexicon": 0.0, "unknown": 0.5},
    }  # fmt: skip
    assert found[str(one)]["one_language_only"] == []


def test_the_table_says_the_same(app: Flask, tmp_path: Path) -> None:
    output = run(app, str(folder(tmp_path / "one")))[1].splitlines()

    assert output[2].split() == ["en", "2", "4", "50.0%", "0.0%", "0.0%", "50.0%"]
    assert output[-2:] == ["Unknown in en: word, texts, organisations", "       2     2  frobnicators"]


def test_a_broken_folder_is_an_error_and_nothing_is_printed(app: Flask, tmp_path: Path) -> None:
    code, output, error = run(app, str(folder(tmp_path / "one")), str(tmp_path / "nowhere"))

    assert (code, output, "corpus.jsonl" in error) == (1, "", True)


def test_an_empty_database_has_nothing_to_cover(app: Flask) -> None:
    code, output, _error = run(app, "--json")

    found = json.loads(output)["stored listings"]
    assert (code, found["languages"], found["concepts"]) == (0, {}, 0)
