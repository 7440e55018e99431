"""Words for stages, kinds of waiting and deeds."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.desk.bulk.rules import BulkAct
from matchmaker.desk.rules import Stage
from matchmaker.introductions.rules import Act

_STAGES: Mapping[Stage, LazyString] = {
    Stage.SUBMITTED: _l("Sent in"), Stage.REVIEW: _l("In review"), Stage.NEED_INFO: _l("With the requester"),
    Stage.FORWARDED: _l("With the counterpart"), Stage.INTRODUCED: _l("Introduced"), Stage.MEETING: _l("Meeting"),
    Stage.CLAIMED: _l("Outcome claimed"), Stage.AUDITED: _l("Outcome audited"), Stage.CLOSED: _l("Closed"),
}  # fmt: skip
_ACTS: Mapping[Act, LazyString] = {
    Act.TAKE: _l("Take it"),
    Act.FORWARD: _l("Forward"),
    Act.APPROVE: _l("Approve"),
    Act.RETURN: _l("Return for more"),
    Act.REFUSE: _l("Refuse"),
}


def stage_label(stage: Stage) -> str:
    """The name of a column."""
    return str(_STAGES[stage])


def act_label(act: Act) -> str:
    """What a deed is called in a menu."""
    return str(_ACTS[act])


_BULK: Mapping[BulkAct, LazyString] = {
    BulkAct.TAKE: _l("Take it"), BulkAct.ASSIGN: _l("Put somebody in charge"), BulkAct.RETURN: _l("Return for more"),
    BulkAct.REFUSE: _l("Refuse"), BulkAct.TASK: _l("Add a task"), BulkAct.NOTE: _l("Add an internal note"),
}  # fmt: skip


def bulk_label(act: BulkAct) -> str:
    """What a bulk action is called."""
    return str(_BULK[act])
