"""Index folders."""

import json
from dataclasses import replace

import pytest

from matchmaker.matching import Facts, IndexFileError, Requirement, StandardFact, store
from tests.matching.market import TODAY, VOCABULARY, SmallVocabulary, build, crowd, listing

RICH = listing(
    "us9",
    need="cell therapy",
    requirements=(
        Requirement("standard", "any_of", ("kgmp",), "must"),
        Requirement("spec", "is", ("5",), "should", "L"),
    ),
    facts=Facts({"kgmp": StandardFact("held", TODAY)}, {"country": frozenset({"US"})}, {"trl": 5}, {"L": 2.5}),
    blocked=frozenset({"kr2"}),
)
INDEX = build([*crowd(), RICH])


def answers(index):
    names = index.organisations
    return (
        dict(index.all_best()),
        [index.explain(mine, theirs) for mine in names for theirs in names],
        index.search("세포치료제"),
    )


@pytest.fixture
def folder(tmp_path):
    store.save(INDEX, tmp_path / "index")
    return tmp_path / "index"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_loaded_index_gives_the_same_answers(folder):
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(INDEX)


def test_a_loaded_index_can_be_updated_and_saved_over_the_one_it_came_from(folder):
    updated = store.load(folder, vocabulary=VOCABULARY).updated([listing("us2", need="zeolite")])
    store.save(updated, folder)
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(updated)
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_the_same_listings_give_the_same_bytes_and_saving_twice_changes_nothing(folder, tmp_path):
    before = files(folder)
    store.save(build([RICH, *reversed(crowd())]), tmp_path / "again")
    assert files(tmp_path / "again") == before
    store.save(INDEX, folder)
    assert files(folder) == before


def test_no_text_of_a_listing_is_written_down_as_it_stands(folder):
    assert all("세포치료제 임상 협력을 찾습니다".encode() not in content for content in files(folder).values())


def test_every_torn_or_missing_file_is_named(folder):
    for path in [path for path in sorted(folder.rglob("*")) if path.is_file()]:
        content = path.read_bytes()
        for broken in (content[: len(content) // 2], content[:-1] + bytes([content[-1] ^ 1]), b"", None):
            if broken is None:
                path.unlink()
            else:
                path.write_bytes(broken)
            with pytest.raises(IndexFileError, match=path.name):
                store.load(folder, vocabulary=VOCABULARY)
        path.write_bytes(content)
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(INDEX)


@pytest.mark.parametrize(("name", "value"), [("format", 99), ("engine", "0"), ("build", "../.."), ("files", {})])
def test_the_folder_of_another_version_is_refused(folder, name, value):
    path = folder / store.MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(IndexFileError, match=r"manifest\.json"):
        store.load(folder, vocabulary=VOCABULARY)


@pytest.mark.parametrize(("name", "value"), [("settings", {}), ("on", "soon"), ("lengths", None), ("documents", None)])
def test_a_manifest_that_does_not_fit_its_files_is_refused(folder, name, value):
    path = folder / store.MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(IndexFileError, match=r"manifest\.json"):
        store.load(folder, vocabulary=VOCABULARY)


def test_another_vocabulary_asks_for_a_new_build(folder):
    with pytest.raises(IndexFileError, match="vocabulary"):
        store.load(folder, vocabulary=replace(VOCABULARY, digest="newer"))
    assert isinstance(VOCABULARY, SmallVocabulary)


def test_an_interrupted_save_leaves_the_old_index_and_is_cleared_by_the_next(folder):
    left = folder / "saving.xyz"
    left.mkdir()
    (left / "idf.npy").write_bytes(b"half")
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(INDEX)
    store.save(INDEX, folder)
    assert not left.exists()
