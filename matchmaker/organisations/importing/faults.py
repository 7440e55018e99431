"""What can be wrong with a file as a whole, and with one row of it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matchmaker.foundation.errors import RuleViolation


class ImportFault(RuleViolation):
    """The file cannot be imported at all; `code` and `details` say why, row and column where they are known."""

    status = 422


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row: a stable code, the column it is about, and the facts of its wording."""

    code: str
    column: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)


def letter(index: int) -> str:
    """Name of column `index` (from 0) as spreadsheets write it: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
