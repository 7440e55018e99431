import io
import json
import zipfile
from pathlib import Path

from flask import Flask

from matchmaker.foundation.permissions import Role
from matchmaker.matching.evaluation import collection
from matchmaker.suggestions.trials import export
from matchmaker.suggestions.trials.rules import TrialState, Verdict
from tests.factories import make_user
from tests.suggestions.trials.scenes import Scene, make_scene, say


def judged() -> Scene:
    """Grades 2 and 0 for the first firm, a split judgement and nobody who could tell for the second."""
    scene, users = make_scene(state=TrialState.CLOSED), [make_user(Role.BROKER) for _ in range(2)]
    say(scene.pairs[0], users[0], Verdict.SUITS)
    say(scene.pairs[1], users[0], Verdict.NOT)
    say(scene.pairs[2], users[0], Verdict.SUITS)
    say(scene.pairs[2], users[1], Verdict.PARTLY)
    say(scene.pairs[3], users[0], Verdict.UNSURE)
    return scene


def files_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_the_archive_holds_every_graded_pair(app: Flask):
    scene = judged()
    made = export.packed(scene.trial)
    files, folder = files_of(made.content), f"comparison-{scene.trial.id}"
    first, second = scene.firms
    assert made.pairs == 3
    assert files[f"{folder}/qrels/test.tsv"].splitlines() == [
        "query-id\tcorpus-id\tscore", f"{first.id}\t{scene.boston[0].id}\t2", f"{first.id}\t{scene.basel[0].id}\t0",
        f"{second.id}\t{scene.boston[1].id}\t1",
    ]  # fmt: skip
    found = [json.loads(line)["_id"] for line in files[f"{folder}/queries.jsonl"].splitlines()]
    assert found == [str(first.id), str(second.id)]


def test_the_engine_reads_what_was_exported(app: Flask, tmp_path: Path):
    scene = judged()
    with zipfile.ZipFile(io.BytesIO(export.packed(scene.trial).content)) as archive:
        archive.extractall(tmp_path)
    found = collection.read(tmp_path / f"comparison-{scene.trial.id}")
    assert found.grades == {
        str(scene.firms[0].id): {str(scene.boston[0].id): 2}, str(scene.firms[1].id): {str(scene.boston[1].id): 1},
    }  # fmt: skip
    assert "lentiviral" in found.queries[str(scene.firms[0].id)][0].text


def test_nobody_is_named(app: Flask):
    scene = judged()
    scene.firms[0].texts[0].summary = "Hanbit 1 makes cells; write to contact@hanbit.example."
    text = "".join(files_of(export.packed(scene.trial).content).values())
    assert [word for word in ("Hanbit 1", "hanbit.example", "Person ") if word in text] == []


def test_the_same_judgements_give_the_same_bytes(app: Flask):
    scene = judged()
    assert export.packed(scene.trial) == export.packed(scene.trial)


def test_a_comparison_without_grades_gives_an_empty_collection(app: Flask):
    made = export.packed(make_scene(state=TrialState.CLOSED).trial)
    assert made.pairs == 0
    assert [content for content in files_of(made.content).values() if content] == ["query-id\tcorpus-id\tscore\n"]
