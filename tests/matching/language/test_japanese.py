"""Japanese morphemes."""

from concurrent.futures import ThreadPoolExecutor

from matchmaker.matching.language.japanese import morphology


def content(text):
    (found,) = morphology().analyse([text])
    return [morpheme.form for morpheme in found if morpheme.is_content]


def test_particles_and_auxiliaries_fall_away_and_spelling_is_the_dictionary_s():
    assert content("細胞を培養しています") == ["細胞", "培養"]
    assert content("ウィルスの取扱") == content("ウイルスの取り扱い")


def test_an_unknown_katakana_run_stays_whole():
    assert content("ゾルゲンスマックスを開発") == ["ゾルゲンスマックス", "開発"]


def test_places_point_into_the_text_even_with_old_characters():
    text = "新しい醫藥品を製造"
    (found,) = morphology().analyse([text])
    assert "".join(text[morpheme.start : morpheme.end] for morpheme in found) == text


def test_threads_and_long_texts_give_the_same_morphemes():
    texts = ["抗体を精製します", "細胞を培養する。" * 3000, ""] * 3
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(content, texts)) == [content(text) for text in texts]
