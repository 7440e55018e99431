"""What people type in a hurry, as it is spelt."""

import re

from matchmaker.matching import MatchIndex
from matchmaker.matching.language.text import Language
from matchmaker.matching.language.words import is_stop_word

_LONGEST = 8
_WORD = re.compile(rf"(?<![\w-])[a-z][a-z0-9-]{{1,{_LONGEST - 1}}}(?![\w-])", re.ASCII)


def in_capitals(index: MatchIndex, text: str) -> str:
    """`text` with abbreviations of the glossary in capitals: `gmp` as `GMP`, but `cell` and `all` as they are."""
    return _WORD.sub(lambda found: _spelt(index, found[0]), text)


def _spelt(index: MatchIndex, word: str) -> str:
    is_word = is_stop_word(word, Language.EN) or index.analyser.is_of_glossary(word)
    return word.upper() if not is_word and index.analyser.is_of_glossary(word.upper()) else word
