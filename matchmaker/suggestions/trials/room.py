"""What blind comparisons give to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording
from matchmaker.suggestions.trials import jobs, views  # noqa: F401 - jobs register themselves
from matchmaker.suggestions.trials.wording import (
    OUTCOME_SENTENCE,
    STATE_KIND,
    STATE_LABEL,
    VERDICT_LABEL,
    WORDING,
    variant_label,
)


def init_app(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(
        TRIAL_STATE_LABEL=STATE_LABEL, TRIAL_STATE_KIND=STATE_KIND, VERDICT_LABEL=VERDICT_LABEL,
        OUTCOME_SENTENCE=OUTCOME_SENTENCE, variant_label=variant_label,
    )  # fmt: skip
    add_wording(WORDING)
    add_navigation("staff_trials.index", _l("Blind comparison"), Permission.SUGGESTION_ANY, order=64)
