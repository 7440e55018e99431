"""What the room `organisations` gives to the application."""

from flask import Flask, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from matchmaker.accounts import closing
from matchmaker.foundation.database import db
from matchmaker.foundation.navigation import add_navigation
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import add_essential, add_topic
from matchmaker.foundation.wording import add_wording, say
from matchmaker.organisations import joining, profile_views, staff_views, vetting_views, views, wording
from matchmaker.organisations.importing import room as importing
from matchmaker.organisations.service import NoOrganisationYet


def lead_to_start(refusal: NoOrganisationYet) -> ResponseReturnValue:
    """A page for members with an organisation, opened by one without: show where it is made or joined."""
    db.session.rollback()
    flash(say(refusal), "info")
    return redirect(url_for("organisations.start"))


def init_app(app: Flask) -> None:
    """Open the room."""
    for module in (views, profile_views, staff_views, vetting_views):
        app.register_blueprint(module.bp)
    importing.init_app(app)
    app.register_error_handler(NoOrganisationYet, lead_to_start)
    add_wording(wording.WORDING)
    add_topic("organisations", _l("Requests to join an organisation"), {"join_asked"}, order=70)
    add_topic(
        "organisations_staff", _l("Profiles to be vetted"), {"organisation_submitted"}, order=71,
        permission=Permission.ORGANISATION_VET,
    )  # fmt: skip
    add_essential({"organisation_decided", "join_decided"})
    labels = ("STATE_KIND", "SOURCE_LABEL", "WANT_LABEL", "FIELD_LABEL", "REASON_LABEL", "CHECK_LABEL", "TIER_LABEL")
    app.jinja_env.globals |= {name: getattr(wording, name) for name in labels}
    add_navigation("organisations.own", _l("My organisation"), Permission.ORGANISATION_OWN, order=20)
    add_navigation("vetting.queue", _l("Profile vetting"), Permission.ORGANISATION_VET, order=62)
    add_navigation("staff_organisations.index", _l("Organisations"), Permission.ORGANISATION_BROWSE, order=20)
    if joining.leave not in closing.on_close:
        closing.on_close.append(joining.leave)
