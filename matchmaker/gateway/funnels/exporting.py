"""The funnels as a table."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.gateway.funnels.reading import Funnels
from matchmaker.gateway.rules import Line
from matchmaker.gateway.wording import STEP_NAMES
from matchmaker.opportunities.rules import Gateway


def table(funnels: Funnels) -> Iterator[Sequence[object]]:
    """A head, then a row for each step: pairs and what went on, in both directions, and the ratio."""
    out, into = (code_label("gateway", gateway) for gateway in Gateway)
    went_on = _("Went on from the step before")
    yield [_("Step"), out, f"{out}: {went_on}", into, f"{into}: {went_on}", _("Out for each in")]
    for step, going, coming, balance in funnels.rows():
        ratio = "" if balance.ratio is None else f"{balance.ratio:.2f}"
        yield [str(STEP_NAMES[step]), going.pairs, _went_on(going), coming.pairs, _went_on(coming), ratio]


def _went_on(line: Line) -> str:
    return "" if line.share is None else str(line.went_on)
