"""The application: the ground, then the rooms along the river. Only this module knows all of them."""

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from config import ROOT, Config
from matchmaker.accounts import room as accounts
from matchmaker.assets import room as assets
from matchmaker.calls import room as calls
from matchmaker.clusters import room as clusters
from matchmaker.compliance import room as compliance
from matchmaker.consortia import room as consortia
from matchmaker.demo import room as demo
from matchmaker.demonstrations import room as demonstrations
from matchmaker.desk import room as desk
from matchmaker.foundation import jobs
from matchmaker.foundation import room as foundation
from matchmaker.foundation.database import db
from matchmaker.gateway import room as gateway
from matchmaker.introductions import room as introductions
from matchmaker.landing import room as landing
from matchmaker.manufacturing import room as manufacturing
from matchmaker.meetings import room as meetings
from matchmaker.opportunities import room as opportunities
from matchmaker.organisations import room as organisations
from matchmaker.outcomes import room as outcomes
from matchmaker.routes import room as routes
from matchmaker.suggestions import room as suggestions
from matchmaker.threads import room as threads

ROOMS = (
    foundation, accounts, clusters, organisations, opportunities, assets, suggestions, routes, manufacturing,
    introductions, compliance, threads, meetings, outcomes, calls, consortia, landing, demonstrations, desk, gateway, demo,
)  # fmt: skip


def create_app(config: Config | None = None) -> Flask:
    """The service with the settings of `config` (default: those of the environment).

    Raises VocabularyError when the coded lists or the glossary are broken, ValueError for a setting that is.
    """
    config = config or Config.from_environment()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(config.instance.resolve()),
    )
    app.config.from_mapping(config.flask_settings())
    app.extensions["config"] = config
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for room in ROOMS:
        room.init_app(app)
    jobs.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True)
    return app
