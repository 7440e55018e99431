"""A few rows that speak in all roles and languages, and what tests of their meaning share."""

import numpy as np

from matchmaker.matching.semantic.meaning import Meaning, encoded, whole_meaning
from matchmaker.matching.semantic.spans import ROLES, spans_of
from matchmaker.matching.settings import MeaningSettings
from tests.matching.semantic.encoders import fields, real

SETTINGS = MeaningSettings()
BY_FIELD = {"offer": {"offer": 1.0}, "need": {"need": 1.0}, "profile": {"offer": 1.0, "need": 1.0}}
MARKET = [
    {"offer": "We make stirred vessels. Our office has a garden.", "need": "Distribution in Europe"},
    {"offer": "세포 배양 배지를 만듭니다. 임상 시험도 합니다.", "need": "해외 판로를 찾습니다."},
    {"offer": "Wir vertreiben Medizintechnik in Europa."},
    {"need": "A stirred tank for fermentation is wanted. We are forty people."},
    {"offer": "🧬"},
    {"offer": "Clinical trials of vaccines", "need": "Cell culture media"},
]
IS_DOMESTIC = np.array([True, True, True, False, False, False])


def spans_in(market):
    return [spans_of(fields(**listing), BY_FIELD) for listing in market]


def nothing_known(count):
    return {role: np.zeros(count) for role in ROLES}


def meaning_of(market, is_domestic, encoder=None, remembered=None):
    spans = encoded(spans_in(market), encoder or real(), remembered=remembered or {})
    return whole_meaning(spans, nothing_known(len(market)), is_domestic, SETTINGS)


def arrays_of(meaning: Meaning) -> list[np.ndarray]:
    spans = [getattr(meaning.spans, name) for name in ("starts", "vectors", "languages", "is_whole", "weights")]
    names = ("vectors", "crowding", "languages", "known")
    return [meaning.centres, *spans, *(getattr(meaning.texts[role], name) for role in ROLES for name in names)]


def same(one: Meaning, other: Meaning) -> bool:
    pairs = zip(arrays_of(one), arrays_of(other), strict=True)
    return one.spans.texts == other.spans.texts and all(np.array_equal(*pair) for pair in pairs)
