"""Word lists and stems: which words carry no meaning of their own, and what a word is reduced to."""

import re
import threading
from functools import lru_cache

import snowballstemmer

from matchmaker.matching.language.text import Language

_ENGLISH = """
a about above across after again against all almost along already also although always am among an and
another any anyone are around as at based be because been before being below between both but by can cannot
could did do does doing done down during each either else etc ever every few for from further had has have
having he her here hers him his how however i if in including into is it its itself just least less like
made make makes many may me might more most much must my near nor not now of off often on once one only onto
or other others our ours out over own per please rather same several shall she should since so some such
than that the their theirs them themselves then there therefore these they this those through throughout
thus to together too toward towards under until up upon us use used uses using various very via was we well
were what when where whether which while who whom whose why will with within without would yet you your
yours
"""
ENGLISH_STOP_WORDS = frozenset(_ENGLISH.split())
_GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bereits bin bis
bist bzw da damit dann das dass dazu dein dem den denn der des dessen die dies diese diesem diesen dieser
dieses doch dort du durch ein eine einem einen einer eines er es etc etwa euch für gegen habe haben hat
hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem
jeden jeder jedes jedoch kann kein keine keinem keinen keiner können könnte man mehr mein mit muss müssen
nach nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so sollen
sollte sondern sowie über um und uns unser unsere unserem unseren unserer unter vom von vor war waren was
weil weiter welche wenn werde werden wie wieder will wir wird wo wurde wurden zu zum zur zwar zwischen
"""
GERMAN_STOP_WORDS = frozenset(_GERMAN.split())
_KOREAN = """
것 수 등 및 때 중 위 후 전 내 외 간 곳 바 점 이 그 저 년 월 일 개 명 번 건 회 차 우리 당사
자사 저희 경우 관련 대한 통해 위해 기타 하다 되다 있다 없다 이다 않다 같다 보다 받다 주다 가지다
위하다 대하다 통하다 따르다 관하다 의하다 본 각 여러 모든 이번 올해 지난해
"""
KOREAN_STOP_WORDS = frozenset(_KOREAN.split())
_JAPANESE = """
為る 居る 有る 無い 成る 出来る 行う 行なう 因る 言う 於く 置く 関する 対する 持つ 事 物 為 所 時 者 方 様 等
内 用 上 下 中 後 前 間 年 月 日 人 名 社 件 回 点 此れ 其れ 此の 其の 我が 私 当社 弊社 私達 等々 場合 今回
これ それ こと もの ため よう
"""
JAPANESE_STOP_WORDS = frozenset(_JAPANESE.split())

_UNITS = """
l ml µl μl ul dl kg g mg µg μg ng t m m2 m² m3 mm µm μm nm cm km cfu iu eu °c rpm bar mbar psi pa kpa mpa kda da ppm
hz khz mhz v kv w kw kwh a ma mol mmol min h
"""
UNITS = frozenset(_UNITS.split())
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred
thousand million billion dozen percent per half second third minut hour day week month year degre time
ein zwei drei vier fünf sechs sieben acht neun zehn zwölf hundert tausend million milliard prozent stund tag woch
monat jahr
하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 십 백 천 만 억 조 원 분 초 시간 주 개월 달 년간 퍼센트 이내 이상 이하
"""
_SPELT_OUT = frozenset(_NUMBER_WORDS.split())
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")


class _Stemmers(threading.local):
    """A stemmer keeps its state on itself while it works: one per thread is what makes this safe."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")
        self.german = snowballstemmer.stemmer("german")


_STEMMERS = _Stemmers()
_STOP_WORDS = {Language.EN: ENGLISH_STOP_WORDS, Language.DE: GERMAN_STOP_WORDS}
_MAX_STEMMED = 40


def is_stop_word(word: str, language: Language) -> bool:
    """Whether `word` (case-folded) says nothing in a text of that language; English counts everywhere."""
    return word in ENGLISH_STOP_WORDS or word in _STOP_WORDS.get(language, frozenset())


def is_bare_figure(term: str) -> bool:
    """Whether a term is nothing but numbers, units and spans of time; a figure with its unit (`2000l`) is more."""
    return all(map(_is_bare, term.split()))


@lru_cache(maxsize=50_000)
def _is_bare(word: str) -> bool:
    return word in UNITS or word in _SPELT_OUT or stem(word, Language.EN) in _SPELT_OUT or bool(_FIGURE.fullmatch(word))


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """Snowball stem of a case-folded Latin word; numbers, codes and over-long words stay as they are."""
    if len(word) < 4 or len(word) > _MAX_STEMMED or not word.isalpha():
        return word
    stemmed: str = (_STEMMERS.german if language is Language.DE else _STEMMERS.english).stemWord(word)
    return stemmed
