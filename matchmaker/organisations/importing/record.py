"""What a row of a file says of an organisation, after checking; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.organisations.importing.faults import Remark
from matchmaker.organisations.importing.prose import Text
from matchmaker.organisations.parts import ContactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An organisation as a row describes it; what the row does not say is None or empty."""

    source_key: str
    name_ko: str | None
    name_en: str | None
    other_names: tuple[str, ...]
    org_type: str | None
    size_band: str | None
    country: str
    city: str | None
    cluster: str
    time_zone: str | None
    registration_number: str | None
    year_established: int | None
    employees: int | None
    website: str | None
    texts: Mapping[str, Text]
    contact: ContactValue | None

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the one to show first."""
        return tuple(name for name in (self.name_ko, self.name_en, *self.other_names) if name)


@dataclass(frozen=True, slots=True)
class Record:
    """A row after checking. `profile` is None exactly when there are `errors`."""

    number: int
    name: str
    profile: Profile | None
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
