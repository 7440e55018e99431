"""Pages of what one is told, and the links at the foot of mails that end them with one click."""

from collections.abc import Collection

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from matchmaker.accounts import sessions
from matchmaker.accounts.blueprint import bp
from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import links, queries, service
from matchmaker.accounts.notifications.forms import notification_form
from matchmaker.foundation.access import public, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import csrf
from matchmaker.foundation.limits import UNSUBSCRIBE, limiter
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.topics import topics, topics_for


@bp.route("/settings/notifications", methods=["GET", "POST"])
@require(Permission.ACCOUNT_OWN)
def notifications() -> ResponseReturnValue:
    """What one is told, how often and when."""
    user = sessions.me()
    form = notification_form(topics_for(user.as_actor()), service.rhythms_of(user), service.times_of(user))
    if form.validate_on_submit():
        with transaction():
            service.change(user, rhythms=form.rhythms(), quiet=form.quiet(), digest_hour=form.digest_hour.data)
        flash(_("Your settings are saved."), "success")
        return redirect(url_for("accounts.notifications"))
    held, first = db.session.execute(queries.held_for(user.email)).one()
    page = render_template("accounts/notifications/settings.html", form=form, user=user, held=held, first=first)
    return page, 422 if form.is_submitted() else 200


@bp.get("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask before a topic is switched off: programs open links of mails too."""
    _user, codes = _reader_of(token)
    return render_template("accounts/notifications/unsubscribe.html", token=token, labels=_labels(codes))


@bp.post("/unsubscribe/<token>", endpoint="unsubscribed")
@limiter.limit(UNSUBSCRIBE)
@public
def end_mails(token: str) -> ResponseReturnValue:
    """Switch a topic off, at the press of the button or by a mail program (RFC 8058: no sign-in, no redirect)."""
    user, codes = _reader_of(token)
    with transaction():
        before = service.switch_off(user, codes)
        undo = links.undo_token(user.id, before)
    return render_template("accounts/notifications/unsubscribed.html", undo=undo, labels=_labels(codes))


csrf.exempt(end_mails)


@bp.post("/unsubscribe/undo/<token>")
@limiter.limit(UNSUBSCRIBE)
@public
def resubscribe(token: str) -> ResponseReturnValue:
    """Take an unsubscription back."""
    user_id, before = links.read_undo(token)
    with transaction():
        service.switch_back(_person(user_id), before)
    return render_template("accounts/notifications/resubscribed.html", labels=_labels(before))


def _reader_of(token: str) -> tuple[User, frozenset[str]]:
    """Whose link it is and of which topics; the page is in the language of that reader, if no other was chosen."""
    user_id, codes = links.read_unsubscribe(token)
    user = _person(user_id)
    if "locale" not in session:
        sessions.read_in(user.locale)
        refresh()
    return user, codes


def _person(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None or user.closed_at is not None:
        raise NotFound("not_found")
    return user


def _labels(codes: Collection[str]) -> list[str]:
    return [str(topic.label) for topic in topics() if topic.code in codes]
