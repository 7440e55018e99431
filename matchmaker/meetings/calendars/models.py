"""The table of private calendar addresses."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps


class FeedToken(Timestamps, Base):
    """The address at which a person's calendar program reads the person's meetings; one for each person.

    The secret in the address is made of `salt` and the service's key; the table alone gives it to nobody.
    """

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str] = mapped_column(sa.String(64))
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    user: Mapped[User] = relationship()
