"""What mails are about: rooms name their topics here, and a person chooses how often to hear of each."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString

from matchmaker.foundation.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Topic:
    """Mail kinds that are switched together; `permission` None means that everybody gets such mails."""

    code: str
    label: LazyString
    kinds: frozenset[str]
    order: int
    permission: Permission | None = None


_TOPICS: dict[str, Topic] = {}
_ESSENTIAL: set[str] = set()


def add_topic(
    code: str, label: LazyString, kinds: Collection[str], *, order: int, permission: Permission | None = None
) -> None:
    """Let people choose how often mails of these kinds come; only holders of `permission` are asked."""
    _TOPICS[code] = Topic(code, label, frozenset(kinds), order, permission)


def add_essential(kinds: Collection[str]) -> None:
    """Name kinds that always go at once and cannot be switched off: security, invitations, decisions on membership."""
    _ESSENTIAL.update(kinds)


def essential() -> frozenset[str]:
    """All kinds that were named as essential."""
    return frozenset(_ESSENTIAL)


def topics() -> list[Topic]:
    """All topics in their order."""
    return sorted(_TOPICS.values(), key=lambda topic: (topic.order, topic.code))


def topics_for(actor: Actor) -> list[Topic]:
    """The topics of which this person gets mails."""
    return [topic for topic in topics() if topic.permission is None or actor.may(topic.permission)]


def topic_of(kind: str) -> Topic | None:
    """The topic of mail `kind`; None for mails that always go at once."""
    return next((topic for topic in _TOPICS.values() if kind in topic.kinds), None)
