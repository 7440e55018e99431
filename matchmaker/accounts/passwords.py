"""Passwords and secrets: argon2id hashes, mailed secrets, second-factor codes."""

import base64
import hashlib
import hmac
import secrets
import time
import unicodedata

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from config import Config

STEP_SECONDS = 30
ISSUER = "Siheung Bio Gateway"


def _hasher() -> PasswordHasher:
    config: Config = current_app.extensions["config"]
    return PasswordHasher(time_cost=config.password_time_cost, memory_cost=config.password_memory_kib, parallelism=1)


def _composed(password: str) -> str:
    """`password` in NFC: keyboards send Hangul and accents composed or not, and both are one password."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """argon2id hash of `password` with the costs of the settings (RFC 9106)."""
    return _hasher().hash(_composed(password))


def password_fits(stored: str, password: str) -> bool:
    """Whether `password` is the one behind the hash `stored`."""
    try:
        return _hasher().verify(stored, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(stored)


def waste_time(password: str) -> None:
    """Spend what a real check costs, so that unknown addresses answer no faster."""
    hash_password(password)


def new_secret() -> str:
    """A secret for a mailed link: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hex (enough for random 256 bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(code: str) -> str:
    """What is kept of a recovery code: keyed, since a code is short."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, code.replace("-", "").lower().encode(), hashlib.sha256).hexdigest()


def new_recovery_code() -> str:
    """A recovery code of 10 characters in two groups, without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    text = "".join(secrets.choice(letters) for _ in range(10))
    return f"{text[:5]}-{text[5:]}"


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor" + str(current_app.config["SECRET_KEY"]).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def new_totp_secret() -> str:
    """An encrypted second-factor secret (RFC 6238), ready to be stored."""
    return seal(pyotp.random_base32())


def seal(secret: str) -> str:
    """`secret` encrypted with a key made from the service's own."""
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret that `seal` encrypted. Raises InvalidToken when another key sealed it."""
    return _cipher().decrypt(sealed.encode()).decode()


def grouped(sealed: str) -> str:
    """The secret in groups of four, to be typed where no camera is at hand."""
    secret = unseal(sealed)
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def totp_address(sealed: str, email: str) -> str:
    """The `otpauth://` address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(unseal(sealed)).provisioning_uri(name=email, issuer_name=ISSUER)


def totp_now(sealed: str) -> str:
    """The code of this moment."""
    return pyotp.TOTP(unseal(sealed)).now()


def totp_step(sealed: str, code: str) -> int | None:
    """The 30-second step that `code` belongs to, looking one step to either side; None when it fits none.

    A secret sealed with another key (the service's own was changed) fits nothing: recovery codes are gone with the
    key too, and an administrator resets the second factor.
    """
    try:
        totp = pyotp.TOTP(unseal(sealed))
    except InvalidToken:
        return None
    present = int(time.time()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), code.encode()):
            return step
    return None
