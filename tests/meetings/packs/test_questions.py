"""Three questions each: from what was stated, in both languages, nothing made up."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching import Verdict
from matchmaker.meetings.packs.bilingual import Bilingual
from matchmaker.meetings.packs.questions import HOW_MANY, Checked, Stance, Topic, questions

KR = Stance(country="KR", country_name=Bilingual("대한민국", "South Korea"))
US = Stance(country="US", country_name=Bilingual("미국", "United States"))
GMP = Bilingual("EU GMP 보유 (필수)", "Holds EU GMP (required)")
ISO = Bilingual("ISO 13485 보유 (권장)", "Holds ISO 13485 (preferred)")

WORDS = st.builds(Bilingual, st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
CODES = st.frozensets(st.sampled_from(["commercial", "supplier", "investment"]))
STANCES = st.builds(
    Stance, country=st.sampled_from(["KR", "US"]), country_name=WORDS,
    checks=st.lists(st.builds(Checked, WORDS, st.booleans(), st.sampled_from(Verdict)), max_size=8).map(tuple),
    offers=st.booleans(), compares=st.booleans(),
    stage_of_development=st.sampled_from(["", "concept_stage", "on_the_market"]),
    stages=st.frozensets(st.sampled_from(["DEMO", "MANUF"])), next_stage=st.sampled_from(["", "DEMO", "CLINICAL"]),
    next_stage_name=WORDS, states=CODES, accepts=CODES, states_names=WORDS,
)  # fmt: skip


def stated(base: Stance, **values: object) -> Stance:
    fields = {name: getattr(base, name) for name in Stance.__dataclass_fields__}
    return Stance(**(fields | values))  # type: ignore[arg-type]


def topics(asking: Stance, asked: Stance) -> list[Topic]:
    return [question.topic for question in questions(asking, asked)]


@given(STANCES, STANCES)
def test_there_are_always_three_different_questions_in_both_languages(asking: Stance, asked: Stance) -> None:
    found = questions(asking, asked)

    assert len({question.words for question in found}) == len(found) == HOW_MANY
    assert all(question.words.ko and question.words.en for question in found)
    assert questions(asking, asked) == found


def test_where_nothing_is_stated_the_questions_suit_everybody() -> None:
    assert topics(KR, KR) == [Topic.FIRST_STEP, Topic.DECISION, Topic.OBSTACLE]


def test_what_must_be_and_is_not_comes_first_then_what_is_unknown() -> None:
    checks = (Checked(ISO, False, Verdict.UNKNOWN), Checked(GMP, True, Verdict.GAP), Checked(ISO, True, Verdict.MATCH))
    first, second, _third = questions(stated(KR, checks=checks), US)

    assert (first.topic, second.topic) == (Topic.GAP, Topic.UNKNOWN)
    assert "EU GMP 보유 (필수)" in first.words.ko
    assert "Holds EU GMP (required)" in first.words.en
    assert "ISO 13485" in second.words.en


def test_requirements_leave_room_for_one_other_question() -> None:
    checks = tuple(Checked(Bilingual(f"조건 {n}", f"Term {n}"), True, Verdict.UNKNOWN) for n in range(5))

    assert topics(stated(KR, checks=checks), US) == [Topic.UNKNOWN, Topic.UNKNOWN, Topic.FIRST_STEP]


def test_different_forms_of_cooperation_are_asked_about() -> None:
    ours = stated(KR, states=frozenset({"supplier"}), accepts=frozenset({"supplier"}),
                  states_names=Bilingual("공급 계약", "Supplier agreement"))  # fmt: skip
    theirs = stated(US, states=frozenset({"investment"}), accepts=frozenset({"investment"}))

    assert topics(ours, theirs)[0] is Topic.PARTNERSHIP
    assert Topic.PARTNERSHIP not in topics(ours, stated(theirs, accepts=frozenset({"supplier"})))


def test_of_an_early_offer_from_abroad_one_asks_for_results_benefit_and_approval() -> None:
    early = stated(US, offers=True, stage_of_development="concept_stage")

    assert topics(KR, early) == [Topic.EARLY_STAGE, Topic.BENEFIT, Topic.APPROVAL]
    assert "South Korea" in questions(KR, early)[2].words.en


def test_words_of_members_are_not_read_as_placeholders() -> None:
    odd = Bilingual("{ko} {0} %s", "{en} {0} %s")
    first, *_rest = questions(stated(KR, checks=(Checked(odd, True, Verdict.GAP),)), US)

    assert "“{en} {0} %s”" in first.words.en
