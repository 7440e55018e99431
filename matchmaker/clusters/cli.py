"""The command that gives an installation the records of the cluster."""

import click

from matchmaker.clusters.loading import load_all
from matchmaker.foundation.database import transaction

cluster_cli = click.Group("cluster", help="Clusters, sites, offices and facilities.")


@cluster_cli.command()
def load() -> None:
    """Load clusters, sites, offices and facilities; what is there already stays as it is."""
    with transaction():
        added = load_all()
    click.echo(f"{added} records of the cluster were new.")
