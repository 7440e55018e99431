"""`python -m benchmarks.speed`."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.speed.plans import FULL, SHORT
from benchmarks.speed.results import FOLDER, Task, stored, worked_in, write
from benchmarks.speed.run import run
from benchmarks.speed.tables import document, task_table

DOCUMENT = Path("docs/benchmarks.md")
NOTES = Path("benchmarks/speed-notes.md")
"""Written by hand: what was tried where a target is missed."""


@click.command()
@click.option("--full", is_flag=True, help="All sizes.")
@click.option("--table", "is_table", is_flag=True, help="Only write the document from the stored results.")
@click.option(
    "--task",
    "tasks",
    multiple=True,
    type=click.Choice([task.value for task in Task]),
    help="Run and print this task only.",
)
@click.option("--keep", "is_kept", is_flag=True, help="With --task: put what was measured into the stored results.")
@click.option("--size", "sizes", multiple=True, type=int, help="With --task: these numbers of listings.")
def main(full: bool, is_table: bool, tasks: Sequence[Task], sizes: Sequence[int], is_kept: bool) -> None:
    """Measure, store the results, write docs/benchmarks.md. Methods are compared within a task, which is one run."""
    plan = FULL if full else SHORT
    if tasks:
        wanted = replace(plan, sizes={task: sizes or plan.sizes[task] for task in map(Task, tasks)})
        report = run(wanted, [Task(task) for task in tasks])
        for task in map(Task, tasks):
            click.echo(task_table(task, [one for one in report.figures if one.task is task]))
        if is_kept:
            write(FOLDER / f"{plan.mode}.json", worked_in(report, stored()).to_json())
        return
    if not is_table:
        write(FOLDER / f"{plan.mode}.json", run(plan).to_json())
    notes = NOTES.read_text(encoding="utf-8") if NOTES.is_file() else ""
    write(DOCUMENT, document(stored(), notes))
    click.echo(f"{DOCUMENT} written", err=True)


if __name__ == "__main__":
    sys.exit(main())
