"""A coded list: stable codes with a label in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LANGUAGES = ("ko", "en", "ja", "de")
FALL_BACK = "en"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: `labels` by language, `extra` holds the list's further columns by name."""

    code: str
    labels: Mapping[str, str] = field(hash=False)
    extra: Mapping[str, str] = field(hash=False)
    order: int

    def label(self, locale: str) -> str:
        """Label for a locale such as `ko` or `de_CH`; English where that language has none."""
        return self.labels.get(locale[:2].lower()) or self.labels[FALL_BACK]

    def parts(self, column: str) -> tuple[str, ...]:
        """The values of a further column that holds a `;` list, such as `partnership_types`."""
        return tuple(part for part in (p.strip() for p in self.extra.get(column, "").split(";")) if part)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one list, in the order of its file."""

    name: str
    codes: tuple[Code, ...]
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {entry.code: entry for entry in self.codes})

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def has(self, code: str) -> bool:
        """Whether a form may accept this code."""
        return code in self._by_code

    def label(self, code: str, locale: str) -> str:
        """Label of a code; a code that has since left the list is shown as it is stored."""
        entry = self._by_code.get(code)
        return entry.label(locale) if entry else code

    def choices(self, locale: str) -> list[tuple[str, str]]:
        """(code, label) pairs for a select field."""
        return [(entry.code, entry.label(locale)) for entry in self.codes]
