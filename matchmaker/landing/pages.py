"""What the pages of this room share: deeds whose refusal is said on the page."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.saving import PASSES
from matchmaker.foundation.wording import say


def act(work: Callable[[], object], words: str, url: str) -> ResponseReturnValue:
    """Do `work`, say `words`, and go to `url`; a refusal of the rules is said there instead."""
    try:
        with transaction():
            work()
    except RuleViolation as refusal:
        if refusal.code in PASSES:
            raise
        flash(say(refusal), "error")
        return redirect(url)
    flash(words, "success")
    return redirect(url)
