"""`match coverage`: what part of the words the glossary knows, and which frequent words it should learn."""

import json
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from matchmaker.matching import Analyser, Settings
from matchmaker.matching.cli import match_cli
from matchmaker.matching.coverage import (
    Coverage,
    Gap,
    Kind,
    LanguageCoverage,
    Text,
    Unknown,
    by_language,
    coverage_of,
    one_sided,
    texts_in,
    texts_of,
)
from matchmaker.matching.evaluation import collection
from matchmaker.matching.language.text import Language
from matchmaker.suggestions import indexes, listings
from matchmaker.vocabulary import vocabulary

_STORED = "stored listings"
_GATEWAY_LANGUAGES = ("ko", "en")
_LISTED_GAPS = 10


@match_cli.command("coverage")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice([language.value for language in Language]), help="This language only.")
@click.option("--top", default=30, type=click.IntRange(min=0), show_default=True, help="Unknown words to list.")
@click.option("--all", "with_rare", is_flag=True, help="Also list words that only one organisation uses.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@with_appcontext
def coverage_command(folders: Sequence[Path], lang: str | None, top: int, with_rare: bool, as_json: bool) -> None:
    """Say which words the glossary knows: of the stored listings, or of labelled collections (FOLDER)."""
    analyser = Analyser(vocabulary().glossary, Settings().text)
    found = {name: _covered(folder, lang, analyser) for name, folder in _sources(folders)}
    least = 1 if with_rare else 2
    if as_json:
        click.echo(json.dumps({name: _figures(one, top, least) for name, one in found.items()}, ensure_ascii=False))
        return
    for name, one in found.items():
        click.echo("\n".join(_lines(name, one, top, least)))


def _sources(folders: Sequence[Path]) -> list[tuple[str, Path | None]]:
    return [(str(folder), folder) for folder in folders] or [(_STORED, None)]


def _covered(folder: Path | None, lang: str | None, analyser: Analyser) -> Coverage:
    texts = by_language(texts_of(listings.read().listings) if folder is None else _texts_in(folder))
    wanted = {code: one for code, one in texts.items() if lang in (None, code)}
    return coverage_of(wanted, analyser, linked=_linked() if folder is None else frozenset())


def _linked() -> Container[str]:
    """The terms that the lexicon of the present index knows."""
    index = indexes.current()
    return index.base.contents.lexicon.links.keys() if index is not None else frozenset()


def _texts_in(folder: Path) -> Iterator[Text]:
    try:
        found = collection.read(folder)
    except collection.EvaluationError as error:
        raise click.ClickException(str(error)) from error
    return chain(texts_in(found.documents), texts_in(found.queries))


def _figures(found: Coverage, top: int, least: int) -> dict[str, Any]:
    languages = {
        code: {
            "texts": one.texts,
            "words": sum(one.words.values()),
            "shares": {kind.value: one.share(kind) for kind in Kind},
            "unknown": [_word(word) for word in one.reported(most=top, least_organisations=least)],
        }
        for code, one in found.languages.items()
    }
    gaps = [{"concept": gap.concept, "lacks": list(gap.lacks), "texts": gap.texts} for gap in _gaps(found)]
    return {"languages": languages, "concepts": len(found.concepts), "one_language_only": gaps}


def _word(word: Unknown) -> dict[str, Any]:
    return {"word": word.word, "texts": word.texts, "organisations": word.organisations}


def _gaps(found: Coverage) -> tuple[Gap, ...]:
    return one_sided(vocabulary().glossary, found.concepts, languages=_GATEWAY_LANGUAGES)


def _lines(name: str, found: Coverage, top: int, least: int) -> Iterator[str]:
    yield name
    yield f"{'':<10}{'texts':>8}{'words':>9}" + "".join(f"{kind.value:>10}" for kind in Kind)
    for code, one in found.languages.items():
        shares = "".join(f"{one.share(kind):>10.1%}" for kind in Kind)
        yield f"{code:<10}{one.texts:>8}{sum(one.words.values()):>9}{shares}"
    yield f"{len(found.concepts)} of {len(vocabulary().glossary)} concepts are spoken of."
    gaps = _gaps(found)
    yield f"{len(gaps)} concepts lack a Korean or an English term."
    yield from (f"  {gap.concept}: no {', '.join(gap.lacks)}, {gap.texts} texts" for gap in gaps[:_LISTED_GAPS])
    for code, one in found.languages.items():
        yield from _unknown_lines(code, one, top, least)


def _unknown_lines(code: str, found: LanguageCoverage, top: int, least: int) -> Iterator[str]:
    listed = found.reported(most=top, least_organisations=least)
    if listed:
        yield f"Unknown in {code}: word, texts, organisations"
        yield from (f"{one.texts:>8}{one.organisations:>6}  {one.word}" for one in listed)
