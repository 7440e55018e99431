"""Commands of the ground: translation catalogues, one for each room."""

from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config import ROOT
from matchmaker.foundation.i18n import TRANSLATIONS

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_n": (1, 2)}
OPTIONS: dict[str, dict[str, object]] = {
    "**.html": {"silent": "false", "trimmed": "true"},
    "**.txt": {"silent": "false"},
}
SHARED = ("layout.html", "macros", "errors", "mail", "foundation")

translations_cli = click.Group("translations", help="Translation catalogues of the interface.")


def rooms() -> list[str]:
    """Rooms that have words of their own."""
    return sorted(path.name for path in (ROOT / "matchmaker").iterdir() if (path / "__init__.py").exists())


def _sources(room: str) -> Iterator[Path]:
    yield ROOT / "matchmaker" / room
    names = SHARED if room == "foundation" else (room,)
    yield from (path for name in names if (path := ROOT / "templates" / name).exists())


def extract(room: str) -> Catalog:
    """Every translatable sentence of `room`, in its code and templates."""
    catalogue = Catalog(project="matchmaker", charset="utf-8")
    for source in _sources(room):
        folder, only = (source, None) if source.is_dir() else (source.parent, source.name)
        for name, _line, message, _comments, context in extract_from_dir(
            folder, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
        ):
            if only is None or name == only:
                path = (folder / name).relative_to(ROOT).as_posix()
                catalogue.add(message, locations=[(path, 0)], context=context)
    return catalogue


def po_file(room: str, language: str = "ko") -> Path:
    """Where the catalogue of `room` lies."""
    return TRANSLATIONS / room / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, language: str = "ko") -> Catalog:
    """The catalogue at `path`, empty when there is none yet."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


@translations_cli.command()
@click.argument("only", nargs=-1)
def update(only: tuple[str, ...]) -> None:
    """Bring the catalogues in line with the sentences in code and templates (all rooms, or those named)."""
    for room in only or rooms():
        found = extract(room)
        if not len(found):
            continue
        path = po_file(room)
        catalogue = read_catalogue(path)
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=110)
        missing = sum(1 for message in catalogue if message.id and not message.string)
        click.echo(f"{room}: {len(catalogue)} sentences, {missing} without Korean")


@translations_cli.command("compile")
def compile_all() -> None:
    """Compile every catalogue for use."""
    for path in sorted(TRANSLATIONS.glob("*/*/LC_MESSAGES/messages.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source))
