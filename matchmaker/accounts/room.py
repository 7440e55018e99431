"""What the room of accounts gives to the application."""

from typing import Any, NamedTuple

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from matchmaker.accounts import (  # noqa: F401 - jobs and pages register themselves
    jobs,
    link_views,
    people_views,
    second_factor_views,
    sessions,
    settings_views,
    time_zones,
    views,
)
from matchmaker.accounts.blueprint import bp
from matchmaker.accounts.cli import accounts_cli
from matchmaker.accounts.closing import on_close
from matchmaker.accounts.notifications import service as notifications
from matchmaker.accounts.notifications import views as notification_views  # noqa: F401 - pages register themselves
from matchmaker.accounts.wording import CONSENT_LABEL, ROLE_LABEL, WORDING
from matchmaker.foundation import outbox, topics
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.wording import add_wording


class AccountLink(NamedTuple):
    """A link of the account menu; `writes` makes it a form."""

    label: str
    url: str
    writes: bool = False


ESSENTIAL = frozenset({
    "account_closed", "account_locked", "already_registered", "confirm_email", "finish_sign_up", "invitation",
    "password_changed", "reset_password", "second_factor_removed", "second_factor_set",
})  # fmt: skip
"""Mails of this room that nobody can switch off."""


def account_links() -> list[AccountLink]:
    """Links of the account menu for the present reader."""
    if not current_user.is_authenticated:
        return [
            AccountLink(_("Sign in"), url_for("accounts.sign_in")),
            AccountLink(_("Sign up"), url_for("accounts.sign_up")),
        ]
    return [
        AccountLink(_("Account settings"), url_for("accounts.settings")),
        AccountLink(_("Notifications"), url_for("accounts.notifications")),
        AccountLink(_("Sign out"), url_for("accounts.sign_out"), writes=True),
    ]


def init_app(app: Flask) -> None:
    """Open the room."""
    sessions.init_app(app)
    app.register_blueprint(bp)
    app.register_blueprint(people_views.bp)
    app.cli.add_command(accounts_cli)
    app.add_template_filter(lambda zone: time_zones.name_of(zone, locale()), "time_zone_name")
    app.jinja_env.globals |= {"ROLE_LABEL": ROLE_LABEL, "CONSENT_LABEL": CONSENT_LABEL}
    add_wording(WORDING)
    topics.add_essential(ESSENTIAL)
    outbox.set_planner(notifications.Planner())
    if notifications.forget not in on_close:
        on_close.append(notifications.forget)
    add_navigation("people.index", _l("People"), Permission.ACCOUNT_MANAGE, order=90)
    add_navigation("foundation.audit_log", _l("Audit log"), Permission.AUDIT_READ, order=91)
    add_navigation("foundation.mail_outbox", _l("E-mail outbox"), Permission.OUTBOX_READ, order=92)

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"account_links": account_links}
