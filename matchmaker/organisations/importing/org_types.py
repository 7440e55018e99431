"""Types of organisations by any of their usual names; pure."""

import functools
import re
from collections.abc import Iterable

from matchmaker.vocabulary import vocabulary

_WORDS = {
    "스타트업": "startup", "벤처": "startup", "벤처기업": "startup", "중소": "sme", "중견": "midsize",
    "대기업": "large", "대학교": "university", "종합병원": "hospital", "의료기관": "hospital", "연구소": "institute",
    "출연연": "institute",
    "시험인증": "testing", "임상시험수탁": "cro", "위탁개발생산": "cdmo", "투자사": "investor", "vc": "investor",
    "venture capital": "investor", "start-up": "startup", "startup": "startup", "sme": "sme", "hospital": "hospital",
    "academia": "university", "공기업": "public", "지자체": "public", "정부기관": "public", "government": "public",
}  # fmt: skip


def org_type_of(text: str) -> str | None:
    """Code of a type written as its label in any language or as another usual word; None for others."""
    return _codes().get(_plain(text))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@functools.cache
def _codes() -> dict[str, str]:
    found = {_plain(word): code for word, code in _WORDS.items()}
    for entry in vocabulary().codes("org_type"):
        names: Iterable[str] = (entry.code, *entry.labels.values())
        found |= {_plain(part): entry.code for name in names for part in (name, re.sub(r"\(.*?\)", "", name))}
    return found
