"""Languages of the interface: which one a reader gets, and the switch that stays on the page."""

from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale
from flask_login import current_user

from matchmaker.foundation.addresses import here

LOCALES = ("ko", "en")
"""Interface languages, the first is the default."""

TEXT_LANGUAGES = ("ko", "en", "ja", "de")
"""Languages in which members may write their texts."""

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"

babel = Babel()


def choose_locale() -> str:
    """The reader's language: forced for a mail, else chosen on the page, else the account's, else the browser's."""
    if "forced_locale" in g:
        forced: str = g.forced_locale
        return forced
    if not has_request_context():
        return LOCALES[0]
    if session.get("locale") in LOCALES:
        chosen: str = session["locale"]
        return chosen
    if current_user.is_authenticated and current_user.locale in LOCALES:
        own: str = current_user.locale
        return own
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def locale() -> str:
    """Code of the present reader's language, one of `LOCALES`."""
    found = get_locale()
    return found.language if found and found.language in LOCALES else LOCALES[0]


def language_url(code: str) -> str:
    """Address of the present page in another language."""
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{here()}?{urlencode([*query, ('lang', code)])}"


_ADDRESSED: set[str] = set()


def keep_language_in_address(*endpoints: str) -> None:
    """Let `?lang=` stay in the address of these public pages where nothing else is asked for.

    Search engines then find each language under an address of its own.
    """
    _ADDRESSED.update(endpoints)


def switch_language() -> ResponseReturnValue | None:
    """Before every request: `?lang=` is remembered for the session and taken out of the address."""
    wanted = request.args.get("lang")
    if request.method != "GET" or wanted is None:
        return None
    if wanted in LOCALES:
        session["locale"] = wanted
        if request.endpoint in _ADDRESSED and len(request.args) == 1:
            return None
    query = urlencode([(key, value) for key, value in request.args.items(multi=True) if key != "lang"])
    return redirect(here() + (f"?{query}" if query else ""))


_FINAL_L = 8
"""Position of the final consonant ㄹ in a Hangul syllable; before "으로/로" it counts as none."""


def josa(word: object, pair: str) -> str:
    """`word` with the Korean particle that its last sound asks for: josa("소개", "을/를") gives "소개를"."""
    text = str(word)
    with_final, without_final = pair.split("/")
    final = _final_consonant(text.rstrip(")\"'」”")[-1:])
    has_final = final != 0 and not (final == _FINAL_L and with_final == "으로")
    return text + (with_final if has_final else without_final)


def _final_consonant(character: str) -> int:
    """The final consonant with which `character` is read aloud: 0 for none, `_FINAL_L` for ㄹ."""
    if "가" <= character <= "힣":
        return (ord(character) - ord("가")) % 28
    if character and character in "178lLR":
        return _FINAL_L
    return 1 if character and character in "036mnMN" else 0


def catalogues() -> list[Path]:
    """Folders of the translation catalogues, one for each room."""
    return sorted(path for path in TRANSLATIONS.iterdir() if path.is_dir())


def init_app(app: Flask) -> None:
    """Give `app` its languages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(path) for path in catalogues())
    babel.init_app(app, default_locale=LOCALES[0], default_timezone="Asia/Seoul", locale_selector=choose_locale,
                   timezone_selector=choose_time_zone)  # fmt: skip
    app.before_request(switch_language)
    app.add_template_filter(josa)
    app.add_template_global(language_url)
    app.add_template_global(locale, "current_locale")
    app.jinja_env.globals["LOCALES"] = LOCALES


def choose_time_zone() -> str | None:
    """The reader's own time zone, if somebody is signed in."""
    if has_request_context() and current_user.is_authenticated:
        zone: str = current_user.time_zone
        return zone
    return None
