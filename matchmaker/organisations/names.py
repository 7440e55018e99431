"""Names and web addresses in a form that can be compared; pure."""

import re
import unicodedata
from urllib.parse import urlsplit

# Legal forms say nothing about which company it is; they are cut off before names are compared.
_LEGAL_FORMS = re.compile(
    r"(주식회사|유한회사|유한책임회사|\(주\)|㈜|\(유\)|재단법인|사단법인|의료법인|\(재\)|\(사\)"
    r"|\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|kg|ag|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|kk"
    r"|pte|pty)\b\.?"
    r"|株式会社|有限会社|合同会社|股份有限公司|有限公司)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}", re.IGNORECASE)
_ACCENTS = re.compile("[\u0300-\u036f]")
# Sites that carry pages of many: an address there says nothing about whose it is.
_NO_SITES = frozenset({
    "naver.com", "blog.naver.com", "cafe.naver.com", "smartstore.naver.com", "facebook.com", "linkedin.com",
    "kr.linkedin.com", "instagram.com", "youtube.com", "x.com", "twitter.com", "sites.google.com", "notion.site",
    "tistory.com", "github.com",
})  # fmt: skip
_SHARED_LABELS = frozenset({"co", "com", "or", "org", "ac", "edu", "go", "gov", "re", "ne", "net", "pe"})
MAIL_PROVIDERS = frozenset({
    "gmail.com", "googlemail.com", "naver.com", "daum.net", "hanmail.net", "nate.com", "kakao.com", "hotmail.com",
    "outlook.com", "live.com", "yahoo.com", "yahoo.co.jp", "yahoo.co.kr", "icloud.com", "me.com", "proton.me",
    "protonmail.com", "gmx.de", "gmx.net", "gmx.ch", "web.de", "bluewin.ch", "qq.com", "163.com", "126.com", "aol.com",
})  # fmt: skip
"""Providers of personal mail: an address there is no evidence of an employer."""


def fold(text: str) -> str:
    """`text` in one width, one case and without Latin accents."""
    wide = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", wide))


def bare_name(name: str | None) -> str:
    """`name` without its legal form; the whole name when nothing else is in it."""
    text = unicodedata.normalize("NFKC", name or "")
    joined = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    bare = " ".join(_LEGAL_FORMS.sub(" ", joined).split()).strip(" ,.-·&")
    return bare if any(letter.isalnum() for letter in bare) else text.strip()


def name_key(name: str | None) -> str:
    """`name` without legal form, case, accents, spaces and punctuation: equal keys mean the same name."""
    return "".join(letter for letter in fold(bare_name(name).replace("&", " and ")) if letter.isalnum())


def domain_of(address: str | None) -> str | None:
    """Host of a web address without `www.`, in lower case and ASCII; None when it is none or says nothing."""
    text = (address or "").strip()
    if not text:
        return None
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
        ascii_host = (host or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    bare = ascii_host.removeprefix("www.")
    known = "." in bare and bare not in _NO_SITES and re.fullmatch(r"[a-z0-9.-]{3,253}", bare)
    return bare if known else None


def web_address(text: str | None) -> str | None:
    """An http(s) address as it is stored, `https://` added where no scheme was typed; None for anything else."""
    typed = (text or "").strip()
    full = (
        typed
        if re.match(r"[a-z][a-z0-9+.-]*:", typed, re.IGNORECASE) and "." not in typed.split(":")[0]
        else f"https://{typed}"
    )
    try:
        parts = urlsplit(full)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        _ = parts.port
    except (ValueError, UnicodeError):
        return None
    good = (
        parts.scheme.lower() in {"http", "https"}
        and not parts.username
        and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)
    )
    return full if good and not re.search(r"[\s<>\"\\^`{|}]", full) else None


def covering_domains(domain: str) -> list[str]:
    """`domain` and the domains above it that belong to one owner: `lab.firm.co.kr` gives that and `firm.co.kr`."""
    labels = domain.split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return [name for name in above if not is_shared_domain(name)]


def is_shared_domain(domain: str) -> bool:
    """Whether many unrelated sites lie below `domain`, as below `co.kr`."""
    labels = domain.split(".")
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in _SHARED_LABELS and len(labels[1]) == 2)


def mail_domain(email: str | None) -> str | None:
    """The domain of a mail address; None for personal mail and for no address."""
    domain = (email or "").strip().lower().rpartition("@")[2]
    return domain if "." in domain and domain not in MAIL_PROVIDERS else None


def is_same_owner(mail: str | None, website: str | None) -> bool:
    """Whether a mail address lies in the domain of a website, or the other way round."""
    if not mail or not website:
        return False
    return bool(set(covering_domains(mail)) & {website}) or bool(set(covering_domains(website)) & {mail})


def registration_key(number: str | None) -> str | None:
    """A registration number without spaces and dashes; None for nothing."""
    return re.sub(r"[\s\-.]", "", number or "").upper() or None
