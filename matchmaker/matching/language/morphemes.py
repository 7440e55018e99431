"""A piece of Korean or Japanese text as its morphological analyser sees it."""

from typing import NamedTuple


class Morpheme(NamedTuple):
    """Dictionary form, place in the text (characters), and whether it carries meaning."""

    form: str
    start: int
    end: int
    is_content: bool
    is_noun: bool
