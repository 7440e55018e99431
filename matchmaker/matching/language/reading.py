"""Raw passages made ready to be understood: cleaned, cut into sentences and pieces, each in its language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from matchmaker.matching.language import japanese, korean
from matchmaker.matching.language.morphemes import Morpheme
from matchmaker.matching.language.text import Language, clean, languages
from matchmaker.matching.language.tokens import Piece, has_hangul, has_japanese, is_hangul, pieces

_MAX_STRETCH = 200
_START = itemgetter(Morpheme._fields.index("start"))
_Stretch = tuple[int, int, Language]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a field; `lang` is what the author stated (ISO 639-1), None when nobody did."""

    text: str
    lang: str | None = None


class Sentence(NamedTuple):
    """A sentence, or 200 pieces of an endless one. `text` is the whole cleaned passage its pieces point into."""

    text: str
    pieces: Sequence[Piece]
    language: Language


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """A cleaned text, its sentences, where the Japanese ones start with their texts, and whether it has Hangul."""

    text: str
    stretches: Sequence[_Stretch]
    japanese: Sequence[tuple[int, str]]
    has_hangul: bool

    @classmethod
    def of(cls, passage: Passage) -> "_Cleaned":
        text = clean(passage.text)
        stretches = tuple(languages(text, passage.lang))
        cut = ((start, text[start:end]) for start, end, language in stretches if language is Language.JA)
        japanese_ones = tuple((start, sentence) for start, sentence in cut if has_japanese(sentence))
        return cls(text, stretches, japanese_ones, has_hangul(text))


class Reader:
    """Reads passages; `user_words` are Korean compounds that stay whole. Korean is read by so many `threads`."""

    def __init__(self, user_words: frozenset[str], threads: int) -> None:
        self._user_words = user_words
        self._threads = threads

    def warm_up(self) -> None:
        """Load the Korean dictionary now (some seconds), so that the first Korean text need not wait for it."""
        next(self._korean.analyse(["가"]))

    @property
    def _korean(self) -> korean.Morphology:
        return korean.morphology(self._user_words, self._threads)

    def read_many(self, passages: Iterable[Passage]) -> Iterator[list[Sentence]]:
        """The sentences of each passage, in order; each morphological analyser gets all its texts in one go."""
        cleaned = [_Cleaned.of(passage) for passage in passages]
        hangul = [one.text for one in cleaned if one.has_hangul]
        korean_morphemes = iter(self._korean.analyse(hangul) if hangul else ())
        kana = [text for one in cleaned for _, text in one.japanese]
        japanese_morphemes = iter(japanese.morphology().analyse(kana) if kana else ())
        for one in cleaned:
            found = next(korean_morphemes) if one.has_hangul else ()
            yield list(_sentences(one, found, _moved(one, japanese_morphemes)))


def _moved(one: _Cleaned, analysed: Iterator[list[Morpheme]]) -> list[Morpheme]:
    """Japanese morphemes of one text, at their places in it."""
    return [
        Morpheme(form, start + first, start + last, is_content, is_noun)
        for start, _ in one.japanese
        for form, first, last, is_content, is_noun in next(analysed)
    ]


def _sentences(one: _Cleaned, hangul: Sequence[Morpheme], kana: Sequence[Morpheme]) -> Iterator[Sentence]:
    # Kiwi also names Chinese characters, which are no words of Korean.
    text = one.text
    korean_ones = [morpheme for morpheme in hangul if is_hangul(text[morpheme.start : morpheme.start + 1])]
    morphemes = sorted([*korean_ones, *kana], key=_START)
    place = 0
    for start, end, language in one.stretches:
        first = place
        while place < len(morphemes) and morphemes[place].start < end:
            place += 1
        found = pieces(text, language, morphemes[first:place], start=start, end=end)
        for cut in range(0, len(found), _MAX_STRETCH):
            yield Sentence(text, found[cut : cut + _MAX_STRETCH], language)
