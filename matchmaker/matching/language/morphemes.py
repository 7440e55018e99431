"""A piece of Korean or Japanese text as its morphological analyser sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Morpheme:
    """Dictionary form, place in the text (characters), and whether it carries meaning."""

    form: str
    start: int
    end: int
    is_content: bool
    is_noun: bool
