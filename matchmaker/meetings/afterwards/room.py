"""What reconfirmations and ratings give to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.topics import add_essential, add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_todos
from matchmaker.meetings.afterwards import (  # noqa: F401 - they register themselves
    decisions,
    jobs,
    models,
    sections,
    views,
)
from matchmaker.meetings.afterwards.wording import WORDING
from matchmaker.meetings.sections import add_section


def init_app(_app: Flask) -> None:
    """Open the pages of reconfirmations and ratings."""
    add_wording(WORDING)
    add_essential({"meeting_reconfirm"})
    add_topic("meeting_follow_up", _l("Asking how a meeting went"), {"meeting_rate"}, order=42)
    add_section(sections.reconfirmation)
    add_section(sections.afterwards)
    add_todos(sections.todos)
