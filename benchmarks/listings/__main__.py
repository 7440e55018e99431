"""Generated listings beside real text.

    python -m benchmarks.listings FOLDER...           prints a table of lengths, frequencies and growth
    python -m benchmarks.listings --plot FOLDER...    also writes docs/images/benchmark-listings.svg

Folders hold text in the BEIR layout; they appear as numbers only. The demo texts are always there.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.listings.measures import table
from benchmarks.listings.plot import MOST, PLOT, demo_sample, draw, folder_sample, generated_sample
from matchmaker.matching.evaluation import EvaluationError


@click.command()
@click.argument("folders", nargs=-1, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option("--plot", "is_drawn", is_flag=True, help=f"Write {PLOT}.")
@click.option("--count", type=click.IntRange(1), default=MOST, show_default=True, help="Listings to generate.")
@click.option("--to", "path", type=click.Path(path_type=Path), default=PLOT, help="Where to write the plot.")
def main(folders: Sequence[Path], *, is_drawn: bool, count: int, path: Path) -> None:
    """Compare generated listings with the demo texts and the texts of folders."""
    try:
        others = [folder_sample(number, folder) for number, folder in enumerate(folders, start=1)]
    except EvaluationError as error:
        raise click.ClickException(str(error)) from error
    samples = [generated_sample(count), demo_sample(), *others]
    click.echo(table(samples))
    if is_drawn:
        draw(samples, path)
        click.echo(f"{path} written", err=True)


if __name__ == "__main__":
    sys.exit(main())
