"""What meeting packs give to the application."""

from flask import Flask

from matchmaker.foundation.topics import add_essential
from matchmaker.meetings.packs import sections, sending, views  # noqa: F401 - jobs and pages register themselves
from matchmaker.meetings.sections import add_section


def init_app(_app: Flask) -> None:
    """Open the pages of packs."""
    add_essential({sending.KIND})
    add_section(sections.pack_panel)
