"""What somebody's leaving sets off in meetings."""

from flask import Flask

from matchmaker.accounts import closing, people
from matchmaker.introductions.panels import add_todos
from matchmaker.meetings.leaving import sections, views  # noqa: F401 - the page registers itself
from matchmaker.meetings.leaving.service import hand_over_meetings


def init_app(_app: Flask) -> None:
    """Hand meetings over when an account is closed or shut."""
    for hooks in (closing.on_close, people.on_shut):
        if hand_over_meetings not in hooks:
            hooks.append(hand_over_meetings)
    add_todos(sections.todos)
