"""What the templates of the room call."""

from collections.abc import Iterable

from flask import Flask, request
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.organisations.presenting import QualityView
from matchmaker.suggestions.wording import BASIS_LABEL, DIRECTION_LABEL, GRADE_LABEL, STAFF_DIRECTION_LABEL


def code_labels(list_name: str, codes: Iterable[str]) -> list[str]:
    """Labels of several codes in the reader's language."""
    return [code_label(list_name, code) for code in codes]


def quality_labels(qualities: Iterable[QualityView]) -> list[str]:
    """Each quality standard with how far the organisation is with it."""
    return [
        _("%(standard)s (%(status)s)", standard=code_label("standard", one.standard),
          status=code_label("standard_status", one.status))
        for one in qualities
    ]  # fmt: skip


def list_url() -> str:
    """Address of the page being shown with its filters, to come back to."""
    return request.full_path.rstrip("?")


def init_app(app: Flask) -> None:
    """Offer them to every template."""
    app.jinja_env.globals.update(
        code_labels=code_labels, quality_labels=quality_labels, list_url=list_url, DIRECTION_LABEL=DIRECTION_LABEL,
        STAFF_DIRECTION_LABEL=STAFF_DIRECTION_LABEL, BASIS_LABEL=BASIS_LABEL, GRADE_LABEL=GRADE_LABEL,
    )  # fmt: skip
