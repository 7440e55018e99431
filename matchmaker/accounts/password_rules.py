"""Which passwords are refused: too short, too long, easy to guess, or made of what everybody knows of the person."""

import re

PASSWORD_MIN = 10
PASSWORD_MAX = 200
UNGUESSED_MIN = 5
"""Characters that must be left when everything easy to guess is struck out."""

_ROWS = (
    "01234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm",
    "가나다라마바사아자차카타파하", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ",
)  # fmt: skip
_RUNS = frozenset(
    piece for row in _ROWS for line in (row, row[::-1]) for i in range(len(line) - 2) for piece in [line[i : i + 3]]
)
# Words that guessing begins with, in English, in Korean, and in Korean typed on a Latin keyboard; our own names too.
_WORDS = (
    "password", "passwort", "passphrase", "passwd", "welcome", "iloveyou", "letmein", "administrator",
    "admin", "master", "dragon", "monkey", "football", "baseball", "basketball", "soccer", "superman",
    "batman", "sunshine", "princess", "shadow", "trustno1", "whatever", "starwars", "pokemon", "computer",
    "internet", "secret", "login", "guest", "test", "hello", "freedom", "michael", "jordan", "jennifer",
    "charlie", "summer", "winter", "spring", "autumn", "january", "february", "march", "april", "june",
    "july", "august", "september", "october", "november", "december", "monday", "friday", "sunday", "korea",
    "seoul", "busan", "siheung", "gateway", "cluster", "partner", "bio", "changeme", "default", "asdf",
    "qwer", "zxcv", "love", "angel", "baby", "mypass", "user", "root", "access", "flower", "cookie",
    "samsung", "company", "office", "abcd", "pass", "word", "비밀번호", "사랑해", "안녕하세요", "대한민국", "시흥",
    "바이오", "관리자", "qlalfqjsgh", "tkfkdgo", "tkfkd", "dkssudgktpdy", "eogksalsrnr", "rhksflwk", "tlgmd", "qkdldh",
    "dkssud",
)  # fmt: skip
_LEET = str.maketrans("013457@$!", "oieastasi")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.{1,6}?)\1{2,}")


def password_fault(password: str, *, email: str = "", full_name: str = "") -> str | None:
    """The refusal code for `password`, or None when it will do.

    A password is guessable when fewer than `UNGUESSED_MIN` characters are left after common words, keyboard rows,
    repetitions and years are struck out; it is personal when the same happens with the person's address and name.
    """
    if len(password) < PASSWORD_MIN:
        return "account.password_short"
    if len(password) > PASSWORD_MAX:
        return "account.password_long"
    if _unguessed(password, _WORDS) < UNGUESSED_MIN:
        return "account.password_common"
    if _unguessed(password, (*_WORDS, *_personal(email, full_name))) < UNGUESSED_MIN:
        return "account.password_personal"
    return None


def _personal(email: str, full_name: str) -> list[str]:
    """What everybody knows of a person, longest first."""
    local, _, domain = email.lower().partition("@")
    name = full_name.lower()
    words = {email.lower(), local, domain, domain.partition(".")[0], "".join(name.split()), *name.split()}
    return sorted((word for word in words if len(word) > 2), key=lambda word: (-len(word), word))


def _unguessed(password: str, words: tuple[str, ...]) -> int:
    """How many characters are left of `password`, counted on the reading that leaves fewest."""
    plain = password.lower()
    return min(_left(plain, words), _left(plain.translate(_LEET), words))


def _left(text: str, words: tuple[str, ...]) -> int:
    """Distinct characters that no word, run, repetition or year explains."""
    for word in words:
        text = text.replace(word, " ")
    text = _REPEATED.sub(" ", _YEAR.sub(" ", text))
    explained = [False] * len(text)
    for i in range(len(text) - 2):
        if text[i : i + 3] in _RUNS:
            explained[i : i + 3] = [True] * 3
    return len({letter for letter, known in zip(text, explained, strict=True) if not known and not letter.isspace()})
