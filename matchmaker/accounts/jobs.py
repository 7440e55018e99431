"""What is forgotten by the clock: sign-ups never confirmed, links long expired."""

import sqlalchemy as sa

from matchmaker.accounts import queries
from matchmaker.accounts.models import AccountToken, User
from matchmaker.accounts.rules import TOKENS_KEPT, UNCONFIRMED_KEPT
from matchmaker.foundation import audit, jobs
from matchmaker.foundation.database import db, now, transaction


@jobs.job("accounts.forget", daily_at=4)
def forget() -> None:
    """Delete what has waited long enough."""
    with transaction():
        forgotten = db.session.scalars(queries.never_confirmed(now() - UNCONFIRMED_KEPT)).all()
        for user in forgotten:
            audit.record("account.forgotten", user, actor_id=None)
        db.session.execute(sa.delete(User).where(User.id.in_([user.id for user in forgotten])))
        db.session.execute(sa.delete(AccountToken).where(AccountToken.expires_at < now() - TOKENS_KEPT))
