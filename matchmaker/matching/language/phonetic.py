"""Consonant skeletons: how a loan word sounds, so that 챔버, チャンバー, Kammer-like cognates and chamber can meet."""

import re
from functools import lru_cache

_INITIALS = ("k", "k", "n", "t", "t", "r", "m", "p", "p", "s", "s", "", "j", "j", "j", "k", "t", "p", "")
_OPENINGS = {11: "a", 18: "h"}
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "r", "r", "m", "r", "r", "r", "p", "r",
    "m", "p", "p", "t", "t", "n", "t", "t", "k", "t", "p", "",
)  # fmt: skip
_SPELLINGS = (
    ("sch", "s"), ("tch", "j"), ("ch", "j"), ("sh", "s"), ("ph", "p"), ("th", "t"), ("ck", "k"), ("qu", "k"),
    ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ge", "je"), ("gi", "ji"), ("gy", "ji"),
)  # fmt: skip
_SOUNDS = str.maketrans("bcdfghjklmnpqrstvwxz", "pktpk jkrmnpkrstp sj".replace(" ", "h"))
_AGENT_ENDING = re.compile(r"(?<=[^aeiou])(?:er|or|ar|re|e)s?$")
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"[^bcdfgjklmnpqrstvxz]")
_KATAKANA = {
    "k": "カキクケコヵヶガギグゲゴ", "s": "サシスセソ", "j": "ザジズゼゾヂヅ", "t": "タチツテトダデド",
    "n": "ナニヌネノン", "p": "バビブベボパピプペポヴフ", "m": "マミムメモ", "r": "ラリルレロ",
    "": "ッーァィゥェォャュョヮアイウエオヤユヨワヰヱヲハヒヘホ",
}  # fmt: skip
_OF_KATAKANA = {ord(sign): sound for sound, signs in _KATAKANA.items() for sign in signs}
# チャ チェ チョ and a doubled ッチ write ch or tch, other チ mostly t (チューブ tube, チタン titanium).
_CH = re.compile(r"(?<=ッ)チ|チ(?=[ャェョ])")
_NASAL = re.compile(r"n(?=[pm])")
_MIN_SOUNDS = 3
_MIN_LATIN = 5
_OPEN, _BREATH = "a", "h"
_SINO_KOREAN = frozenset(
    """
    가각간갈감갑강개객갱거건걸검겁게격견결겸경계고곡곤골공곶과곽관괄광괘괴굉교구국군굴궁권궐궤귀규균귤극근글금급긍기긴길김끽
    나낙난날남납낭내냉녀년념녕노농뇌뇨누눈눌뉴능니닉다단달담답당대댁덕도독돈돌동두둔득등라락란랄람랍랑래랭략량려력련렬렴렵령례
    로록론롱뢰료룡루류륙륜률륭륵름릉리린림립마막만말망매맥맹면멸명모목몰몽묘무묵문물미민밀박반발방배백번벌범법벽변별병보복본봉부북
    분불붕비빈빙사삭산살삼삽상쌍새색생서석선설섬섭성세소속손솔송쇄쇠수숙순술숭슬습승시식신실심십씨아악안알암압앙애액앵야약양어억언
    엄업여역연열염엽영예오옥온옹와완왈왕왜외요욕용우욱운울웅원월위유육윤율융은을음읍응의이익인일임입잉자작잔잠잡장재쟁저적전절점접정
    제조족존졸종좌죄주죽준중즉즐즙증지직진질짐집징차착찬찰참창채책처척천철첨첩청체초촉촌총촬최추축춘출충췌취측층치칙친칠침칭쾌타탁
    탄탈탐탑탕태택탱토통퇴투특판팔패팽편폄평폐포폭표품풍피필핍하학한할함합항해핵행향허헌험혁현혈혐협형혜호혹혼홀홍화확환활황회획횡
    효후훈훤훼휘휴흉흑흔흘흠흡흥희
    """
)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Consonant skeleton of a Hangul, katakana or Latin word, or '' when it is too short to mean anything.

    Voiced and unvoiced, l and r, f and p fall together, as they do in Korean and Japanese transcriptions. Whether a
    word opens with a vowel or a breath is kept (`a`, `h`), else `hybrid`, `operator` and `pilot` would sound alike.
    """
    first = word[:1]
    if "\uac00" <= first <= "\ud7a3":
        sounds, opening = _of_hangul(word), _OPENINGS.get((ord(first) - 0xAC00) // 588, "")
    elif "\u30a1" <= first <= "\u30fa":
        sounds, opening = _of_katakana(word), _opening_of_katakana(first)
    elif len(word) >= _MIN_LATIN:
        sounds, opening = _of_latin(word), _opening_of_latin(first.casefold())
    else:
        return ""
    sounds = _NASAL.sub("m", sounds)
    return opening + sounds if len(sounds) >= _MIN_SOUNDS else ""


def is_sino_korean(word: str) -> bool:
    """Whether every syllable of a Hangul word is the reading of a Chinese character, hence hardly a loan word."""
    return _SINO_KOREAN.issuperset(word)


def _opening_of_latin(letter: str) -> str:
    if letter == "h":
        return _BREATH
    return _OPEN if _SILENT.fullmatch(letter) else ""


def _opening_of_katakana(sign: str) -> str:
    if sign in "ハヒヘホ":
        return _BREATH
    return "" if _OF_KATAKANA.get(ord(sign)) else _OPEN


def _of_katakana(word: str) -> str:
    return _CH.sub("ジ", word).translate(_OF_KATAKANA)


def _of_hangul(word: str) -> str:
    sounds = ""
    for character in word:
        index = ord(character) - 0xAC00
        if not 0 <= index < 11_172:
            return ""
        sounds += _INITIALS[index // 588]
        # ㄹㄹ between vowels writes one foreign l.
        sounds = sounds[:-1] if sounds.endswith("rr") and index // 588 == 5 else sounds
        sounds += _FINALS[index % 28]
    return sounds


def _of_latin(word: str) -> str:
    spelled = _AGENT_ENDING.sub("", _DOUBLED.sub(r"\1", word.casefold()))
    for written, spoken in _SPELLINGS:
        spelled = spelled.replace(written, spoken)
    return _SILENT.sub("", spelled).translate(_SOUNDS)
