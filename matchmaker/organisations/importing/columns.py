"""What each column of a file holds, guessed from its header and its values; pure."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from matchmaker.organisations.importing.faults import ImportFault, letter
from matchmaker.organisations.importing.headers import HEADERS, NAMES, REPEATABLE, Field
from matchmaker.organisations.importing.places import country_of, is_korean_place
from matchmaker.organisations.importing.table import Table

ALIKE_FROM = 88.0
"""Likeness in percent from which a misspelt header is taken for a known one."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_URL = re.compile(
    r"(https?://|www\.)\S+|([\w-]+\.)+(com|net|org|co\.kr|kr|io|bio|jp|de|ch|cn|eu|uk)(/\S*)?", re.IGNORECASE
)


class Because(StrEnum):
    """Why a column is taken for a field, the surest first."""

    HEADER = "header"
    SIMILAR_HEADER = "similar_header"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one column seems to hold; `field` None: it would be left out. `samples` are its first values."""

    header: str
    field: Field | None
    because: Because | None
    samples: tuple[str, ...]


Mapped = tuple[Field | None, ...]
"""A field or nothing for each column of a table, in its order."""


def suggest(table: Table) -> tuple[Suggestion, ...]:
    """A field for every column where one can be told; each field that takes one column goes to the surest."""
    guesses = [_guess(table, index) for index in range(len(table.header))]
    order = sorted(range(len(guesses)), key=lambda i: (list(Because).index(guesses[i][1] or Because.VALUES), i))
    taken: set[Field] = set()
    for index in order:
        field = guesses[index][0]
        if field in taken and field not in REPEATABLE:
            guesses[index] = (None, None)
        elif field is not None:
            taken.add(field)
    return tuple(
        Suggestion(column_name(table.header, i), field, because, tuple(table.column(i, 3)))
        for i, (field, because) in enumerate(guesses)
    )


def column_name(header: Sequence[str], index: int) -> str:
    """Header of a column, its letter where the cell is empty."""
    return header[index] or letter(index)


def check(mapped: Mapped, header: Sequence[str]) -> None:
    """Raise ImportFault unless a name column is chosen and no field that takes one column has two."""
    if not NAMES & {field for field in mapped if field}:
        raise ImportFault("import.no_name_column", columns=", ".join(name for name in header if name)[:300])
    for field in Field:
        places = [column_name(header, i) for i, one in enumerate(mapped) if one is field]
        if len(places) > 1 and field not in REPEATABLE:
            raise ImportFault("import.field_twice", columns=", ".join(places)[:200])


def parse_choices(choices: Sequence[str], suggestions: Sequence[Suggestion]) -> Mapped:
    """The suggestions changed by choices such as `회사명=name_ko` or `비고=` (left out). Raises ImportFault."""
    mapped = [suggestion.field for suggestion in suggestions]
    headers = [suggestion.header for suggestion in suggestions]
    for choice in choices:
        header, _, field = (part.strip() for part in choice.rpartition("="))
        if header not in headers:
            raise ImportFault("import.no_such_column", column=header[:80], columns=", ".join(headers)[:300])
        if field and field not in list(Field):
            raise ImportFault("import.no_such_field", field=field[:80], fields=", ".join(Field))
        chosen = Field(field) if field else None
        if chosen and chosen not in REPEATABLE:
            mapped = [None if one is chosen else one for one in mapped]
        mapped[headers.index(header)] = chosen
    return tuple(mapped)


def _key(header: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


@functools.cache
def _known() -> dict[str, Field]:
    return {_key(name): field for field, names in HEADERS.items() for name in names}


def _guess(table: Table, index: int) -> tuple[Field | None, Because | None]:
    header = table.header[index]
    by_header = _by_header(header)
    values = table.column(index)
    if by_header and _contradicts(by_header[0], values):
        by_header = None
    if by_header:
        return by_header
    field = _by_values(values)
    return (field, Because.VALUES) if field else (None, None)


def _by_header(header: str) -> tuple[Field, Because] | None:
    whole, bare = _key(header), _key(re.sub(r"[\(\[（].*", "", header))
    for key in (whole, bare):
        if key in _known():
            return _known()[key], Because.HEADER
    if len(whole) < 4:
        return None
    hit = process.extractOne(whole, list(_known()), scorer=fuzz.ratio, score_cutoff=ALIKE_FROM)
    return (_known()[hit[0]], Because.SIMILAR_HEADER) if hit else None


def _share(values: Sequence[str], of: re.Pattern[str]) -> float:
    return sum(1 for value in values if of.fullmatch(value)) / len(values) if values else 0.0


def _contradicts(field: Field, values: Sequence[str]) -> bool:
    """Whether the values plainly are something else than the header says (addresses under "Name")."""
    if len(values) < 3:
        return False
    if field in NAMES:
        return (
            _share(values, _URL) > 0.8
            or _share(values, _EMAIL) > 0.8
            or _share(values, re.compile(r"[\d\s.,-]+")) > 0.8
        )
    if field is Field.COUNTRY:
        return not any(country_of(value) for value in values)
    return field is Field.CONTACT_NAME and _share(values, _EMAIL) > 0.8


def _by_values(values: Sequence[str]) -> Field | None:
    """A field that shows in the values alone: addresses, countries, Korean provinces."""
    if len(values) < 3:
        return None
    if _share(values, _EMAIL) > 0.8:
        return Field.CONTACT_EMAIL
    if _share(values, _URL) > 0.8:
        return Field.WEBSITE
    if sum(1 for value in values if (len(value) > 3 or not value.isascii()) and country_of(value)) / len(values) > 0.8:
        return Field.COUNTRY
    if sum(1 for value in values if is_korean_place(value)) / len(values) > 0.8:
        return Field.REGION
    return None
