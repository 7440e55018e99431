"""Index folders."""

import json
from dataclasses import replace

import pytest

from matchmaker.matching import Facts, IndexFileError, Requirement, StandardFact, store
from tests.matching.market import TODAY, VOCABULARY, SmallVocabulary, build, crowd, listing
from tests.matching.semantic.encoders import Counting, real

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
    """What is in the folder, but for the notes on which files were read through."""
    found = (path for path in folder.iterdir() if not path.name.endswith(".checked.json"))
    return {path.name: path.read_bytes() for path in found}


def test_a_loaded_index_gives_the_same_answers(folder):
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(INDEX)


def test_a_loaded_index_can_be_updated_and_saved_over_the_one_it_came_from(folder):
    updated = store.load(folder, vocabulary=VOCABULARY).updated([listing("us2", need="zeolite")])
    store.save(updated, folder)
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(updated)
    assert len(list(folder.glob("*.safetensors"))) == 1


def test_the_same_listings_give_the_same_bytes_and_saving_twice_changes_nothing(folder, tmp_path):
    before = files(folder)
    store.save(build([RICH, *reversed(crowd())]), tmp_path / "again")
    assert files(tmp_path / "again") == before
    store.save(INDEX, folder)
    assert files(folder) == before


LEAVING = listing(
    "us7",
    names="Quuxor Laboratories",
    title="Zeolith for sale",
    offer="Quuxor Laboratories sells zeolite columns. Zymurgy is what Quuxor Laboratories does.",
    need="효모균주 수집가를 찾습니다",
)


@pytest.mark.parametrize("encoder", [None, real()], ids=["words alone", "encoder"])
def test_names_are_struck_from_every_stored_sentence(tmp_path, encoder):
    store.save(build([*crowd(), LEAVING], encoder=encoder), tmp_path)
    spans = store.load(tmp_path, vocabulary=VOCABULARY, encoder=encoder).base.contents.meaning.spans
    stored = "\n".join(spans.texts)
    assert ("sells zeolite columns" in stored) == (encoder is not None)
    assert not [name for name in ("Quuxor", "Nuricell", "누리셀", "Boston Cells") if name in stored]


@pytest.mark.parametrize("encoder", [None, real()], ids=["words alone", "encoder"])
def test_of_an_organisation_that_left_no_word_is_left_in_any_file(tmp_path, encoder):
    index = build([*crowd(), LEAVING], encoder=encoder)
    store.save(index, tmp_path)
    words = ("us7", "uuxor", "eolit", "ymurg", "효모", "균주", "수집가", "columns")
    before = b"".join(files(tmp_path).values()).decode("utf-8", "ignore").casefold()
    of_sentences = () if encoder else ("균주",)
    assert [word for word in words if word not in before] == list(of_sentences)
    updated = index.updated(removed=["us7"])
    store.save(updated, tmp_path)
    after = b"".join(files(tmp_path).values()).decode("utf-8", "ignore").casefold()
    assert [word for word in words if word in after] == []
    assert answers(store.load(tmp_path, vocabulary=VOCABULARY, encoder=encoder)) == answers(updated)


def test_an_index_with_an_encoder_gives_the_same_answers_once_it_is_loaded(tmp_path):
    index = build([*crowd(), RICH], encoder=real())
    store.save(index, tmp_path)
    loaded = store.load(tmp_path, vocabulary=VOCABULARY, encoder=real())
    changed = [listing("us2", need="zeolite columns for fermentation")]
    assert answers(loaded) == answers(index)
    assert answers(loaded.updated(changed)) == answers(index.updated(changed))
    remembered = loaded.remembered_vectors()
    assert {text: vector.tolist() for text, vector in remembered.items()} == {
        text: vector.tolist() for text, vector in index.remembered_vectors().items()
    }


def test_with_an_encoder_too_the_same_listings_give_the_same_bytes(tmp_path):
    store.save(build([*crowd(), RICH], encoder=real()), tmp_path / "one")
    store.save(build([RICH, *reversed(crowd())], encoder=real()), tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")


@pytest.mark.parametrize(
    ("built_with", "loaded_with"),
    [
        (None, real()),
        (real(), None),
        (real(), Counting(real(), name="usem3-newer")),
        (Counting(real(), name="x"), real()),
    ],
)
def test_an_index_of_another_encoder_is_refused(tmp_path, built_with, loaded_with):
    store.save(build(crowd(), encoder=built_with), tmp_path)
    with pytest.raises(IndexFileError, match=r"manifest\.json: encoder is '.+', not '.+'"):
        store.load(tmp_path, vocabulary=VOCABULARY, encoder=loaded_with)


def test_every_torn_or_missing_file_is_named(folder):
    for path in [folder / name for name in files(folder)]:
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 99),
        ("engine", "0"),
        ("pieces", {}),
        ("pieces", {"base": {"name": "../..", "size": 1, "digest": "../.."}}),
    ],
)
def test_the_folder_of_another_version_is_refused(folder, name, value):
    path = folder / store.MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(IndexFileError, match=r"manifest\.json"):
        store.load(folder, vocabulary=VOCABULARY)


@pytest.mark.parametrize(("name", "value"), [("settings", {}), ("on", "soon"), ("gone", None), ("pieces", None)])
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
    left = folder / "saving.7.safetensors"
    left.write_bytes(b"half")
    assert answers(store.load(folder, vocabulary=VOCABULARY)) == answers(INDEX)
    store.save(INDEX, folder)
    assert not left.exists()
