"""Stop words and stems."""

from matchmaker.matching.language.text import Language
from matchmaker.matching.language.words import is_bare_figure, is_stop_word, stem


def test_forms_of_a_word_have_one_stem():
    assert {stem(word, Language.EN) for word in ("therapies", "therapy")} == {"therapi"}
    assert {stem(word, Language.DE) for word in ("therapien", "therapie")} == {"therapi"}


def test_codes_and_endless_words_stay_as_they_are():
    assert [stem(word, Language.EN) for word in ("cd19", "gmp", "a" * 50)] == ["cd19", "gmp", "a" * 50]


def test_english_stop_words_count_in_every_language_german_ones_only_in_german():
    assert is_stop_word("the", Language.KO)
    assert is_stop_word("und", Language.DE)
    assert not is_stop_word("und", Language.EN)


def test_numbers_units_and_both_apart_are_bare_but_a_figure_with_its_unit_is_not():
    assert all(map(is_bare_figure, ("30", "2,000", "7.4", "μm", "six", "30 minut", "개월")))
    assert not any(map(is_bare_figure, ("2000l", "ph7.4", "iso13485", "cd19", "cell 30")))
