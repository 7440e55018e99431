"""A small, faultless data folder to spoil: the shipped lists and a glossary of four concepts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from matchmaker.vocabulary.check import check
from matchmaker.vocabulary.faults import Fault
from matchmaker.vocabulary.loader import DATA

GLOSSARY = """\
id,ko,ko_synonyms,en,en_synonyms,abbreviations,ja,ja_synonyms,de,de_synonyms,broader,core
cell-therapy,세포치료제,세포 치료,cell therapy,cellular therapy,,細胞治療,,Zelltherapie,,,y
car-t-cell,CAR-T 세포,카티;키메라 항원 수용체 T세포,CAR-T cell,,CAR-T,CAR-T細胞,,CAR-T-Zelle,,cell-therapy,y
bioreactor,바이오리액터,생물반응기,bioreactor,,,,,,,,
membrane,분리막,멤브레인,membrane,,,膜,,,,,
"""


@dataclass(frozen=True, slots=True)
class DataFolder:
    path: Path

    def write(self, file: str, content: str | bytes, *, encoding: str = "utf-8") -> None:
        raw = content if isinstance(content, bytes) else content.encode(encoding)
        (self.path / file).write_bytes(raw)

    def text(self, file: str) -> str:
        return (self.path / file).read_bytes().decode("utf-8-sig")

    def change(self, file: str, old: str, new: str) -> None:
        before = self.text(file)
        assert before.count(old) == 1, f"{old!r} must stand once in {file}"
        self.write(file, before.replace(old, new))

    def faults(self) -> tuple[Fault, ...]:
        return check(self.path)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    shutil.copytree(DATA / "codes", tmp_path / "codes")
    (tmp_path / "glossary").mkdir()
    folder = DataFolder(tmp_path)
    folder.write("glossary/process.csv", GLOSSARY)
    return folder
