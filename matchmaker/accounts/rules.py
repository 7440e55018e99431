"""What the room of accounts knows by heart: consents, lifetimes, limits, names."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email


class TokenPurpose(StrEnum):
    """What a mailed link is for."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    INVITATION = "invitation"


TOKEN_LIFETIME = {
    TokenPurpose.CONFIRM_EMAIL: timedelta(days=3),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
    TokenPurpose.INVITATION: timedelta(days=14),
}
TOKENS_KEPT = timedelta(days=30)
"""How long a link that has expired is remembered, so that its page can say why it does not work."""

UNCONFIRMED_KEPT = timedelta(days=14)
"""How long a sign-up waits for its address to be confirmed before it is forgotten."""


class ConsentPurpose(StrEnum):
    """What a person agrees to, each asked separately, unticked, and open to withdrawal (PIPA art. 15, 22, 28-8)."""

    TERMS = "terms"
    PRIVACY = "privacy"
    PUBLICATION = "publication"
    OVERSEAS = "overseas"
    MESSAGES = "messages"
    STATISTICS = "statistics"


CONSENT_VERSION = {
    ConsentPurpose.TERMS: "2026-11",
    ConsentPurpose.PRIVACY: "2026-11",
    ConsentPurpose.PUBLICATION: "2026-11",
    ConsentPurpose.OVERSEAS: "2026-11",
    ConsentPurpose.MESSAGES: "2026-11",
    ConsentPurpose.STATISTICS: "2026-11",
}
REQUIRED_CONSENTS = frozenset({ConsentPurpose.TERMS, ConsentPurpose.PRIVACY})

EMAIL_MAX = 254
NAME_MAX = 120
RECOVERY_CODES = 10
LOCK_AFTER_FAILURES = 8
LOCK_FOR = timedelta(minutes=15)
SECOND_STEP_WITHIN = timedelta(minutes=5)
"""How long after the password the code of the second factor may follow."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What a person gives at sign-up."""

    email: str
    password: str
    full_name: str
    locale: str
    time_zone: str
    consents: frozenset[ConsentPurpose]


def usual_address(address: str) -> str | None:
    """`address` in its usual spelling, small letters and plain domain; None when it is no e-mail address."""
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def is_plain_name(name: str) -> bool:
    """Whether `name` can be a person's name: sign-up mails carry it to strangers, so it holds no address or mark-up."""
    lowered = name.lower()
    return not any(part in lowered for part in ("://", "www.", "/", "\\", "@", "<", ">", "=", ".com", ".kr"))


def local_path(address: str | None) -> str | None:
    """`address` if it is a path of this service, else None: browsers read `//host` and `/\\host` as other sites."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(letter) < 33 or ord(letter) == 127 for letter in address):
        return None
    return address
