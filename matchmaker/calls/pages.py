"""What the pages of this room share."""

from matchmaker.foundation.saving import PASSES

STAY_ON_PAGE = PASSES | {"call.bad_move", "call.answer_bad_move"}
"""Refusals that have a page of their own; the others are said in the form."""
