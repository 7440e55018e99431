"""Mails of sessions, posts and applications; none names an organisation."""

from matchmaker.landing.talent.models import TalentApplication, TalentPost, TrainingSession
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.service import mail_members


def session_called_off(session: TrainingSession, holder: Organisation) -> None:
    """Tell who held seats that there are none any more."""
    mail_members(holder, "training_called_off", session=session, path="/talent")


def post_decided(row: TalentPost) -> None:
    """Tell who posted whether others see it now."""
    _write(row, row.organisation, "decided")


def application_received(found: TalentApplication) -> None:
    """Tell who posted that somebody applies."""
    _write(found.post, found.post.organisation, "received")


def application_decided(found: TalentApplication) -> None:
    """Tell who applied what became of it."""
    _write(found.post, found.organisation, found.state.value)


def application_connected(found: TalentApplication) -> None:
    """Tell who posted that the agency has put the two in touch."""
    _write(found.post, found.post.organisation, found.state.value)


def _write(row: TalentPost, to: Organisation, what: str) -> None:
    own = to.id == row.organisation_id
    mail_members(to, "talent_post", post=row, what=what, own=own, path=f"/talent/posts/{row.id}")
