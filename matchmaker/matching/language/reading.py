"""Raw passages made ready to be understood: cleaned, cut into sentences and pieces, each in its language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker.matching.language import japanese, korean
from matchmaker.matching.language.morphemes import Morpheme
from matchmaker.matching.language.text import Language, clean, languages
from matchmaker.matching.language.tokens import Piece, has_hangul, has_japanese, pieces

_MAX_STRETCH = 200
_Stretch = tuple[int, int, Language]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a field; `lang` is what the author stated (ISO 639-1), None when nobody did."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or 200 pieces of an endless one. `text` is the whole cleaned passage its pieces point into."""

    text: str
    pieces: Sequence[Piece]
    language: Language


@dataclass(frozen=True, slots=True)
class _Cleaned:
    text: str
    stretches: Sequence[_Stretch]

    @classmethod
    def of(cls, passage: Passage) -> "_Cleaned":
        text = clean(passage.text)
        return cls(text, tuple(languages(text, passage.lang)))

    @property
    def japanese(self) -> list[tuple[int, str]]:
        """Where Japanese sentences start, and the sentences."""
        texts = ((a, self.text[a:b]) for a, b, language in self.stretches if language is Language.JA)
        return [(start, text) for start, text in texts if has_japanese(text)]


class Reader:
    """Reads fields of passages; `user_words` are Korean compounds that stay whole."""

    def __init__(self, user_words: frozenset[str]) -> None:
        self._user_words = user_words

    def warm_up(self) -> None:
        """Load the Korean dictionary now (some seconds), so that the first Korean text need not wait for it."""
        next(korean.morphology(self._user_words).analyse(["가"]))

    def read_many(self, fields: Sequence[Sequence[Passage]]) -> Iterator[list[Sentence]]:
        """The sentences of many fields, in order; each morphological analyser gets all its texts in one go."""
        cleaned = [[_Cleaned.of(passage) for passage in passages] for passages in fields]
        every = [one for ones in cleaned for one in ones]
        hangul = [one.text for one in every if has_hangul(one.text)]
        korean_morphemes = iter(korean.morphology(self._user_words).analyse(hangul) if hangul else ())
        kana = [text for one in every for _, text in one.japanese]
        japanese_morphemes = iter(japanese.morphology().analyse(kana) if kana else ())
        for ones in cleaned:
            yield [
                sentence
                for one in ones
                for sentence in _sentences(
                    one, next(korean_morphemes) if has_hangul(one.text) else (), _moved(one, japanese_morphemes)
                )
            ]


def _moved(one: _Cleaned, analysed: Iterator[list[Morpheme]]) -> list[Morpheme]:
    """Japanese morphemes of one text, at their places in it."""
    return [
        Morpheme(m.form, start + m.start, start + m.end, m.is_content, m.is_noun)
        for start, _ in one.japanese
        for m in next(analysed)
    ]


def _sentences(one: _Cleaned, hangul: Sequence[Morpheme], kana: Sequence[Morpheme]) -> Iterator[Sentence]:
    # Kiwi also names Chinese characters, which are no words of Korean.
    korean_ones = [morpheme for morpheme in hangul if has_hangul(one.text[morpheme.start : morpheme.start + 1])]
    morphemes = sorted([*korean_ones, *kana], key=lambda morpheme: morpheme.start)
    place = 0
    for start, end, language in one.stretches:
        first = place
        while place < len(morphemes) and morphemes[place].start < end:
            place += 1
        found = pieces(one.text, language, morphemes[first:place], start=start, end=end)
        for cut in range(0, len(found), _MAX_STRETCH):
            yield Sentence(one.text, found[cut : cut + _MAX_STRETCH], language)
