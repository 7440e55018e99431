"""Checks a data folder as a whole; never raises on what a file holds."""

from dataclasses import dataclass
from pathlib import Path

from matchmaker.vocabulary.check_glossary import glossary_faults
from matchmaker.vocabulary.check_lists import list_faults
from matchmaker.vocabulary.faults import Fault
from matchmaker.vocabulary.reading import Table, read_folder


@dataclass(frozen=True, slots=True)
class Reading:
    """What a data folder holds and all that is wrong with it, sorted by place."""

    lists: tuple[Table, ...]
    glossary: tuple[Table, ...]
    faults: tuple[Fault, ...]


def read(folder: Path) -> Reading:
    """Reads and checks `codes/*.csv` and `glossary/*.csv` below `folder`."""
    lists, list_reading = read_folder(folder, "codes")
    glossary, glossary_reading = read_folder(folder, "glossary")
    faults = [
        *list_reading,
        *glossary_reading,
        *list_faults(lists, unreadable={fault.file for fault in list_reading}),
        *glossary_faults(glossary, any_file=bool(glossary or glossary_reading)),
    ]
    return Reading(tuple(lists), tuple(glossary), tuple(sorted(set(faults))))


def check(folder: Path) -> tuple[Fault, ...]:
    """All faults of a data folder, sorted by file, row and column; empty when it can be used."""
    return read(folder).faults
