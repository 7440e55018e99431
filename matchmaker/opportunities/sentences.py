"""Requirements as sentences in the reader's language: "EU GMP Annex 1 보유 (필수)"."""

from babel import Locale
from babel.numbers import format_decimal
from flask_babel import force_locale
from flask_babel import gettext as _

from matchmaker.matching.requirements import NUMBERS, Operator
from matchmaker.matching.requirements import Field as DemandField
from matchmaker.opportunities.demands import Demand, figure_of
from matchmaker.opportunities.models import OpportunityRequirement
from matchmaker.opportunities.rules import Strength
from matchmaker.vocabulary import vocabulary


def demand_of(row: OpportunityRequirement) -> Demand:
    """A stored requirement as a plain value."""
    return Demand(
        DemandField(row.field), Operator(row.operator), tuple(row.value), Strength(row.strength), row.unit, row.note
    )


def requirement_sentence(demand: Demand, language: str) -> str:
    """What is demanded, and whether it must or should be, in `language` (ko or en); without the member's own note.

    Suggestions that keep a requirement as a dictionary make a `Demand` of it.
    """
    with force_locale(language):
        said = _figure_sentence(demand, language) if demand.field in NUMBERS else _code_sentence(demand, language)
        if demand.strength is Strength.MUST:
            return str(_("%(requirement)s (required)", requirement=said))
        return str(_("%(requirement)s (preferred)", requirement=said))


def label_in(list_name: str, code: str, language: str) -> str:
    """Label of `code` in `language`, also of countries and languages (CLDR)."""
    if list_name == "country":
        return str(Locale(language).territories.get(code, code))
    if list_name == "language":
        return str(Locale(language).languages.get(code, code))
    return vocabulary().label(list_name, code, language)


def _code_sentence(demand: Demand, language: str) -> str:
    labels = [label_in(demand.field.value, code, language) for code in demand.values]
    excluded = demand.operator is Operator.NONE_OF
    values = _(", ").join(labels) if excluded else _(" or ").join(labels)
    if demand.field in {DemandField.STANDARD, DemandField.LICENCE}:
        held = _("Holds %(values)s", values=values)
        return str(_("Does not hold %(values)s", values=values) if excluded else held)
    field = vocabulary().label("requirement_field", demand.field.value, language)
    if excluded:
        return str(_("%(field)s: not %(values)s", field=field, values=values))
    return str(_("%(field)s: %(values)s", field=field, values=values))


def _figure_sentence(demand: Demand, language: str) -> str:
    field = vocabulary().label("requirement_field", demand.field.value, language)
    figures = [_figure(text, language, grouped=demand.field is not DemandField.YEAR_ESTABLISHED)
               for text in demand.values]  # fmt: skip
    value = " ".join(part for part in (_(" or ").join(figures), demand.unit) if part)
    if demand.operator is Operator.AT_LEAST:
        return str(_("%(field)s: at least %(value)s", field=field, value=value))
    if demand.operator is Operator.AT_MOST:
        return str(_("%(field)s: at most %(value)s", field=field, value=value))
    if demand.operator is Operator.NONE_OF:
        return str(_("%(field)s: not %(values)s", field=field, values=value))
    return str(_("%(field)s: %(values)s", field=field, values=value))


def _figure(text: str, language: str, *, grouped: bool) -> str:
    number = figure_of(text)
    if number is None:
        return text
    return str(format_decimal(number, locale=language, group_separator=grouped))
