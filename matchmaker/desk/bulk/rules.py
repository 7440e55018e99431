"""Deeds that can be done to many introductions at once."""

from collections.abc import Mapping
from enum import StrEnum

from matchmaker.introductions.rules import Act


class BulkAct(StrEnum):
    """What is done to each of the chosen."""

    TAKE = "take"
    ASSIGN = "assign"
    RETURN = "return"
    REFUSE = "refuse"
    TASK = "task"
    NOTE = "note"


AS_ACT: Mapping[BulkAct, Act] = {
    BulkAct.TAKE: Act.TAKE, BulkAct.ASSIGN: Act.ASSIGN, BulkAct.RETURN: Act.RETURN, BulkAct.REFUSE: Act.REFUSE,
    BulkAct.NOTE: Act.NOTE,
}  # fmt: skip
"""The act of the introduction's own rules that each deed is; a task is none: it changes nothing of the pair."""
