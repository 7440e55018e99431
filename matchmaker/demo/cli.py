"""Commands of the demo: load it, and say how to get in."""

import click
from flask import current_app

from config import Config
from matchmaker.accounts import passwords
from matchmaker.clusters.loading import load_all
from matchmaker.demo import brokerage, facilities, reader, service, way_in
from matchmaker.foundation.database import transaction

demo_cli = click.Group("demo", help="The demo cluster of fictional firms and partners.")


@demo_cli.command()
def load() -> None:
    """Load the demo cluster; what is there already stays as it is."""
    data = reader.read()
    total = len(data.organisations)
    with transaction(), click.progressbar(length=total, label="Loading the demo cluster") as bar:
        records = load_all()
        added = service.load(data, lambda: bar.update(1))
        service.make_logins(service.FIRM_KEY, service.PARTNER_KEY)
        introduced = brokerage.load()
        facilities.load()
        examples = way_in.load()
    click.echo(f"{records} records of the cluster were new.")
    click.echo(f"{added} of {total} organisations were new.")
    click.echo(f"{introduced} introductions were made.")
    click.echo(f"{examples} kinds of examples of the way in were made.")


@demo_cli.command()
def welcome() -> None:
    """Print the address and the three logins."""
    config: Config = current_app.extensions["config"]
    code = passwords.totp_now(passwords.seal(service.BROKER_SECRET))
    click.echo(
        f"""
  The gateway is at  {config.base_url}

    firm      {service.FIRM}     (Korean)
    partner   {service.PARTNER}  (English)
    broker    {service.BROKER}   one-time code now: {code}   later: make code
    password of all three: {service.PASSWORD}

  Mails are kept as files in {config.instance / "mail"}.  Ctrl-C ends the service.
"""
    )
