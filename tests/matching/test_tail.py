"""A big index keeps what changes in a tail: the answers are those of an index in one piece."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.matching import Drift, Exclusion, Facts, NotIndexed, Requirement, Side, StandardFact, index, store
from matchmaker.matching.strings import Strings
from tests.matching.market import TODAY, VOCABULARY, build, crowd, listing
from tests.matching.semantic.encoders import real

TEXTS = (
    "single-use bioreactors for CAR-T cell manufacturing",
    "일회용 바이오리액터와 세포치료제",
    "zeolite columns and cryopreservation",
    "Zelltherapie und Vertrieb",
    "유통 파트너를 찾습니다",
    "",
)
NAMES = ("kr1", "kr2", "kr3", "us1", "us2", "us9", "ch1")
QUESTIONS = ("세포치료제", "zeolite column", "distributor of bioreactors", "細胞治療")


@pytest.fixture
def big(monkeypatch):
    """Every index counts as big, and no tail as too long."""
    monkeypatch.setattr(index, "TAIL_FROM", 0)
    monkeypatch.setattr(index, "TAIL_SHARE", 100.0)


def written(name, offer, need, *, demands=False, blocks=()):
    facts = {"facts": Facts({"kgmp": StandardFact("held", TODAY)})} if demands else {}
    must = (Requirement("standard", "any_of", ("kgmp",), "must"),) if demands else ()
    return listing(
        name,
        names=f"{name.title()} Quuxor Ltd",
        offer=offer,
        need=need,
        codes={"area": "CGT BPE" if demands else "CGT", "modality": name},
        requirements=must,
        blocked=frozenset(blocks),
        **facts,
    )


def listings():
    text = st.sampled_from(TEXTS)
    return st.builds(
        written,
        st.sampled_from(NAMES),
        text,
        text,
        demands=st.booleans(),
        blocks=st.sets(st.sampled_from(NAMES), max_size=1),
    )


changes = st.lists(
    st.tuples(
        st.lists(listings(), max_size=3, unique_by=lambda one: one.organisation),
        st.sets(st.sampled_from(NAMES), max_size=2),
    ),
    min_size=1,
    max_size=4,
)


def after(start, edits):
    for written_anew, removed in edits:
        kept = removed - {one.organisation for one in written_anew}
        start = start.updated(written_anew, kept)
    return start


def answers(found):
    names = found.organisations
    return (
        names,
        len(found),
        dict(found.all_best(None)),
        found.explain_all([(mine, theirs) for mine in names[::2] for theirs in names]),
        {side: found.names_of(side) for side in Side},
    )


def hits(found, question, **kinds):
    return [(hit.listing, hit.organisation) for hit in found.search(question, **kinds)]


STARTS = {"words alone": build(crowd()), "encoder": build(crowd(), encoder=real())}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
@given(edits=changes)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_changes_a_tail_answers_as_one_piece_does(start, edits):
    tailed = with_a_tail(start, edits)
    assert (tailed.whole.tail, tailed.whole.gone) == (None, frozenset())
    assert differing(tailed, tailed.whole) == []


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
@given(edits=changes)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_change_to_a_big_index_gives_what_it_gives_in_a_small_one(start, edits):
    assert differing(with_a_tail(start, edits[:1]), after(start, edits[:1])) == []


def with_a_tail(start, edits):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "TAIL_FROM", 0)
        patch.setattr(index, "TAIL_SHARE", 100.0)
        return after(start, edits)


def differing(one, other):
    """What two indexes answer differently; whole answers would make a report of many pages."""
    found = [n for n, pair in enumerate(zip(answers(one), answers(other), strict=True)) if pair[0] != pair[1]]
    asked = product(QUESTIONS, ({}, {"with_names": True}, {"side": Side.DOMESTIC}, {"limit": 2}))
    return [
        *found,
        *(one_of for one_of in asked if hits(one, one_of[0], **one_of[1]) != hits(other, one_of[0], **one_of[1])),
    ]


def test_who_is_gone_is_not_found_by_anybody(big):
    tailed = build(crowd()).updated(removed=["us1"])
    assert not tailed.has("us1")
    assert "us1" not in [found.partner for found in tailed.best_for("kr1", None)]
    assert "us1" not in [hit.organisation for hit in tailed.search("cell therapy", with_names=True)]
    with pytest.raises(NotIndexed, match="us1"):
        tailed.best_for("us1")
    with pytest.raises(NotIndexed, match="us1"):
        tailed.explain("kr1", "us1")


def test_a_door_that_is_opened_again_is_open_at_once(big):
    closed = build([written("kr1", TEXTS[0], "", blocks=["us1"]), written("us1", "", TEXTS[0])])
    opened = closed.updated([written("kr1", TEXTS[0], "")])
    assert closed.best_for("us1") == []
    assert [found.partner for found in opened.best_for("us1")] == ["kr1"]
    assert [one.exclusions for one in closed.explain_all([("us1", "kr1")])] == [(Exclusion.BLOCKED,)]
    assert [one.exclusions for one in opened.explain_all([("us1", "kr1")])] == [()]


def test_who_comes_back_counts_once(big):
    own = [one for one in crowd() if one.organisation == "us1"]
    back = build(crowd()).updated(removed=["us1"]).updated(own)
    assert back.best_for("kr1", None) == build(crowd()).updated(own).best_for("kr1", None)
    assert len(back) == len(crowd())


def test_the_drift_tells_what_came_and_what_left(big):
    start = build(crowd())
    changed = start.updated([written("kr3", "cells", "")], removed=["us1"])
    assert (start.drift, start.drift.share) == (Drift(6, 0, 0), 0.0)
    assert (changed.drift, changed.drift.share) == (Drift(6, 2, 1), pytest.approx(1 / 3))
    assert build([]).updated([written("kr3", "cells", "")]).drift.share == 0.0


def test_a_tail_that_grew_too_long_is_worked_in(monkeypatch):
    monkeypatch.setattr(index, "TAIL_FROM", 0)
    monkeypatch.setattr(index, "TAIL_SHARE", 0.3)
    once = build(crowd()).updated([written("kr3", "cells", "")])
    twice = once.updated([written("kr4", "cells", "")])
    assert (once.tail is None, twice.tail is None) == (False, True)
    assert twice.organisations == ("ch1", "kr1", "kr2", "kr3", "kr4", "us1", "us2")


def test_saving_a_change_writes_the_tail_and_leaves_the_base_where_it_is(big, tmp_path):
    stored = store.save(build(crowd(), encoder=real()), tmp_path)
    (base,) = tmp_path.glob("*.safetensors")
    before = base.stat().st_ino, base.stat().st_mtime_ns
    for text in TEXTS[:3]:
        changed = stored.updated([written("us9", text, text)], removed=["us2"])
        stored = store.save(changed, tmp_path)
        opened = store.load(tmp_path, vocabulary=VOCABULARY, encoder=real())
        assert differing(opened, stored) == differing(opened, changed) == []
        assert (base.stat().st_ino, base.stat().st_mtime_ns) == before
        assert len(list(tmp_path.glob("*.safetensors"))) == 2
        assert opened.drift == changed.drift


def test_the_file_of_a_tail_has_only_the_terms_that_the_base_has_not(big, tmp_path):
    base = store.save(build(crowd()), tmp_path)
    store.save(base.updated([written("us9", "zymurgy of cells", "")]), tmp_path)
    stored = store.load(tmp_path, vocabulary=VOCABULARY)
    terms = list(Strings.stored(stored.tail.contents.stored, "terms"))
    assert [term for term in terms if term.startswith("zymurg")] != []
    assert [term for term in terms if term in base.base.contents.space.columns] == []
    assert list(stored.tail.contents.space.terms) == [*base.base.contents.space.terms, *terms]


def test_every_torn_file_of_a_tail_is_named(big, tmp_path):
    store.save(build(crowd()).updated([written("us9", TEXTS[0], "")]), tmp_path)
    for path in sorted(tmp_path.glob("*.safetensors")):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(store.IndexFileError, match=path.name):
            store.load(tmp_path, vocabulary=VOCABULARY)
        path.write_bytes(content)
    assert store.load(tmp_path, vocabulary=VOCABULARY).has("us9")
