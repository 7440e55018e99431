"""What the pages of this room share: refusals that have a page of their own, versions sent by a button."""

from flask import request

STAY_ON_PAGE = frozenset({"changed_meanwhile", "forbidden", "call.bad_move", "call.answer_bad_move"})
"""Refusals that have a page of their own; the others are said in the form."""


def sent_version() -> int | None:
    """The version that the reader saw, from a form that is one button."""
    return row_version(request.form.get("version", ""))


def row_version(text: str) -> int | None:
    """A version number; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
