"""The types of opportunity (list `profile_type`): which way they face, and which partnerships they allow; pure."""

from dataclasses import dataclass

from matchmaker.foundation.errors import RuleViolation
from matchmaker.vocabulary import Code, vocabulary

OFFER, NEED, BOTH = "offer", "need", "both"


@dataclass(frozen=True, slots=True)
class ProfileType:
    """One type. `side` is `offer`, `need` or `both`; `partnership_types` are the codes it allows, in list order."""

    code: str
    side: str
    partnership_types: tuple[str, ...]

    @property
    def offers(self) -> bool:
        """Whether something can be offered."""
        return self.side in {OFFER, BOTH}

    @property
    def needs(self) -> bool:
        """Whether something can be needed."""
        return self.side in {NEED, BOTH}


def profile_type(code: str) -> ProfileType:
    """The type with this code. Raises RuleViolation for a code that is none."""
    listed = vocabulary().codes("profile_type")
    if not listed.has(code):
        raise RuleViolation("opportunity.unknown_type")
    return _from_code(listed[code])


def profile_types() -> tuple[ProfileType, ...]:
    """All types, in the order of the list."""
    return tuple(_from_code(entry) for entry in vocabulary().codes("profile_type"))


def _from_code(entry: Code) -> ProfileType:
    return ProfileType(entry.code, entry.extra["side"], entry.parts("partnership_types"))
