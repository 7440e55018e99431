"""The mapping that the vocabulary keeps: capability → unit operation, with certificates and a reason in one line."""

from functools import cache

from matchmaker.manufacturing.rules import Use
from matchmaker.vocabulary import vocabulary

LIST = "capability_operation"


@cache
def uses() -> tuple[Use, ...]:
    """The whole mapping, in the order of its file; its labels are the reasons."""
    return tuple(
        Use(entry.code, entry.extra["capability"], entry.extra["unit_operation"], entry.parts("standards"))
        for entry in vocabulary().codes(LIST)
    )
