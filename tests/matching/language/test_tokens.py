"""Pieces of text."""

from matchmaker.matching.language.text import Language
from matchmaker.matching.language.tokens import Script, pieces


def keys(text, language=Language.EN):
    return [piece.key for piece in pieces(text, language)]


def test_words_are_stemmed_numbers_lose_their_thousands_comma():
    assert keys("Bioreactors of 2,000 L at pH 7.4, company's") == [
        "bioreactor", "of", "2000", "l", "at", "ph", "7.4", "compani",
    ]  # fmt: skip


def test_japanese_comes_character_by_character_with_its_script():
    found = pieces("細胞のバイオ", Language.JA)
    assert [(piece.surface, piece.script) for piece in found] == [
        ("細", Script.HAN),
        ("胞", Script.HAN),
        ("の", Script.HIRAGANA),
        ("バ", Script.KATAKANA),
        ("イ", Script.KATAKANA),
        ("オ", Script.KATAKANA),
    ]


def test_a_german_word_can_also_be_read_as_english():
    (piece,) = pieces("Services", Language.DE)
    assert (piece.key, piece.other_key) == ("servic", "servic")


def test_other_scripts_are_kept_as_words():
    assert keys("биореактор") == ["биореактор"]
