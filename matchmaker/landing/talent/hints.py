"""Guidance for people from abroad: what exists, whom to ask, who said so and when. Never legal advice."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("hints.toml")


@dataclass(frozen=True, slots=True)
class Hint:
    """One way in for people; `dated` is how old the statement is."""

    key: str
    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    office_ko: str
    office_en: str
    source_ko: str
    source_en: str
    dated: str

    def said(self, name: str, language: str) -> str:
        """`title`, `text`, `office` or `source` for readers of `language`."""
        found: str = getattr(self, f"{name}_{'ko' if language == 'ko' else 'en'}")
        return found


@cache
def hints() -> tuple[Hint, ...]:
    """All of them, in the order of the file."""
    return tuple(Hint(**entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["hint"])
