"""Templates of tasks: what a soft landing needs, by kind of establishment and country, with whom to ask and why."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from matchmaker.landing.checklists.rules import OwnerKind, in_order
from matchmaker.organisations.rules import DOMESTIC_COUNTRY

FILE = Path(__file__).with_name("data") / "tasks.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A task of the list. `days` before (below 0) or after the target day; empty `kinds`: for every kind."""

    key: str
    area: str
    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    office_ko: str
    office_en: str
    source_ko: str
    source_en: str
    owner: OwnerKind
    days: int
    after: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    abroad_only: bool = False
    needs: str = field(default="")
    """`laboratory` or `staff_abroad`: only for those that have it."""

    def said(self, name: str, language: str) -> str:
        """`title`, `text`, `office` or `source` for readers of `language`."""
        found: str = getattr(self, f"{name}_{'ko' if language == 'ko' else 'en'}")
        return found


@cache
def templates() -> dict[str, Template]:
    """All templates by key, the earliest first. Raises ValueError for tasks that wait for each other."""
    raw = tomllib.loads(FILE.read_text("utf-8"))["task"]
    known = {
        entry["key"]: Template(
            **{
                **entry, "owner": OwnerKind(entry["owner"]), "after": tuple(entry.get("after", ())),
                "kinds": tuple(entry.get("kinds", ())),
            }
        )
        for entry in raw
    }  # fmt: skip
    order = in_order({key: one.after for key, one in known.items()})
    return {key: known[key] for key in sorted(order, key=lambda key: known[key].days)}


def chosen(kind: str, country: str, *, laboratory: bool, staff_abroad: bool) -> list[Template]:
    """What an organisation of `country` that comes as `kind` needs."""
    has = {"": True, "laboratory": laboratory, "staff_abroad": staff_abroad}
    return [
        one for one in templates().values()
        if (not one.kinds or kind in one.kinds) and has[one.needs]
        and not (one.abroad_only and country == DOMESTIC_COUNTRY)
    ]  # fmt: skip
