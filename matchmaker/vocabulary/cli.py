"""Commands for whoever keeps the vocabulary."""

from pathlib import Path

import click

from matchmaker.vocabulary.check import check
from matchmaker.vocabulary.loader import DATA, Vocabulary, load

vocabulary_cli = click.Group("vocabulary", help="Coded lists and glossary.")

SUMMARY = {
    "en": "No faults: {lists} lists, {codes} codes, {concepts} concepts ({core} core).",
    "ko": "이상 없음: 목록 {lists}개, 코드 {codes}개, 개념 {concepts}개(핵심 {core}개)",
}
TERMS = {"en": "Terms: {terms}", "ko": "용어 수: {terms}"}
FOUND = {"en": "Faults found: {count}", "ko": "발견된 오류: {count}건"}


@vocabulary_cli.command("check")
@click.option("--locale", type=click.Choice(["ko", "en"]), default="en", help="Language of the messages.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    help="Folder with codes/ and glossary/.",
)
def check_command(locale: str, folder: Path) -> None:
    """Check all CSV files; name file, row and fault."""
    faults = check(folder)
    for fault in faults:
        click.echo(fault.line(locale))
    if faults:
        raise click.ClickException(FOUND[locale].format(count=len(faults)))
    for line in summary(load(folder), locale):
        click.echo(line)


def summary(vocabulary: Vocabulary, locale: str) -> tuple[str, str]:
    """Counts of lists, codes, concepts, and of terms per language, in two lines."""
    glossary = vocabulary.glossary
    counts = SUMMARY[locale].format(
        lists=len(vocabulary.lists),
        codes=sum(len(codes) for codes in vocabulary.lists.values()),
        concepts=len(glossary),
        core=sum(concept.core for concept in glossary),
    )
    terms = ", ".join(f"{lang} {count}" for lang, count in glossary.term_counts().items())
    return counts, TERMS[locale].format(terms=terms)
