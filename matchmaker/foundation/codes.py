"""The vocabulary at the service of pages and forms: labels in the reader's language, countries, languages, zones."""

from collections.abc import Callable, Mapping
from functools import cache

from babel import Locale
from flask import Flask
from wtforms.fields import SelectChoice

from matchmaker.foundation.i18n import TEXT_LANGUAGES, locale
from matchmaker.vocabulary import vocabulary
from matchmaker.vocabulary.codes import CodeList

# ISO 3166-1 codes that CLDR lists beside real countries: the EU, the euro area, the UN, outlying and pseudo regions.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})

Provider = Callable[[CodeList], CodeList]
_PROVIDERS: dict[str, Provider] = {}


def add_codes(list_name: str, provider: Provider) -> None:
    """Let staff have added to a coded list: `provider` is given the shipped list and gives the whole one."""
    _PROVIDERS[list_name] = provider


def code_list(list_name: str) -> CodeList:
    """The coded list with what staff added to it; KeyError for a name that is no list."""
    shipped = vocabulary().lists[list_name]
    provider = _PROVIDERS.get(list_name)
    return provider(shipped) if provider else shipped


def code_label(list_name: str, code: str | None) -> str:
    """Label of `code` in the reader's language; empty for no code."""
    if not code:
        return ""
    if list_name == "country":
        return country_name(code)
    if list_name == "language":
        return language_name(code)
    return code_list(list_name).label(code, locale())


def code_extra(list_name: str, code: str, column: str) -> str:
    """What a further column of the list says of `code` (a cluster's `time_zone`); empty when it says nothing."""
    listed = code_list(list_name)
    return listed[code].extra.get(column, "") if code in listed else ""


def code_choices(list_name: str, *, optional: bool = False) -> list[SelectChoice]:
    """Choices of a form field over a coded list, in the list's order; `optional` puts an empty one first."""
    if list_name == "country":
        pairs = country_choices()
    elif list_name == "language":
        pairs = [(code, language_name(code)) for code in SPOKEN]
    else:
        pairs = [(code.code, code.label(locale())) for code in code_list(list_name)]
    return [SelectChoice(code, label) for code, label in ([("", "–"), *pairs] if optional else pairs)]


SPOKEN = ("ko", "en", "ja", "de", "fr", "zh", "es", "it", "pt", "nl", "da", "sv", "vi", "ar", "he", "ru")
"""Languages that people may say they speak (ISO 639-1), the four of the service first."""


def is_known(list_name: str, code: str) -> bool:
    """Whether `code` is in the coded list `list_name`."""
    if list_name == "country":
        return code in _countries("en")
    if list_name == "language":
        return code in SPOKEN
    return code_list(list_name).has(code)


@cache
def _countries(language: str) -> Mapping[str, str]:
    names = Locale(language).territories
    return {c: n for c, n in names.items() if len(c) == 2 and c.isalpha() and c not in _NOT_COUNTRIES}


def country_name(code: str) -> str:
    """Name of the country with ISO 3166-1 alpha-2 `code` in the reader's language (CLDR)."""
    return _countries(locale()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """All countries by name in the reader's language, Korea first."""
    rest = sorted(_countries(locale()).items(), key=lambda pair: pair[1])
    return [(c, n) for c, n in rest if c == "KR"] + [(c, n) for c, n in rest if c != "KR"]


def language_name(code: str) -> str:
    """Name of the language with ISO 639-1 `code` in the reader's language (CLDR)."""
    return str(Locale(locale()).languages.get(code, code))


def init_app(app: Flask) -> None:
    """Offer the vocabulary's labels to every template.

    It is read at first use, so that the command that checks it runs on a broken one too; `matchmaker.wsgi` and the
    worker read it before they serve.
    """
    app.add_template_global(code_label)
    app.add_template_global(country_name)
    app.add_template_global(language_name)
    app.jinja_env.globals["TEXT_LANGUAGES"] = TEXT_LANGUAGES
