"""What an import would do with each row, told before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.organisations import service
from matchmaker.organisations.duplicates import Candidate, Duplicate, DuplicateIndex, Reason
from matchmaker.organisations.importing.faults import Remark
from matchmaker.organisations.importing.record import Profile, Record
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import VettingState

SOURCE = "import"
SIMILAR_UP_TO = 10_000
"""Rows and organisations together up to which similar names are looked for: the time grows with their square."""


class Kind(StrEnum):
    """What happens to a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person who imports decides for all rows."""

    country: str | None = None
    """Stands in where a row names no country."""
    state: VettingState = VettingState.APPROVED
    anonymity_tier: int = 1
    create_possible: bool = False
    """Whether rows that may be, but need not be, an organisation already here are created all the same."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Whom a row repeats: an organisation here, or an earlier row of the file; and how that shows."""

    name: str
    organisation_id: int | None
    row: int | None
    reasons: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether it needs no looking at: by number, by domain with name, or because its people keep it."""
        why = set(self.reasons)
        return bool({"registration_number", "in_own_hands"} & why) or {"domain", "same_name"} <= why


@dataclass(frozen=True, slots=True)
class Item:
    """A row and what happens to it. `organisation_id` is that of the organisation to be changed."""

    record: Record
    kind: Kind
    organisation_id: int | None = None
    twin: Twin | None = None
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row with what happens to it, in the order of the file."""

    items: tuple[Item, ...]

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Rows of each kind."""
        found = Counter(item.kind for item in self.items)
        return {kind: found[kind] for kind in Kind}


@dataclass(frozen=True, slots=True)
class Imported:
    """An organisation that an earlier import made: digests of the values it wrote."""

    id: int
    digests: Mapping[str, str]
    is_own: bool
    """Whether somebody speaks for it by now: then its words are theirs."""


def plan(records: Sequence[Record], choice: Choice) -> Plan:
    """What happens to each of `records`; reads the database, changes nothing."""
    return Plan(tuple(_Planner(len(records), choice).items(records)))


def values_of(profile: Profile) -> dict[str, object]:
    """What a row says, by field; fields that it leaves empty are left out."""
    plain = ("name_ko", "name_en", "org_type", "size_band", "country", "city", "cluster", "time_zone",
             "registration_number", "year_established", "employees", "website")  # fmt: skip
    found: dict[str, object] = {name: getattr(profile, name) for name in plain}
    found["other_names"] = list(profile.other_names)
    found["contact"] = profile.contact
    for language, text in profile.texts.items():
        found[f"summary.{language}"] = text.summary
        found[f"description.{language}"] = text.description
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def digest(value: object) -> str:
    """Equal for equal values, 16 hexadecimal digits."""
    return hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()


def digests_of(profile: Profile) -> dict[str, str]:
    """Digest of each value that a row gives."""
    return {name: digest(value) for name, value in values_of(profile).items()}


class _Planner:
    """Goes through the rows once, remembering those it has seen."""

    def __init__(self, rows: int, choice: Choice) -> None:
        self._choice = choice
        self._index: DuplicateIndex = service.duplicate_index()
        self._imported = _imported()
        self._by_id = {one.id: one for one in self._imported.values()}
        self._similar = rows + (db.session.scalar(sa.select(sa.func.count(Organisation.id))) or 0) <= SIMILAR_UP_TO
        self._keys: dict[str, Record] = {}
        self._claimed: dict[int, Record] = {}
        self._names: dict[int, Record] = {}

    def items(self, records: Sequence[Record]) -> Iterator[Item]:
        for record in records:
            if record.profile is None:
                yield Item(record, Kind.REFUSED)
                continue
            yield self._item(record, record.profile)
            self._keys.setdefault(record.profile.source_key, record)

    def _item(self, record: Record, profile: Profile) -> Item:
        earlier = self._keys.get(profile.source_key)
        if earlier is not None:
            return Item(record, Kind.DUPLICATE, twin=Twin(earlier.name, None, earlier.number, ("same_key",)))
        known = self._imported.get(profile.source_key)
        if known is not None:
            return self._known(record, profile, known)
        candidate = _candidate(record, profile)
        found = self._index.find(candidate, similar=self._similar)
        certain = next((one for one in found if one.is_certain), None)
        if certain is not None:
            return self._certain(record, profile, certain)
        possible = next((one for one in found if _is_possible(one, profile) and _organisation_id(one)), None)
        if possible is not None and not self._choice.create_possible:
            return Item(record, Kind.DUPLICATE, twin=self._twin(possible))
        self._index.add(candidate)
        self._names[record.number] = record
        return Item(record, Kind.NEW, warnings=self._resemblances(found, profile))

    def _known(self, record: Record, profile: Profile, known: Imported) -> Item:
        """A row whose organisation an earlier import made."""
        claimed = self._claimed.setdefault(known.id, record)
        if claimed is not record:
            return Item(record, Kind.DUPLICATE, twin=Twin(claimed.name, None, claimed.number, ("same_key",)))
        if known.is_own:
            return Item(record, Kind.DUPLICATE, twin=Twin(record.name, known.id, None, ("in_own_hands",)))
        owner = self._owner_of_number(record, profile, known)
        if owner is not None:
            return Item(record, Kind.DUPLICATE, twin=owner)
        new = digests_of(profile)
        same = all(known.digests.get(name) == value for name, value in new.items())
        return Item(record, Kind.UNCHANGED if same else Kind.CHANGED, organisation_id=known.id)

    def _owner_of_number(self, record: Record, profile: Profile, known: Imported) -> Twin | None:
        """Another organisation that already has the row's registration number: the database allows one."""
        if profile.registration_number is None:
            return None
        candidate = Candidate(known.id, (), profile.country, None, profile.registration_number)
        others = [
            one for one in self._index.find(candidate, similar=False) if Reason.REGISTRATION_NUMBER in one.reasons
        ]
        if others:
            return self._twin(others[0])
        self._index.add(Candidate(("row", record.number), (), profile.country, None, profile.registration_number))
        self._names[record.number] = record
        return None

    def _certain(self, record: Record, profile: Profile, twin: Duplicate) -> Item:
        known = self._by_id.get(_organisation_id(twin) or 0)
        if known is not None and not known.is_own:
            return self._known(record, profile, known)
        return Item(record, Kind.DUPLICATE, twin=self._twin(twin))

    def _resemblances(self, found: Sequence[Duplicate], profile: Profile) -> tuple[Remark, ...]:
        """Others that look alike, told beside a row that is created all the same."""
        telling = [one for one in found if set(one.reasons) != {Reason.SIMILAR_NAME} or _could_be(one, profile)]
        return tuple(
            Remark("import.resembles", "", {"name": twin.name, "row": twin.row or 0, "id": twin.organisation_id or 0})
            for twin in map(self._twin, telling[:1])
        )

    def _twin(self, duplicate: Duplicate) -> Twin:
        organisation_id = _organisation_id(duplicate)
        reasons = tuple(reason.value for reason in duplicate.reasons)
        if organisation_id is not None:
            return Twin(next(iter(duplicate.candidate.names), ""), organisation_id, None, reasons)
        _kind, number = _row_key(duplicate)
        return Twin(self._names[number].name, None, number, reasons)


def _imported() -> dict[str, Imported]:
    """Organisations made by earlier imports, by their key in the source."""
    own = set(db.session.scalars(sa.select(Membership.organisation_id)))
    columns = (Organisation.id, Organisation.source_key, Organisation.source_digests)
    rows = db.session.execute(sa.select(*columns).where(Organisation.source == SOURCE)).all()
    return {key: Imported(id_, digests or {}, id_ in own) for id_, key, digests in rows if key}


def _candidate(record: Record, profile: Profile) -> Candidate:
    return Candidate(
        ("row", record.number), profile.names, profile.country, profile.website, profile.registration_number
    )


def _row_key(duplicate: Duplicate) -> tuple[str, int]:
    key: tuple[str, int] = duplicate.candidate.key  # type: ignore[assignment]  # no id, see `_candidate`
    return key


def _organisation_id(duplicate: Duplicate) -> int | None:
    key = duplicate.candidate.key
    return key if isinstance(key, int) else None


def _is_possible(duplicate: Duplicate, profile: Profile) -> bool:
    """Whether it may be the same: one web domain, or one name in one country."""
    same_country = duplicate.candidate.country == profile.country
    return Reason.DOMAIN in duplicate.reasons or (Reason.SAME_NAME in duplicate.reasons and same_country)


def _could_be(duplicate: Duplicate, profile: Profile) -> bool:
    """Similar names say little when the two have web sites of their own or stand in two countries."""
    both_sites = bool(duplicate.candidate.website and profile.website)
    return not both_sites and duplicate.candidate.country == profile.country
