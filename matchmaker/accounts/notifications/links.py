"""Links that end mails with one click (RFC 8058), signed, so that nobody can make one for somebody else.

They do not run out: a mail may be read years later, and all that such a link can do is to send less.
"""

from collections.abc import Collection, Mapping
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from matchmaker.accounts.notifications.rules import Rhythm
from matchmaker.foundation.errors import NotFound


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"notifications.{purpose}")


def unsubscribe_url(user_id: int, topics: Collection[str]) -> str:
    """Where one click ends mails of `topics` to a person."""
    base_url: str = current_app.extensions["config"].base_url
    return f"{base_url}/unsubscribe/{_signer('off').dumps([user_id, *sorted(topics)])}"


def read_unsubscribe(token: str) -> tuple[int, frozenset[str]]:
    """The person and the topics of an unsubscribe link. Raises NotFound for one that is not ours."""
    user_id, *topics = _read("off", token)
    return user_id, frozenset(topics)


def undo_token(user_id: int, before: Mapping[str, Rhythm]) -> str:
    """What brings back the rhythms from before an unsubscription."""
    return str(_signer("undo").dumps([user_id, dict(before)]))


def read_undo(token: str) -> tuple[int, dict[str, Rhythm]]:
    """The person and the rhythms to bring back. Raises NotFound for a token that is not ours."""
    user_id, before = _read("undo", token)
    return user_id, {code: Rhythm(rhythm) for code, rhythm in before.items()}


def _read(purpose: str, token: str) -> list[Any]:
    try:
        found: list[Any] = _signer(purpose).loads(token)
    except BadData as error:
        raise NotFound("not_found") from error
    return found
