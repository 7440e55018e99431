"""Amounts: `2,000 L`, `2천 리터`, `2 kL` and `2000リットル` are one term; both ends of a span count."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from matchmaker.matching.language.text import Language
from matchmaker.matching.language.tokens import plain_number

_SPELLINGS = """
l liter liters litre litres litern 리터 リットル
kl kiloliter kilolitre 킬로리터 キロリットル
ml milliliter milliliters millilitre millilitres 밀리리터 ミリリットル cc
μl µl ul microliter microliters microlitre mikroliter 마이크로리터 マイクロリットル
kg kilogram kilograms kilogramm 킬로그램 キログラム
g gram grams gramm 그램 グラム
mg milligram milligrams milligramm 밀리그램 ミリグラム
μg µg ug mcg microgram micrograms mikrogramm 마이크로그램 マイクログラム
ng nanogram nanograms nanogramm 나노그램 ナノグラム
t ton tons tonne tonnes tonnen 톤 トン
m meter meters metre metres 미터 メートル
cm centimeter centimeters zentimeter 센티미터 センチメートル
mm millimeter millimeters millimetre 밀리미터 ミリメートル
μm µm um micrometer micrometers micron microns mikrometer 마이크로미터 마이크론 マイクロメートル
nm nanometer nanometers nanometre 나노미터 ナノメートル
km kilometer kilometers kilometre 킬로미터 キロメートル
m2 sqm 제곱미터 평방미터 平方メートル quadratmeter
m3 세제곱미터 입방미터 立方メートル kubikmeter
°c ℃ celsius
dose doses dosen 도즈 도스 ドーズ
vial vials 바이알 バイアル
cell cells
kda kilodalton kilodaltons 킬로달톤 キロダルトン
"""
_MORE = """dl m² m³ cfu iu eu rpm bar mbar psi pa kpa mpa da ppm hz khz mhz v kv w kw kwh mol mmol a ma min h"""
_UNIT_OF: Mapping[str, str] = {
    **{unit: unit for unit in _MORE.split()},
    **{spelling: line.split()[0] for line in _SPELLINGS.strip().splitlines() for spelling in line.split()},
}
_THOUSANDFOLD = {"kl": "l"}
_SCALES: Mapping[str, int] = {
    **dict(zip("십백천만억조", (10, 100, 1000, 10**4, 10**8, 10**12), strict=True)),
    **dict(zip("十百千万億兆", (10, 100, 1000, 10**4, 10**8, 10**12), strict=True)),
    "萬": 10**4,
    **dict.fromkeys(("thousand", "tausend"), 1000),
    **dict.fromkeys(("million", "millionen", "mio", "mio."), 10**6),
    **dict.fromkeys(("billion", "milliarde", "milliarden", "mrd", "mrd."), 10**9),
}
_DIGITS = {sign: place + 1 for row in ("일이삼사오육칠팔구", "一二三四五六七八九") for place, sign in enumerate(row)}
_LARGE = 10**4
_MAX_DIGITS = 15

_SIGN = "".join(scale for scale in _SCALES if len(scale) == 1)
_WORDS = "|".join(sorted((re.escape(scale) for scale in _SCALES if len(scale) > 1), key=len, reverse=True))
_NUMBER = r"\d++(?:[.,]\d++)*+"
_SPELT = rf"[{_SIGN}{''.join(_DIGITS)}]{{1,12}}"
_SIGNED = rf"{_NUMBER} ?[{_SIGN}]{{1,3}}(?: ?{_NUMBER}[{_SIGN}]{{1,3}}){{0,3}}(?:\d{{1,4}})?"
_SCALED = rf"(?:{_SIGNED}|{_NUMBER} (?:{_WORDS})\b)"
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_END = r"(?![A-Za-z0-9²³])"
_SPAN = r" ?(?:[\-–—~〜∼]|to|bis|から|에서) ?"
_FIGURE = re.compile(
    rf"(?<![A-Za-z0-9.,])(?<![A-Za-z][\-‐‑])(?:(?P<first>{_SCALED}|{_NUMBER}){_SPAN})?"
    rf"(?P<value>{_SCALED}|{_NUMBER}|{_SPELT})"
    rf"(?: ?(?P<unit>{_UNIT})(?:/(?P<per>{_UNIT}))?{_END})?",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"{_NUMBER}|[{_SIGN}]|[{''.join(_DIGITS)}]|{_WORDS}", re.IGNORECASE)
_NEEDED = re.compile(rf"\d|[{_SIGN}{''.join(_DIGITS)}]{{2}}")
_FROST = re.compile(r"(?:(?<![^\s(~·,:])[\-−–]|영하 ?|マイナス|minus )$")
_FROST_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in a text. `numbers` are its plain values, `terms` the same with the `unit` (none without one)."""

    start: int
    end: int
    numbers: tuple[str, ...]
    terms: tuple[str, ...]
    unit: str


def unit_of(spelling: str) -> str:
    """The one name of a unit (`l` of `Liter` and `리터`, `kl` of `kL`), '' for one that is not known."""
    return _UNIT_OF.get(spelling.casefold(), "")


def figures(text: str, language: Language, start: int, end: int) -> Iterator[Figure]:
    """Amounts with a unit or a number word (`3만`, `2 million`) between two places; bare numbers are none."""
    if _NEEDED.search(text, start, end) is None:
        return
    for match in _FIGURE.finditer(text, start, end):
        if _is_amount(match["value"], match["unit"]):
            yield _figure(match, text, language)


def _is_amount(value: str, unit: str | None) -> bool:
    if value[0].isdigit():
        return unit is not None or re.fullmatch(_NUMBER, value) is None
    # `천 리터` spells a number out, `이 L` and `만 세포` need not.
    return unit is not None and len(value) > 1 and not unit.isascii()


def _figure(match: re.Match[str], text: str, language: Language) -> Figure:
    written = [value for value in (match["first"], match["value"]) if value]
    values = [_value(value, language) for value in written]
    unit = unit_of(match["unit"] or "")
    if unit in _THOUSANDFOLD and not match["per"]:
        values, unit = [value * 1000 for value in values], _THOUSANDFOLD[unit]
    numbers = tuple(dict.fromkeys(map(_plain, values)))
    per = unit_of(match["per"] or "")
    sign = "-" if unit == "°c" and _is_below_zero(text, match.start()) else ""
    name = f"{unit}/{per}" if per else unit
    terms = tuple(f"{sign}{n}{name}" for n in numbers) if unit else ()
    return Figure(match.start(), match.end(), numbers, terms, name)


def _is_below_zero(text: str, start: int) -> bool:
    return _FROST.search(text[max(0, start - _FROST_LENGTH) : start]) is not None


def _value(written: str, language: Language) -> Decimal:
    """What a number says: signs below 10,000 multiply what is before them, those above the whole group."""
    total, group, digits = Decimal(0), Decimal(0), Decimal(0)
    for token in _TOKEN.findall(written.casefold()):
        scale = _SCALES.get(token)
        if scale is None:
            digits = Decimal(_DIGITS[token]) if token in _DIGITS else _decimal(plain_number(token, language))
        elif scale < _LARGE:
            group, digits = group + (digits or 1) * scale, Decimal(0)
        else:
            total, group, digits = total + (group + digits or 1) * scale, Decimal(0), Decimal(0)
    return total + group + digits


def _decimal(number: str) -> Decimal:
    """A number, or for what is none (`1.2.3`, `1,2`) its digits; longer ones are cut, nobody compares them."""
    is_plain = number.count(".") <= 1 and "," not in number
    return Decimal((number if is_plain else re.sub(r"\D", "", number))[:_MAX_DIGITS].rstrip("."))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
