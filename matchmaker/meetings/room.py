"""What the room `meetings` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_essential, add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.meetings import models, panels, staff_views, times_views, views  # noqa: F401 - tables and pages register
from matchmaker.meetings.afterwards import room as afterwards
from matchmaker.meetings.calendars import room as calendars
from matchmaker.meetings.guests import room as guests
from matchmaker.meetings.leaving import room as leaving
from matchmaker.meetings.letters import KINDS_FIXED, KINDS_ON_TIMES
from matchmaker.meetings.packs import room as packs
from matchmaker.meetings.times import views as availability
from matchmaker.meetings.wording import WORDING


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(staff_views.bp)
    app.register_blueprint(availability.bp)
    add_wording(WORDING)
    add_navigation("meetings.index", _l("Meetings"), Permission.INTRODUCTION_OWN, order=40)
    add_navigation("meetings_staff.index", _l("Meetings"), Permission.MEETING_BROKER, order=40)
    add_topic("meetings", _l("Times proposed for meetings"), KINDS_ON_TIMES, order=40)
    add_essential(KINDS_FIXED)
    add_panel(panels.meetings_panel)
    add_todos(panels.todos)
    packs.init_app(app)
    afterwards.init_app(app)
    calendars.init_app(app)
    guests.init_app(app)
    leaving.init_app(app)
