"""Pages of posts: the list, one post with its applications, handing one in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import saved
from matchmaker.landing.blueprint import talent
from matchmaker.landing.pages import act
from matchmaker.landing.talent import posting, queries
from matchmaker.landing.talent.forms import PostForm, WordsForm
from matchmaker.landing.talent.models import TalentApplication, TalentPost
from matchmaker.landing.talent.presenting import application_view, post_view
from matchmaker.landing.talent.rules import ApplicationState, PostState
from matchmaker.organisations import visibility
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import VettingState

on_both, staff_bp = talent.on_both, talent.staff_bp


@on_both("/talent/posts")
def posts(reader: Reader) -> ResponseReturnValue:
    """Open posts, or one's own; for staff those in their care, to be checked first."""
    kind, tab = request.args.get("kind", ""), request.args.get("tab", "")
    kind = kind if is_known("talent_kind", kind) else ""
    if reader.organisation is None:
        statement = queries.posts_in_care(reader.actor)
    elif tab == "own":
        statement = queries.posts().where(TalentPost.organisation_id == reader.organisation.id)
    else:
        statement = queries.open_posts(kind=kind)
        closed = visibility.closed_between(
            reader.organisation, {row.organisation for row in db.session.scalars(statement)}
        )
        statement = statement.where(TalentPost.organisation_id.not_in(closed))
    found = paginate(statement)
    page = Page([post_view(row, reader) for row in found.rows], found.number, found.total, found.per_page)
    waiting = list(db.session.scalars(queries.to_connect())) if reader.by_agency else []
    return render_template("landing/talent/posts.html", reader=reader, page=page, tab=tab, kind=kind,
                           waiting=[(one, post_view(one.post, reader)) for one in waiting])  # fmt: skip


@on_both("/talent/posts/new", "GET", "POST")
def new_post(reader: Reader) -> ResponseReturnValue:
    """Hand a post in; members only."""
    organisation, form = reader.organisation, PostForm()
    if organisation is None:
        raise NotFound("not_found")
    if request.method == "GET":
        form.language.data, form.country.data = locale(), "KR"
    found: list[TalentPost] = []
    if form.validate_on_submit() and saved(
        form, lambda: found.append(posting.post(organisation, form.post(), by=reader))
    ):
        flash(_("The post is with the agency, which checks it before others see it."), "success")
        return redirect(url_for(".show_post", post_id=found[0].id))
    return render_template("landing/talent/post_form.html", form=form), 422 if form.errors else 200


def _post_of(reader: Reader, post_id: int) -> TalentPost:
    found = db.session.scalars(queries.posts().where(TalentPost.id == post_id)).first()
    if found is None or not _may_see(found, reader):
        raise NotFound("not_found")
    return found


def _may_see(row: TalentPost, reader: Reader) -> bool:
    if reader.speaks_for(row.organisation):
        return True
    if reader.organisation is None:
        return any(reader.speaks_for(one.organisation) for one in row.applications)
    if any(one.organisation_id == reader.organisation.id for one in row.applications):
        return True
    vetted = reader.organisation.state is VettingState.APPROVED
    return vetted and row.state is PostState.OPEN and not visibility.are_blocked(reader.organisation, row.organisation)


@on_both("/talent/posts/<int:post_id>")
def show_post(reader: Reader, post_id: int) -> ResponseReturnValue:
    """One post."""
    return _page(reader, _post_of(reader, post_id))


def _page(reader: Reader, row: TalentPost, **sent: WordsForm) -> tuple[str, int]:
    own = reader.speaks_for(row.organisation)
    seen = [one for one in row.applications if own or reader.speaks_for(one.organisation)]
    applied = reader.organisation is not None and any(one.organisation_id == reader.organisation.id for one in seen)
    refuse = WordsForm(formdata=None, prefix="refuse")
    refuse.version.data = row.version
    page = render_template(
        "landing/talent/post.html", reader=reader, view=post_view(row, reader), post=row, is_own=own,
        applications=[application_view(one, reader) for one in seen],
        may_apply=row.state is PostState.OPEN and reader.organisation is not None and not own and not applied,
        forms={"apply": WordsForm(formdata=None, prefix="apply"), "refuse": refuse} | sent,
    )  # fmt: skip
    return page, 422 if sent else 200


@on_both("/talent/posts/<int:post_id>/apply", "POST")
def apply(reader: Reader, post_id: int) -> ResponseReturnValue:
    """Apply for a post."""
    row, form, organisation = _post_of(reader, post_id), WordsForm(prefix="apply"), reader.organisation
    if organisation is None:
        raise NotFound("not_found")
    if not form.validate_on_submit():
        return _page(reader, row, apply=form)
    return act(lambda: posting.apply(row, organisation, form.words.data, locale(), by=reader),
               _("Sent. You will be told what becomes of it."), url_for(".show_post", post_id=post_id))  # fmt: skip


@on_both("/talent/posts/<int:post_id>/close", "POST")
def close_post(reader: Reader, post_id: int) -> ResponseReturnValue:
    """Take no more applications."""
    row, version = _post_of(reader, post_id), sent_version()
    if not reader.speaks_for(row.organisation):
        raise NotFound("not_found")
    return act(lambda: posting.close(row, by=reader, version=version), _("The post is closed."),
               url_for(".show_post", post_id=post_id))  # fmt: skip


@on_both("/talent/applications/<int:application_id>/<any(accept, decline, withdraw):deed>", "POST")
def answer(reader: Reader, application_id: int, deed: str) -> ResponseReturnValue:
    """Accept or decline an application to one's own post, or take one's own back."""
    found = db.session.get(TalentApplication, application_id)
    own = found is not None and reader.speaks_for(found.organisation if deed == "withdraw" else found.post.organisation)
    if found is None or not own:
        raise NotFound("not_found")
    states = {"accept": ApplicationState.ACCEPTED, "decline": ApplicationState.DECLINED,
              "withdraw": ApplicationState.WITHDRAWN}  # fmt: skip
    version = sent_version()
    words = {"accept": _("Accepted. The agency puts the two of you in touch."),
             "decline": _("Declined. They have been told."),
             "withdraw": _("Your application is taken back.")}  # fmt: skip
    return act(lambda: posting.answer(found, states[deed], "", by=reader, version=version), words[deed],
               url_for(".show_post", post_id=found.post_id))  # fmt: skip


@staff_bp.post("/talent/posts/<int:post_id>/open")
@require(Permission.LANDING_BROKER)
def open_post(post_id: int) -> ResponseReturnValue:
    """Let others see a post."""
    by, version = talent.staff(), sent_version()
    row = _post_of(by, post_id)
    return act(lambda: posting.decide(row, PostState.OPEN, "", by=by, version=version),
               _("Members see the post now."), url_for(".show_post", post_id=post_id))  # fmt: skip


@staff_bp.post("/talent/posts/<int:post_id>/refuse")
@require(Permission.LANDING_BROKER)
def refuse_post(post_id: int) -> ResponseReturnValue:
    """Refuse a post."""
    by, form = talent.staff(), WordsForm(prefix="refuse")
    row = _post_of(by, post_id)
    if not form.validate_on_submit():
        return _page(by, row, refuse=form)
    reason, version = form.words.data, form.version.data
    return act(
        lambda: posting.decide(row, PostState.REFUSED, reason, by=by, version=version),
        _("Refused. The members have been told the reason."), url_for(".show_post", post_id=post_id),
    )  # fmt: skip


@staff_bp.post("/talent/applications/<int:application_id>/connect")
@require(Permission.LANDING_BROKER)
def connect(application_id: int) -> ResponseReturnValue:
    """Put the two in touch."""
    found, by, version = db.session.get(TalentApplication, application_id), talent.staff(), sent_version()
    if found is None or not by.speaks_for(found.post.organisation):
        raise NotFound("not_found")
    return act(lambda: posting.connect(found, by=by, version=version), _("Both see each other’s names now."),
               url_for(".show_post", post_id=found.post_id))  # fmt: skip
