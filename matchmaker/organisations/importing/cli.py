"""The command that imports a file of organisations."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from matchmaker.foundation.database import transaction
from matchmaker.foundation.i18n import LOCALES
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.wording import say
from matchmaker.organisations.importing import columns, reading, rows, service
from matchmaker.organisations.importing.faults import ImportFault
from matchmaker.organisations.importing.places import country_of
from matchmaker.organisations.importing.planning import Choice, Plan, plan
from matchmaker.organisations.importing.preview import lines_of
from matchmaker.organisations.importing.table import Table
from matchmaker.organisations.rules import VettingState

SHOWN = 20
"""Faults that are printed; the rest are counted."""

import_cli = AppGroup("import", help="Import lists.")


@import_cli.command("organisations")
@click.argument("file", type=click.File("rb"))
@click.option("--country", help="Country of rows that name none (KR, US, …). Guessed when left out.")
@click.option("--sheet", default="", help="Sheet of an Excel workbook. Default: the first that is not empty.")
@click.option(
    "--map", "choices", multiple=True, metavar="COLUMN=FIELD", help="What a column holds; empty FIELD: leave it out."
)
@click.option(
    "--state",
    type=click.Choice(["approved", "submitted"]),
    default="approved",
    show_default=True,
    help="State of new organisations.",
)
@click.option("--anonymous", is_flag=True, help="Show members a teaser without the name until introduced.")
@click.option("--create-possible", is_flag=True, help="Also create rows that may be an organisation already here.")
@click.option(
    "--language", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True, help="Language of the messages."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
def import_organisations(  # noqa: PLR0913 - one parameter for each option
    file: IO[bytes], country: str | None, sheet: str, choices: tuple[str, ...], state: str, *, anonymous: bool,
    create_possible: bool, language: str, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Import organisations from FILE (.csv or .xlsx): all good rows, or none."""
    choice = Choice(
        country=_country(country), state=VettingState(state), anonymity_tier=0 if anonymous else 1,
        create_possible=create_possible,
    )  # fmt: skip
    with in_language(language):
        try:
            _import(file, choice, sheet=sheet, choices=choices, dry_run=dry_run, yes=yes)
        except ImportFault as fault:
            raise click.ClickException(say(fault)) from fault


def _country(text: str | None) -> str | None:
    found = country_of(text) if text else None
    if text and found is None:
        raise click.BadParameter(f"{text!r} is not a country", param_hint="--country")
    return found


def _import(file: IO[bytes], choice: Choice, *, sheet: str, choices: Sequence[str], dry_run: bool, yes: bool) -> None:
    data = file.read(reading.FILE_MAX + 1)
    name = Path(file.name).name
    table = reading.read(data, file_name=name, sheet=sheet)
    mapped = _columns(table, choices)
    country = choice.country or rows.default_country(table, mapped)
    click.echo(f"Country of rows that name none: {country or '-'}")
    records = rows.read_rows(table, mapped, country=country)
    if all(record.profile is None for record in records):
        _tell_faults(plan(records, choice))
        raise click.ClickException("No row could be read; nothing was imported.")
    if dry_run or not yes:
        planned = plan(records, choice)
        _tell_plan(planned)
        if dry_run:
            click.echo("Dry run: nothing was written.")
            return
        click.confirm("Write this?", abort=True)
    with transaction(), click.progressbar(length=len(records), label="Importing", file=sys.stderr) as bar:
        run, _is_new = service.open_run(file_name=name, sha256=hashlib.sha256(data).hexdigest(), actor_id=None)
        done = service.carry_out(run, records, choice, progress=bar.update)
        counts = (run.rows_created, run.rows_updated, run.rows_unchanged, run.rows_duplicate, run.rows_refused)
    if yes:
        _tell_faults(done)
    click.echo("{} created, {} updated, {} unchanged, {} duplicate, {} refused.".format(*counts))


def _columns(table: Table, choices: Sequence[str]) -> columns.Mapped:
    """The columns as they are taken, told; checked."""
    suggestions = columns.suggest(table)
    mapped = columns.parse_choices(choices, suggestions)
    sheet = f", sheet “{table.sheet}”" if table.sheet else ""
    click.echo(f"{len(table.rows)} rows, {table.kind}{sheet}")
    for suggestion, field in zip(suggestions, mapped, strict=True):
        sample = "; ".join(suggestion.samples)[:60]
        click.echo(f"  {suggestion.header[:30]:<30} -> {field or '(left out)':<20} {sample}")
    columns.check(mapped, table.header)
    return mapped


def _tell_plan(planned: Plan) -> None:
    click.echo(", ".join(f"{count} {kind}" for kind, count in planned.counts.items()))
    _tell_faults(planned)


def _tell_faults(planned: Plan) -> None:
    lines = [
        _("Row %(number)s, %(name)s: %(said)s", number=one.number, name=one.name, said=said)
        for one in lines_of(planned)
        for said in one.sentences
    ]
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  … and {len(lines) - SHOWN} more")
