"""What the ground gives to the application."""

from flask import Flask

from matchmaker.foundation import (
    access,
    addresses,
    answers,
    codes,
    database,
    delivery,
    files,
    i18n,
    log,
    navigation,
    security,
    views,
)
from matchmaker.foundation.cli import translations_cli
from matchmaker.foundation.forms import csrf
from matchmaker.foundation.limits import limiter
from matchmaker.vocabulary.cli import vocabulary_cli


def init_app(app: Flask) -> None:
    """Set up the ground; rooms come after it."""
    log.configure(testing=app.testing)
    addresses.init_app(app)
    database.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    i18n.init_app(app)
    codes.init_app(app)
    security.init_app(app)
    answers.init_app(app)
    delivery.init_app(app)
    files.init_app(app)
    navigation.init_app(app)
    access.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(translations_cli)
    app.cli.add_command(vocabulary_cli)
