"""Words in Korean and English side by side."""

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.foundation import outbox

MOST = 600
"""Characters of a member's own text in a pack: with the limits on lists, they bound its length and cost."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same in Korean and in English."""

    ko: str
    en: str

    @property
    def is_same(self) -> bool:
        """Whether both languages write it alike, so that once is enough."""
        return self.ko == self.en


@dataclass(frozen=True, slots=True)
class Said:
    """A member's own text in one language; `label` names the language where it is neither Korean nor English."""

    text: str
    language: str
    label: Bilingual | None = None


def both(make: Callable[[str], str]) -> Bilingual:
    """What `make` says with Korean and with English as the reader's language."""
    found = {}
    for language in ("ko", "en"):
        with outbox.in_language(language):
            found[language] = str(make(language))
    return Bilingual(found["ko"], found["en"])


def shortened(text: str, most: int = MOST) -> str:
    """`text` in one paragraph, cut at a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head, _space, _rest = line[:most].rpartition(" ")
    return (head if len(head) > most // 2 else line[: most - 1]) + "…"
