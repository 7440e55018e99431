"""What the room `compliance` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.compliance import gates, views
from matchmaker.compliance.letters import EASED, KIND
from matchmaker.compliance.panels import panel, todos
from matchmaker.compliance.wording import WORDING
from matchmaker.foundation.topics import add_topic
from matchmaker.foundation.wording import add_wording
from matchmaker.introductions.gates import add_gate
from matchmaker.introductions.panels import add_panel, add_todos
from matchmaker.opportunities.gates import add_document_gate


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views.staff_bp)
    add_wording(WORDING)
    add_topic("compliance", _l("Compliance decisions"), {KIND, EASED}, order=36)
    add_panel(panel)
    add_todos(todos)
    add_gate(gates.contacts)
    add_document_gate(gates.document)
