"""What the room `assets` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.assets import views
from matchmaker.assets.wording import availability, code_labels, published_date, topic_label
from matchmaker.foundation.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.add_template_filter(published_date)
    app.add_template_filter(availability)
    app.add_template_filter(topic_label)
    app.add_template_filter(code_labels)
    add_navigation("assets.index", _l("Cluster assets"), None, order=50, in_cluster=True)
