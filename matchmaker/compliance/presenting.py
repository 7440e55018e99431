"""What the pages of compliance show: five lights with the answers beneath them and whom to ask."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.compliance.lights import Standing, sides_of
from matchmaker.compliance.models import ComplianceDecision
from matchmaker.compliance.questions import Help, help_with
from matchmaker.compliance.rules import Answer, Colour, Crossing, Light, Said, is_released
from matchmaker.compliance.service import covers_of, fingerprint
from matchmaker.compliance.wording import ANSWERS, BADGES, COLOURS, LIGHTS
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import present
from matchmaker.organisations.visibility import tier_for


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer of one side."""

    question: str
    side: str
    is_own: bool
    answer: str
    colour: str
    badge: str
    permit: str
    is_released: bool
    help: Help | None
    """Whom to ask; None for what is clear."""


@dataclass(frozen=True, slots=True)
class LightView:
    """One light."""

    code: str
    label: str
    colour: str
    badge: str
    is_blocking: bool
    answers: tuple[AnswerView, ...]
    decision: ComplianceDecision | None
    seen: str
    """Of which answers a decision would speak; empty: there is nothing to decide."""
    needs_decision: bool


def light_views(standing: Standing, reader: Organisation | None) -> list[LightView]:
    """The five lights for `reader` (None: staff)."""
    names = _names(standing, reader)
    return [_light(standing, light, names, reader) for light in Light]


def _names(standing: Standing, reader: Organisation | None) -> Callable[[int], str]:
    """What the reader may call each side: a member its own by "Your organisation", the other by the tier reached."""
    found: dict[int, str] = {}
    for side in sides_of(standing.introduction):
        if reader is None:
            found[side.id] = side.name(locale())
        elif side.id == reader.id:
            found[side.id] = str(_("Your organisation"))
        else:
            found[side.id] = present(side, tier_for(reader, side), locale()).title
    return found.__getitem__


def _light(standing: Standing, light: Light, names: Callable[[int], str], reader: Organisation | None) -> LightView:
    colour, covers = standing.colour(light), covers_of(standing, light)
    waiting = [one for one in standing.blocking(Crossing.FILE_ABROAD) if one.question.light is light]
    return LightView(
        code=light.value, label=str(LIGHTS[light]), colour=str(COLOURS[colour]), badge=BADGES[colour],
        is_blocking=bool(waiting), decision=standing.decisions.get(light), seen=fingerprint(covers),
        needs_decision=bool(waiting),
        answers=tuple(_answer(standing, one, names(one.side_id), reader) for one in standing.under(light)),
    )  # fmt: skip


def _answer(standing: Standing, one: Said, side: str, reader: Organisation | None) -> AnswerView:
    sheet = standing.sheets.get(one.side_id)
    given = sheet.answer(one.question.code) if sheet else None
    is_clear = one.colour is Colour.GREEN
    is_named = reader is None or reader.id == one.side_id or standing.introduction.introduced_at is not None
    return AnswerView(
        question=code_label("compliance_question", one.question.code), side=side,
        is_own=reader is not None and reader.id == one.side_id, answer=str(ANSWERS[one.answer]),
        colour=str(COLOURS[one.colour]), badge=BADGES[one.colour],
        permit=given.permit if given and is_named and one.answer is Answer.PERMITTED else "",
        is_released=is_released(one, standing.covered),
        help=None if is_clear else help_with(one.question.code, locale()),
    )  # fmt: skip


def summary(standing: Standing) -> tuple[str, ...]:
    """The lights in two lines, for the panel on the page of an introduction."""
    shown = ", ".join(f"{LIGHTS[light]}: {COLOURS[standing.colour(light)]}" for light in Light)
    blocking = standing.blocking(Crossing.FILE_ABROAD)
    if any(one.colour is Colour.RED for one in blocking):
        return shown, str(_("Files and contacts wait for a decision of the agency."))
    if blocking:
        return shown, str(_("Files cannot leave Korea until national core technology is ruled out."))
    return (shown,)


def worst_badge(standing: Standing) -> str:
    """A word where something waits."""
    waiting = len({one.question.light for one in standing.blocking(Crossing.FILE_ABROAD)})
    return (
        str(ngettext("%(num)s light holds things back", "%(num)s lights hold things back", waiting)) if waiting else ""
    )
