"""Whether a sentence for the public could tell whose it is; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.organisations.redaction import MARK, Identity, Redactor

PATENT = re.compile(
    r"\b(?:KR|US|EP|JP|CN|WO|DE|CH|GB)[\s-]?(?:B\d|A\d)?\s?\d[\d,/\s-]{4,}\d|\b(?:10|20|30|40)-\d{4}-\d{4,7}\b"
    r"|\b10-\d{7}\b|\bPCT/[A-Z]{2}\d{4}/\d{4,6}\b",
    re.IGNORECASE,
)
"""Patents and applications: KR 10-2019-0012345, US 10,123,456, EP 1234567, WO2019/123456, PCT/KR2020/012345."""
WEB = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|kr|jp|de|ch|io|ai|bio|co|edu|eu|us|uk)\b", re.I
)
FILE = re.compile(r"\b[\w-]+\.(?:pdf|pptx?|docx?|xlsx?|png|jpe?g|webp|hwpx?|zip)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What must not be told: names of the organisation and its people, its website, file names and numbers."""

    names: tuple[str, ...]
    website: str | None
    numbers: tuple[str, ...]
    files: tuple[str, ...]


def traces(text: str, known: Known) -> list[str]:
    """What in `text` tells whose it is, in the order of the kinds looked for; empty when nothing does."""
    found = [match.group(0) for pattern in (PATENT, WEB, FILE) for match in pattern.finditer(text)]
    found += [name for name in _bare(known.files) if name.casefold() in text.casefold()]
    redactor = Redactor(Identity(known.names, known.website, known.numbers))
    return found + _struck_out(text, redactor(text))


def _bare(files: Iterable[str]) -> list[str]:
    """File names without their kind; very short ones would be found in any text."""
    return [bare for name in files if len(bare := name.rpartition(".")[0] or name) > 5]


def _struck_out(text: str, redacted: str) -> list[str]:
    """The parts of `text` that stand as a mark in `redacted`."""
    if MARK not in redacted:
        return []
    kept = [re.escape(part) for part in redacted.split(MARK)]
    match = re.fullmatch("(.+?)".join(kept), text, re.DOTALL)
    return [part.strip() for part in match.groups()] if match else [text[:40]]
