"""Tables of blind comparisons: a comparison, its pairs with who contributed them, and what judges said."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, UtcDateTime, enum_column, now
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions.trials.rules import Team, TrialState, Verdict


class Trial(Base):
    """A blind comparison of two settings of the engine."""

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_a: Mapped[str] = mapped_column(sa.String(40))
    """Name of a variant of the engine (`matching.variants.VARIANTS`)."""
    variant_b: Mapped[str] = mapped_column(sa.String(40))
    organisations: Mapped[int]
    """How many organisations were asked for; a draw may find fewer."""
    length: Mapped[int]
    seed: Mapped[int]
    state: Mapped[TrialState] = mapped_column(enum_column(TrialState, "trial_state"), default=TrialState.PREPARING)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    engine_version: Mapped[str | None] = mapped_column(sa.String(20))
    vocabulary_digest: Mapped[str | None] = mapped_column(sa.String(64))
    alike: Mapped[int] = mapped_column(default=0)
    """Organisations that the draw passed over because both settings gave them the very same list."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    started_by: Mapped[User | None] = relationship(foreign_keys=[started_by_id])

    __table_args__ = (
        sa.CheckConstraint("variant_a <> variant_b", name="two_variants"),
        sa.CheckConstraint("organisations >= 5 AND organisations <= 100", name="organisations_range"),
        sa.CheckConstraint("length IN (5, 10)", name="length_choice"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_set"),
    )


class TrialPair(Base):
    """A pair to be judged. Team, position and ranks are never shown while the comparison is open."""

    __tablename__ = "trial_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(sa.ForeignKey("trial.id", ondelete="CASCADE"))
    place: Mapped[int]
    """Order of judging, from 1."""
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    """Place in the interleaved list of the organisation, from 1."""
    team: Mapped[Team] = mapped_column(enum_column(Team, "team"))
    rank_a: Mapped[int | None]
    rank_b: Mapped[int | None]
    words: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    """Words that both sides share: the organisation's, the candidate's."""
    opportunities: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    """Ids of the opportunities of either side that were compared; some may be gone by now."""

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    candidate: Mapped[Organisation] = relationship(foreign_keys=[candidate_id])
    judgements: Mapped[list["TrialJudgement"]] = relationship(
        order_by="TrialJudgement.id", passive_deletes=True, cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.UniqueConstraint("trial_id", "place"),
        sa.Index("uq_trial_pair_pair", "trial_id", "organisation_id", "candidate_id", unique=True),
        sa.CheckConstraint("organisation_id <> candidate_id", name="not_itself"),
        sa.CheckConstraint("rank_a IS NOT NULL OR rank_b IS NOT NULL", name="ranked"),
    )


class TrialJudgement(Base):
    """What one judge said of one pair."""

    __tablename__ = "trial_judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(sa.ForeignKey("trial_pair.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict, "verdict"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (sa.UniqueConstraint("pair_id", "user_id"),)
