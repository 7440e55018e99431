"""Countries by any of their usual names, and the cluster that a place belongs to; pure."""

import functools
import re
import unicodedata

from babel import Locale
from babel.core import get_global

_LANGUAGES = ("en", "ko", "ja", "de", "fr")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
_ALIASES = {
    "KR": ("Korea", "Republic of Korea", "Korea, Republic of", "Korea (South)", "S. Korea", "한국", "남한", "국내",
           "韓国"),
    "US": ("U.S.", "U.S.A.", "United States of America", "America", "미합중국", "アメリカ", "米国"),
    "GB": ("Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "Britain", "英国"),
    "CN": ("PRC", "People's Republic of China", "Mainland China", "중화인민공화국", "중국 본토"),
    "HK": ("Hong Kong", "Hong Kong SAR", "Hong Kong, China"), "MO": ("Macao", "Macau", "Macao SAR", "마카오"),
    "TW": ("Taiwan, China", "Chinese Taipei", "Republic of China", "Taiwan, Province of China"),
    "CZ": ("Czech Republic", "체코공화국"), "TR": ("Turkey", "터키"), "RU": ("Russian Federation",),
    "VN": ("Viet Nam", "월남"), "NL": ("Holland", "The Netherlands"), "AE": ("UAE", "아랍에미레이트"),
    "IR": ("Iran, Islamic Republic of",), "LA": ("Lao",), "SY": ("Syrian Arab Republic",), "MM": ("Burma",),
    "BN": ("Brunei Darussalam",), "MK": ("Macedonia",), "SZ": ("Swaziland",), "CI": ("Ivory Coast",),
    "AU": ("호주",), "DE": ("Deutschland", "BRD"), "CH": ("Schweiz", "Suisse"), "TH": ("태국",), "SA": ("사우디",),
}  # fmt: skip

_KOREAN_PROVINCES = re.compile(
    r"^(서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|제주"
    r"|충청[남북]|충[남북]|전라[남북]|전[남북]|경상[남북]|경[남북])"
)
_PLACES = {
    "KR": ("SIHEUNG", re.compile(r"시흥|siheung", re.IGNORECASE)),
    "US": ("BOSTON", re.compile(
        r"보스턴|케임브리지|매사추세츠|\bmassachusetts\b|,\s*MA\b"
        r"|\b(?i:boston|cambridge|waltham|watertown|woburn|somerville|framingham|marlborough|worcester|natick)\b")),
    "CH": ("BASEL", re.compile(
        r"바젤|\b(basel|bâle|basle|allschwil|muttenz|liestal|pratteln|basel-land\w*)\b", re.IGNORECASE)),
    "JP": ("KOBE", re.compile(r"고베|神戸|\bkobe\b", re.IGNORECASE)),
}  # fmt: skip


def _key(name: str) -> str:
    bare = re.sub(r"\(.*?\)|（.*?）", "", name)
    text = unicodedata.normalize("NFKC", bare or name).casefold().removeprefix("the ").replace("&", "and")
    return "".join(c for c in text if c.isalnum())


@functools.cache
def _countries() -> dict[str, str]:
    """Comparable name to ISO 3166-1 alpha-2 code (names of CLDR, alpha-3 codes of its aliases)."""
    found: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
                found[_key(name)] = found[_key(code)] = code
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and codes[0] in Locale("en").territories:
            found.setdefault(_key(alias), codes[0])
    found.setdefault("uk", "GB")
    for code, names in _ALIASES.items():
        found |= {_key(name): code for name in names}
    return found


@functools.lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country written as name or code; None when it is not known."""
    return _countries().get(_key(text)) if text else None


def is_korean_place(text: str) -> bool:
    """Whether `text` begins with a Korean province or metropolitan city, written in Korean."""
    return bool(_KOREAN_PROVINCES.match(text))


def cluster_of(country: str, place: str) -> str:
    """Code of the cluster for a city, region or address in `country`."""
    known = _PLACES.get(country)
    if known and known[1].search(place):
        return known[0]
    return "OTHER_KR" if country == "KR" else "OTHER"
