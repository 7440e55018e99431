"""Tables of people and what they agreed to."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.rules import ConsentPurpose, TokenPurpose
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.foundation.permissions import Actor, Role


class User(Timestamps, Base):
    """A person who signs in. `email` is stored in lower case."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    full_name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"), default=Role.MEMBER)
    cluster: Mapped[str | None] = mapped_column(sa.String(20))
    locale: Mapped[str] = mapped_column(sa.String(5), default="ko")
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="Asia/Seoul")
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    enabled: Mapped[bool] = mapped_column(default=True)
    session_version: Mapped[int] = mapped_column(default=1)
    """Raised when the password changes or all sessions are ended: cookies of older versions stop working."""
    totp_secret: Mapped[str | None] = mapped_column(sa.String(300))
    """Encrypted; set together with `totp_confirmed_at` when the second factor is put in force."""
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]
    """30-second step of the last code used, so that no code works twice (RFC 6238, 5.2)."""
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person closed the account; the row stays for the audit log, without personal data."""

    consents: Mapped[list["Consent"]] = relationship(back_populates="user", order_by="Consent.id")

    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("(role = 'co_broker') = (cluster IS NOT NULL)", name="cluster_of_co_broker"),
    )

    # Flask-Login's protocol, written out: its mixin would pull the web into the tables.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.enabled and self.email_confirmed_at is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether a second factor is set up and confirmed."""
        return self.totp_confirmed_at is not None

    def get_id(self) -> str:
        """Session identity: it changes with `session_version`."""
        return f"{self.id}.{self.session_version}"

    def as_actor(self) -> Actor:
        """This person as the one who asks."""
        return Actor(self.id, self.role, self.cluster)


class AccountToken(Base):
    """A link sent by mail; only the hash of its secret is kept, and it works once."""

    __tablename__ = "account_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(enum_column(TokenPurpose, "token_purpose"))
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """A one-time code for the day the phone is lost; hashed."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("user_id", "code_hash"),)


class Consent(Base):
    """That a person agreed to one purpose in one version of its notice, and when that ended."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_column(ConsentPurpose, "consent_purpose"))
    version: Mapped[str] = mapped_column(sa.String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(back_populates="consents")

    __table_args__ = (
        sa.Index(
            "uq_consent_in_force", "user_id", "purpose", unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"), postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )  # fmt: skip
