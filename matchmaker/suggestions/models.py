"""Tables of builds, suggestions, and what people said of them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.foundation.database import Base, UtcDateTime, enum_column, now
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions.rules import Basis, Direction, Grade, Mark

_IS_RATED = sa.text("likelihood IS NOT NULL")


class IndexBuild(Base):
    """One full build of the match index."""

    __tablename__ = "index_build"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    folder: Mapped[str] = mapped_column(sa.String(100))
    engine_version: Mapped[str] = mapped_column(sa.String(20))
    vocabulary_digest: Mapped[str] = mapped_column(sa.String(64))
    organisations: Mapped[int]
    listings: Mapped[int]
    suggestions: Mapped[int] = mapped_column(default=0)
    refreshed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When changed organisations were last worked into the index since; empty: it is as it was built."""
    changed_listings: Mapped[int] = mapped_column(default=0)
    """Listings that were read anew, or left with their organisation, since; one changed twice counts twice.

    The weights of words (IDF) are still those without them.
    """

    @property
    def changed_share(self) -> float:
        """Changed listings as a share of those in the index, at most 1."""
        return min(1.0, self.changed_listings / max(1, self.listings))


class Suggestion(Base):
    """That `candidate` suits `organisation`: one row for each viewer and candidate, the best pair of listings."""

    __tablename__ = "suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    candidate_opportunity_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True
    )
    build_id: Mapped[int | None] = mapped_column(sa.ForeignKey("index_build.id", ondelete="SET NULL"))
    score: Mapped[float]
    likelihood: Mapped[float | None]
    """How likely `organisation` accepts `candidate`, learned from decisions; empty: no re-ranker is in use."""
    is_promised: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether the candidate is shown because it is on few other lists."""
    basis: Mapped[Basis] = mapped_column(enum_column(Basis, "basis"))
    direction: Mapped[Direction] = mapped_column(enum_column(Direction, "direction"))
    explanation: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """`matching.Explanation` as a dictionary, seen from `organisation`."""
    refreshed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    candidate: Mapped[Organisation] = relationship(foreign_keys=[candidate_id])
    opportunity: Mapped[Opportunity | None] = relationship(foreign_keys=[opportunity_id])
    candidate_opportunity: Mapped[Opportunity | None] = relationship(foreign_keys=[candidate_opportunity_id])

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "candidate_id"),
        sa.Index("ix_suggestion_ranked", "organisation_id", "score"),
        # Read without the rows: their explanations are kilobytes.
        sa.Index("ix_suggestion_promised", "organisation_id", "is_promised", "candidate_id"),
        # Empty where no re-ranker is in use: a refresh need not look through lists for what it has to take back.
        sa.Index("ix_suggestion_rated", "organisation_id", sqlite_where=_IS_RATED, postgresql_where=_IS_RATED),
        sa.CheckConstraint("organisation_id <> candidate_id", name="not_itself"),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score_range"),
    )


class Ranking(Base):
    """How far the engine's ranking for an organisation is kept in `RankedPair`: to the place of `last` with `floor`.

    Whoever is not kept comes behind it. A floor of 0 stands for a ranking that is kept whole.
    """

    __tablename__ = "ranking"

    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    floor: Mapped[float] = mapped_column(index=True)
    last: Mapped[int]


class RankedPair(Base):
    """A place in the engine's ranking for an organisation: some more than are shown, and without reasons.

    Belongs to the match index, as it is there, so rows outlive organisations that are deleted until the index
    does without them; only thereby a refresh learns whose lists have a gap.
    """

    __tablename__ = "ranked_pair"

    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    candidate_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    score: Mapped[float]

    __table_args__ = (
        sa.Index("ix_ranked_pair_candidate_id", "candidate_id", "organisation_id"), {"sqlite_with_rowid": False},
    )  # fmt: skip


class SuggestionMark(Base):
    """A member saved or dismissed a candidate."""

    __tablename__ = "suggestion_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    mark: Mapped[Mark] = mapped_column(enum_column(Mark, "mark"))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    """Code of the list `dismiss_reason`."""
    words: Mapped[str] = mapped_column(sa.String(500), default="")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "candidate_id"),
        sa.CheckConstraint("(mark = 'dismissed') = (reason IS NOT NULL)", name="reason_of_dismissal"),
    )


class SuggestionShown(Base):
    """When the members of an organisation first saw a candidate suggested; it outlives every rebuild."""

    __tablename__ = "suggestion_shown"

    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Judgement(Base):
    """A member of staff judged a pair; kept for learning and evaluation."""

    __tablename__ = "judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    grade: Mapped[Grade] = mapped_column(enum_column(Grade, "grade"))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (sa.UniqueConstraint("organisation_id", "candidate_id", "user_id"),)


class ShortlistEntry(Base):
    """A pair that staff picked for follow-up."""

    __tablename__ = "shortlist_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    candidate: Mapped[Organisation] = relationship(foreign_keys=[candidate_id])

    __table_args__ = (sa.UniqueConstraint("organisation_id", "candidate_id"),)
