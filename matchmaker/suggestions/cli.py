"""Commands of suggestions, beside those of the engine: `match build` and `match explain`."""

import resource
import sys
import time
from collections.abc import Sequence
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.matching import Explanation, IndexFileError, NotIndexed
from matchmaker.matching.analysing import WorkerDied
from matchmaker.matching.blocks import BlockError
from matchmaker.matching.cli import match_cli
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.names import name_key
from matchmaker.suggestions import builds, indexes
from matchmaker.suggestions.builds import Phase
from matchmaker.suggestions.exposure_cli import told
from matchmaker.suggestions.listings import opportunity_id
from matchmaker.suggestions.rules import Basis
from matchmaker.suggestions.why import Check, Line, Why, why
from matchmaker.suggestions.wording import BASIS_LABEL, EXCLUSION_LABEL, SIDE_LABEL, VERDICT_LABEL

_PHASES = {
    Phase.ANALYSE: "Reading texts", Phase.ENCODE: "Encoding texts", Phase.RANK: "Ranking",
    Phase.EXPLAIN: "Finding reasons", Phase.STORE: "Storing",
}  # fmt: skip


class _Bars:
    """One progress bar for each phase, on standard error."""

    def __init__(self) -> None:
        self._phase: Phase | None = None
        self._bar: Any = None

    def __call__(self, phase: Phase, done: int, total: int) -> None:
        """Move the bar of `phase`."""
        if phase is not self._phase:
            self.close()
            self._phase = phase
            self._bar = click.progressbar(length=total, label=f"{_PHASES[phase]:<16}", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def announce(self, sentence: str) -> None:
        """Print a sentence between two bars."""
        self.close()
        click.echo(sentence, err=True)

    def close(self) -> None:
        """End the last bar."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._phase = self._bar = None


@match_cli.command("build")
@click.option("--if-changed", is_flag=True, help="Do nothing when nothing changed since the last full build.")
@with_appcontext
def build_command(if_changed: bool) -> None:
    """Build the match index and all suggestions anew."""
    started, bars = time.monotonic(), _Bars()
    try:
        built = builds.build(if_changed=if_changed, report=bars, announce=bars.announce)
    except (BlockError, IndexFileError, WorkerDied) as error:
        raise click.ClickException(f"{error}\nNothing was changed; the last build goes on serving.") from error
    except RuleViolation as error:
        raise click.ClickException("Another build is running.") from error
    finally:
        bars.close()
    seconds = time.monotonic() - started
    if built is None:
        click.echo(f"Nothing has changed since the last build ({seconds:.1f} s).")
        return
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    click.echo(
        f"{built.organisations} organisations, {built.listings} listings, {built.suggestions} suggestions "
        f"in {seconds:.1f} s, peak memory {peak:.0f} MiB"
    )
    if built.skipped:
        click.echo(f"{built.skipped} left out: an organisation or opportunity went while they were computed.")
    for line in told(built.exposure):
        click.echo(line)


@match_cli.command("explain")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--locale", "language", type=click.Choice(["ko", "en"]), default="en", show_default=True)
@with_appcontext
def explain_command(one: str, other: str, language: str) -> None:
    """Say why A suits B. Each is an organisation's id or name, or an opportunity's reference."""
    index = indexes.current()
    if index is None:
        raise click.ClickException("There is no match index yet. Run: flask match build")
    mine, theirs = _organisation(one), _organisation(other)
    try:
        found = index.explain(str(mine.id), str(theirs.id))
    except NotIndexed as error:
        raise click.ClickException(f"Organisation {error.args[0]} is not in the match index.") from error
    with force_locale(language):
        click.echo(f"{mine.name(language)} – {theirs.name(language)}")
        click.echo("\n".join(_told(found, language)))


def _organisation(text: str) -> Organisation:
    """The one organisation that is meant, whichever way it is named."""
    found = None
    if text.isascii() and text.isdigit():
        found = db.session.get(Organisation, int(text))
    if found is None:
        reference = sa.select(Organisation).join(Opportunity, Opportunity.organisation_id == Organisation.id)
        found = db.session.scalars(reference.where(Opportunity.reference == text)).first()
    return found if found is not None else _by_name(text)


def _by_name(text: str) -> Organisation:
    names = sa.select(Organisation.id, Organisation.name_ko, Organisation.name_en)
    key = name_key(text)
    ids = [row.id for row in db.session.execute(names) if key and key in {name_key(row.name_ko), name_key(row.name_en)}]
    if len(ids) != 1:
        problem = f"No organisation or opportunity is called {text!r}." if not ids else f"{text!r} is ambiguous: {ids}"
        raise click.ClickException(problem)
    return db.session.get_one(Organisation, ids[0])


def _told(found: Explanation, language: str) -> list[str]:
    if found.exclusions:
        reasons = ", ".join(str(EXCLUSION_LABEL[reason]) for reason in found.exclusions)
        return [_("Never suggested: %(reasons)s", reasons=reasons), *_checks(found, language)]
    told = why(found, language, tell=str)
    pairs = ngettext("%(num)s pair", "%(num)s pairs", found.pairs)
    lines = [f"{found.listing_mine} – {found.listing_theirs} ({pairs}). {BASIS_LABEL[Basis(found.basis.value)]}", ""]
    lines += [f"{_titles(found)}", ""] if _titles(found) else []
    lines += [_line(line, line.words) for line in told.terms]
    lines += [_line(told.rest, _("All other shared words"))] if told.rest else []
    lines += [_line(line, f"{line.label}: {line.words}") for line in told.meanings]
    lines += [_line(line, line.label) for line in (*told.codes, *told.penalties)]
    total = sum(line.points for line in _all_lines(told))
    score = _("points of 100 (in the index: %(exact)s)", exact=f"{found.score:.4f}")
    return [*lines, f"{total:8.2f}  = {score}", "", *_checks(found, language)]


def _all_lines(told: Why) -> Sequence[Line]:
    rest = [told.rest] if told.rest else []
    return [*told.terms, *rest, *told.meanings, *told.codes, *told.penalties]


def _line(line: Line, text: str) -> str:
    return f"{line.points:8.2f}  {text}  [{SIDE_LABEL[line.direction]}]"


def _checks(found: Explanation, language: str) -> list[str]:
    told = why(found, language, tell=str)
    asker = {True: _("A asks"), False: _("B asks")}
    return [f"{_result(check)} | {asker[check.is_mine]}: {check.sentence}" for check in told.checks]


def _result(check: Check) -> str:
    label = str(VERDICT_LABEL[check.verdict])
    return f"{label} ({_('Going by an amount in the text')})" if check.rests_on_text else label


def _titles(found: Explanation) -> str:
    ids = [opportunity_id(listing) for listing in (found.listing_mine, found.listing_theirs)]
    rows = [db.session.get(Opportunity, one) if one else None for one in ids]
    return " ↔ ".join(row.reference or "–" if row else _("The profile as a whole") for row in rows)
