"""Tables of clusters: the home cluster and its partners, sites of the city, offices, and facts with their sources."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.foundation.database import Base, Timestamps


class Cluster(Timestamps, Base):
    """A cluster of the gateway; its code is what organisations and co-brokers carry."""

    __tablename__ = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name_ko: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    name_ja: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    name_de: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2))
    time_zone: Mapped[str] = mapped_column(sa.String(60))
    places: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """Cities whose organisations an import takes to be of the cluster, separated by `;`."""
    stages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Stages of the flow in which it is strong, codes of `stage`."""
    areas: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    summary_ko: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    kind_hours_ko: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    kind_hours_en: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """When a talk suits both clocks, in words."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    facts: Mapped[list["ClusterFact"]] = relationship(cascade="all, delete-orphan", order_by="ClusterFact.id")
    sites: Mapped[list["Site"]] = relationship(
        cascade="all, delete-orphan", order_by="Site.id", back_populates="cluster"
    )
    offices: Mapped[list["Office"]] = relationship(
        cascade="all, delete-orphan", order_by="Office.id", back_populates="cluster"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("length(country) = 2", name="country_code"),)

    def name(self, language: str) -> str:
        """The name for readers of `language`."""
        own = {"ko": self.name_ko, "ja": self.name_ja, "de": self.name_de}.get(language)
        return own or self.name_en

    def summary(self, language: str) -> str:
        """What it is, for readers of `language`."""
        return self.summary_ko if language == "ko" else self.summary_en

    def kind_hours(self, language: str) -> str:
        """When a talk suits both clocks, for readers of `language`."""
        return self.kind_hours_ko if language == "ko" else self.kind_hours_en


class ClusterFact(Base):
    """A published fact about a cluster with its source; `dated` as the source was: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`."""

    __tablename__ = "cluster_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    value_ko: Mapped[str] = mapped_column(sa.String(500))
    value_en: Mapped[str] = mapped_column(sa.String(500))
    source_ko: Mapped[str] = mapped_column(sa.String(300))
    source_en: Mapped[str] = mapped_column(sa.String(300))
    dated: Mapped[str] = mapped_column(sa.String(10))

    def value(self, language: str) -> str:
        """What it says, for readers of `language`."""
        return self.value_ko if language == "ko" else self.value_en

    def source(self, language: str) -> str:
        """Who said so, for readers of `language`."""
        return self.source_ko if language == "ko" else self.source_en


class Site(Base):
    """A piece of the city that belongs to the cluster, with the point where the sketch map shows it."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    name_ko: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    summary_ko: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    summary_en: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    latitude: Mapped[float]
    longitude: Mapped[float]

    cluster: Mapped[Cluster] = relationship(back_populates="sites")

    def name(self, language: str) -> str:
        """The name for readers of `language`."""
        return self.name_ko if language == "ko" else self.name_en

    def summary(self, language: str) -> str:
        """What it is for, for readers of `language`."""
        return self.summary_ko if language == "ko" else self.summary_en


class Office(Base):
    """An office that runs the gateway: the agency, and its bio office as a part of it."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    part_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id", ondelete="SET NULL"))
    name_ko: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    role_ko: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    role_en: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    source_ko: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    source_en: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    dated: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")

    cluster: Mapped[Cluster] = relationship(back_populates="offices")
    part_of: Mapped["Office | None"] = relationship(remote_side="Office.id")

    def name(self, language: str) -> str:
        """The name for readers of `language`."""
        return self.name_ko if language == "ko" else self.name_en

    def is_within(self, other: "Office") -> bool:
        """Whether it is `other` or a part of it."""
        return self is other or (self.part_of is not None and self.part_of.is_within(other))

    def role(self, language: str) -> str:
        """What it does, for readers of `language`."""
        return self.role_ko if language == "ko" else self.role_en
