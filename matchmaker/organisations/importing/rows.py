"""One row of a file checked and turned into the profile it describes; pure."""

import hashlib
import re

from matchmaker.foundation.codes import code_extra, code_list
from matchmaker.foundation.database import now
from matchmaker.foundation.forms import clean_line, clean_text
from matchmaker.organisations.importing import prose
from matchmaker.organisations.importing.columns import Mapped, column_name
from matchmaker.organisations.importing.faults import Remark
from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.org_types import org_type_of
from matchmaker.organisations.importing.places import cluster_of, country_of, is_korean_place
from matchmaker.organisations.importing.record import Profile, Record
from matchmaker.organisations.importing.table import Row, Table
from matchmaker.organisations.names import name_key, registration_key, web_address
from matchmaker.organisations.parts import ContactValue
from matchmaker.organisations.rules import employees_band

NAME_MAX = 200
_NOTHING = frozenset(
    {"-", "--", "–", ".", "x", "n/a", "na", "nan", "none", "null", "없음", "해당없음", "해당 없음", "미상", "미기재"}
)
_FORMULA = re.compile(r"[=@]|\+[^\d\s(]|-[=@A-Za-z]+\(")
_SCHEMES = re.compile(r"^(?:https?:/+)*(https?):/+", re.IGNORECASE)
"""An address with its scheme twice, or with too many strokes, is meant as the last one says."""

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_SIZE_BANDS = {"1–10": "micro", "11–49": "small", "50–249": "medium", "250+": "large"}


def default_country(table: Table, mapped: Mapped) -> str | None:
    """The country to take for rows that name none: Korea for a list of Korean names or places, else nothing."""

    def values(*fields: Field) -> list[str]:
        return [value for i, one in enumerate(mapped) if one in fields for value in table.column(i)]

    names, places = values(Field.NAME, Field.NAME_KO), values(Field.REGION, Field.CITY)
    korean = sum(1 for name in names if prose.hangul_share(name) > 0)
    at_home = sum(1 for place in places if is_korean_place(place))
    return "KR" if names and (korean * 2 > len(names) or (places and at_home * 2 > len(places))) else None


def read_rows(table: Table, mapped: Mapped, *, country: str | None) -> list[Record]:
    """Every row of `table` checked; `country` (ISO 3166-1 alpha-2) stands in where a row names none."""
    return [_Reading(table, mapped, row, country).record() for row in table.rows]


class _Reading:
    """One row on its way to a record."""

    def __init__(self, table: Table, mapped: Mapped, row: Row, country: str | None) -> None:
        self._row = row
        self._fallback = country
        self._errors: list[Remark] = []
        self._warnings: list[Remark] = []
        self._cells: dict[Field, list[tuple[str, str]]] = {}
        for index, field in enumerate(mapped):
            value = row.cells[index]
            if field is not None and value and value.casefold() not in _NOTHING:
                self._cells.setdefault(field, []).append((value, column_name(table.header, index)))

    def record(self) -> Record:
        if self._row.has_surplus:
            self._errors.append(Remark("import.row_too_long"))
        name_ko, name_en = self._names()
        shown = name_ko or name_en or self._first(Field.NAME)[0][:80]
        country = self._country()
        profile = self._profile(name_ko, name_en, country) if not self._errors and country else None
        errors = tuple(self._errors)
        return Record(self._row.number, shown, None if errors else profile, errors, tuple(self._warnings))

    def _profile(self, name_ko: str | None, name_en: str | None, country: str) -> Profile:
        place, employees = self._place(), self._number(Field.EMPLOYEES, 0, 5_000_000, "import.bad_number")
        number = self._registration_number(country)
        cluster = _cluster_at(country, place)
        return Profile(
            source_key=self._source_key(country, number, name_ko or name_en or ""),
            name_ko=name_ko, name_en=name_en, other_names=self._other_names(), org_type=self._org_type(),
            size_band=_SIZE_BANDS[employees_band(employees)] if employees else None,
            country=country, city=self._city(), cluster=cluster, time_zone=_time_zone(cluster),
            registration_number=number, year_established=self._year(), employees=employees, website=self._website(),
            texts=self._texts(), contact=self._contact(country),
        )  # fmt: skip

    def _first(self, field: Field) -> tuple[str, str]:
        """Value and column of a field, both empty when it is not given."""
        value, column = self._cells.get(field, [("", "")])[0]
        return clean_line(value), column

    def _all(self, field: Field) -> list[str]:
        return [value for value, _column in self._cells.get(field, [])]

    def _error(self, code: str, column: str, **details: str | int) -> None:
        self._errors.append(Remark(code, column, details))

    def _warn(self, code: str, column: str, **details: str | int) -> None:
        self._warnings.append(Remark(code, column, details))

    def _names(self) -> tuple[str | None, str | None]:
        """Korean and other name; a column of names in either script goes by each name's script."""
        plain, korean, english = (self._name(field) for field in (Field.NAME, Field.NAME_KO, Field.NAME_EN))
        if plain and prose.hangul_share(plain) > 0:
            korean = korean or plain
        elif plain:
            english = english or plain
        if not korean and not english and not self._errors:
            self._error("import.name_missing", "")
        return korean, english

    def _name(self, field: Field) -> str | None:
        name, column = self._first(field)
        if not name:
            return None
        if _FORMULA.match(name):
            self._error("import.formula", column, value=name[:40])
        elif len(name) > NAME_MAX:
            self._error("import.name_too_long", column, length=len(name), limit=NAME_MAX)
        elif not any(letter.isalpha() for letter in name):
            self._error("import.name_without_letters", column, value=name[:40])
        else:
            return name
        return None

    def _other_names(self) -> tuple[str, ...]:
        parts = (clean_line(part) for value in self._all(Field.OTHER_NAME) for part in re.split(r"[;\n]", value))
        return tuple(part for part in parts if part and not _FORMULA.match(part) and len(part) <= NAME_MAX)[:10]

    def _country(self) -> str | None:
        text, column = self._first(Field.COUNTRY)
        found = country_of(text) if text else self._country_of_region() or self._fallback
        if text and found is None:
            self._error("import.unknown_country", column, value=text[:40])
        elif found is None:
            self._error("import.country_missing", column)
        return found

    def _country_of_region(self) -> str | None:
        """A region column may name a country, as lists of Korean firms do for those seated abroad."""
        region = self._first(Field.REGION)[0]
        return country_of(region) if prose.hangul_share(region) > 0 else None

    def _place(self) -> str:
        return ", ".join([*self._all(Field.CITY), *self._all(Field.REGION)])

    def _city(self) -> str | None:
        city = self._first(Field.CITY)[0] or self._first(Field.REGION)[0]
        return None if not city or (country_of(city) and prose.hangul_share(city) > 0) else city[:120]

    def _registration_number(self, country: str) -> str | None:
        text, column = self._first(Field.REGISTRATION_NUMBER)
        number = registration_key(text)
        if number is None:
            return None
        wrong = (
            not re.fullmatch(r"\d{10}|\d{13}", number)
            if country == "KR"
            else not re.fullmatch(r"[0-9A-Z/]{4,40}", number)
        )
        if wrong:
            self._warn("import.bad_registration_number", column, value=text[:40])
        return None if wrong else number

    def _source_key(self, country: str, number: str | None, name: str) -> str:
        """Who the row is in its source: by the source's own code, else by registration number, else by name."""
        code = self._first(Field.SOURCE_KEY)[0]
        if code:
            key = f"code:{country}:{code.zfill(6) if code.isdigit() else code.upper()}"
        else:
            key = f"number:{country}:{number}" if number else f"name:{country}:{name_key(name)}"
        return key if len(key) <= 200 else key[:130] + hashlib.sha256(key.encode()).hexdigest()

    def _org_type(self) -> str | None:
        text, column = self._first(Field.ORG_TYPE)
        found = org_type_of(text) if text else None
        if text and found is None:
            self._warn("import.unknown_org_type", column, value=text[:40])
        return found

    def _website(self) -> str | None:
        text, column = self._first(Field.WEBSITE)
        if not text:
            return None
        if _FORMULA.match(text):
            self._error("import.formula", column, value=text[:40])
            return None
        address = web_address(_SCHEMES.sub(r"\1://", re.split(r"[\s,]", text)[0].strip("<>;")))
        if address is None or len(address) > 300:
            self._warn("import.bad_website", column, value=text[:60])
            return None
        return address.rstrip("/")

    def _number(self, field: Field, least: int, most: int, fault: str) -> int | None:
        text, column = self._first(field)
        if not text:
            return None
        digits = re.sub(r"[,\s명]|\.0+$", "", text)
        if not re.fullmatch(r"\d{1,9}", digits) or not least <= int(digits) <= most:
            self._warn(fault, column, value=text[:40])
            return None
        return int(digits)

    def _year(self) -> int | None:
        text, column = self._first(Field.YEAR)
        if not text:
            return None
        found = re.match(r"(\d{4})(?:\.0)?(?!\d)|(\d{4})\d{4}$", text)
        year = int(found[1] or found[2]) if found else 0
        if not 1500 <= year <= now().year:
            self._warn("import.bad_year", column, value=text[:40])
            return None
        return year

    def _texts(self) -> dict[str, prose.Text]:
        facts = (clean_line(value) for field in (Field.INDUSTRY, Field.PRODUCTS) for value in self._all(field))
        texts = prose.compose(
            map(clean_text, self._all(Field.SUMMARY)), map(clean_text, self._all(Field.DESCRIPTION)), facts
        )
        if any(text.was_cut for text in texts.values()):
            self._warn("import.text_cut", self._first(Field.DESCRIPTION)[1])
        return texts

    def _contact(self, country: str) -> ContactValue | None:
        name, email, column = self._first(Field.CONTACT_NAME)[0], *self._first(Field.CONTACT_EMAIL)
        phone = self._first(Field.CONTACT_PHONE)[0]
        if email and not _EMAIL.fullmatch(email):
            self._warn("import.bad_email", column, value=email[:60])
            email = ""
        if not (name or email):
            return None
        position = self._first(Field.CONTACT_POSITION)[0]
        language = "ko" if country == "KR" else "en"
        return ContactValue(
            (name or email)[:120], position[:120], email.lower()[:320], phone[:40], language, is_primary=True
        )


def _cluster_at(country: str, place: str) -> str:
    """The cluster of a place, those that staff added and named places for among them."""
    for added in code_list("cluster"):
        if added.extra.get("country") == country and any(
            name.casefold() in place.casefold() for name in added.parts("places")
        ):
            return added.code
    return cluster_of(country, place)


def _time_zone(cluster: str) -> str | None:
    return code_extra("cluster", cluster, "time_zone") or None
