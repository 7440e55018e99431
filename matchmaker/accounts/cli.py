"""Commands: make an account, show the one-time code of a demonstration account."""

import sys

import click
from email_validator import EmailNotValidError, validate_email

from matchmaker.accounts import passwords
from matchmaker.accounts.models import User
from matchmaker.accounts.people import make_person, make_staff
from matchmaker.accounts.service import find_by_email
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.outbox import in_language
from matchmaker.foundation.permissions import Role
from matchmaker.foundation.wording import say

accounts_cli = click.Group("accounts", help="Accounts of people.")


def _refused(error: RuleViolation) -> click.ClickException:
    """The refusal in English, as everything else that commands say."""
    with in_language("en"):
        return click.ClickException(say(error))


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """An address as it is stored."""
    try:
        found = validate_email(value, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from error
    return found.normalized.lower()


def _cluster(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A code of the list of clusters."""
    if value is not None and not is_known("cluster", value):
        raise click.BadParameter(f"{value!r} is not in the list of clusters")
    return value


@accounts_cli.command()
@click.argument("email", callback=_address)
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.MEMBER.value, show_default=True)
@click.option("--name", required=True, help="Full name.")
@click.option("--cluster", callback=_cluster, help="Code of the cluster; for co-brokers only.")
@click.option("--locale", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Password from standard input; else an invitation is mailed.")
@click.option("--confirmed", is_flag=True, help="The address is known to be right; no confirmation mail.")
def create(
    email: str, role: str, name: str, cluster: str | None, locale: str, password_stdin: bool, confirmed: bool
) -> None:
    """Make an account for EMAIL."""
    kind = Role(role)
    if confirmed and not password_stdin:
        raise click.UsageError("--confirmed needs --password-stdin: an invitation confirms the address by itself.")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        with transaction():
            user = _make(email, kind, name.strip(), cluster, locale, password, confirmed)
            number = user.id
    except RuleViolation as error:
        raise _refused(error) from error
    click.echo(f"account {number}: {email}, {kind.value}")


def _make(
    email: str, role: Role, name: str, cluster: str | None, locale: str, password: str | None, confirmed: bool
) -> User:
    if password is None:
        return make_staff(email, full_name=name, role=role, cluster=cluster, locale=locale, actor_id=None)
    return make_person(
        email, full_name=name, role=role, password=password, cluster=cluster, locale=locale, confirmed=confirmed
    )


@accounts_cli.command()
@click.argument("email")
def code(email: str) -> None:
    """Print the present one-time code of the demonstration account EMAIL (addresses ending in .example only)."""
    try:
        click.echo(_present_code(email.strip().lower()))
    except RuleViolation as error:
        raise _refused(error) from error


def _present_code(email: str) -> str:
    if not email.endswith(".example"):
        raise RuleViolation("account.not_demo")
    user = find_by_email(email)
    if user is None or user.totp_secret is None:
        raise RuleViolation("account.no_second_factor")
    return passwords.totp_now(user.totp_secret)
