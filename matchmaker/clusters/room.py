"""What the room `clusters` gives to the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from matchmaker.clusters import listing, place_views, views  # noqa: F401 - pages register themselves
from matchmaker.clusters.cli import cluster_cli
from matchmaker.clusters.wording import WORDING
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.bp)
    app.cli.add_command(cluster_cli)
    listing.init_app()
    add_wording(WORDING)
    add_navigation("clusters.index", _l("Clusters"), Permission.CLUSTER_MANAGE, order=90, in_cluster=True)
