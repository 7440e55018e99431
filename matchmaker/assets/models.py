"""Tables of cluster assets and the public facts about them."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.organisations.models import Organisation


class Asset(Timestamps, Base):
    """A facility, equipment, space or programme of the cluster."""

    __tablename__ = "asset"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name_ko: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(20))
    operator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    operator_ko: Mapped[str] = mapped_column(sa.String(200))
    operator_en: Mapped[str] = mapped_column(sa.String(200))
    legal_status: Mapped[LegalStatus] = mapped_column(enum_column(LegalStatus, "legal_status"))
    available_from: Mapped[str] = mapped_column(sa.String(10), default="")
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY-H1`/`YYYY-H2` as published; empty when nobody has said."""
    district_ko: Mapped[str] = mapped_column(sa.String(100), default="")
    district_en: Mapped[str] = mapped_column(sa.String(100), default="")
    access_mode: Mapped[str | None] = mapped_column(sa.String(20))
    summary_ko: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")
    description_ko: Mapped[str] = mapped_column(sa.Text, default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="")

    operator: Mapped[Organisation | None] = relationship()
    codes: Mapped[list["AssetCode"]] = relationship(cascade="all, delete-orphan", order_by="AssetCode.id")
    facts: Mapped[list["AssetFact"]] = relationship(cascade="all, delete-orphan", order_by="AssetFact.id")

    def name(self, language: str) -> str:
        """The name for readers of `language`: Korean, or English for everybody else."""
        return self.name_ko if language == "ko" else self.name_en

    def operated_by(self, language: str) -> str:
        """The operator's public name for readers of `language`."""
        return self.operator_ko if language == "ko" else self.operator_en

    def district(self, language: str) -> str:
        """Where in the city it stands, for readers of `language`."""
        return self.district_ko if language == "ko" else self.district_en

    def summary(self, language: str) -> str:
        """One paragraph for readers of `language`."""
        return self.summary_ko if language == "ko" else self.summary_en

    def description(self, language: str) -> str:
        """The whole text for readers of `language`."""
        return self.description_ko if language == "ko" else self.description_en

    def codes_of(self, list_name: str) -> list[str]:
        """Codes that the asset carries from the list `list_name`."""
        return [code.code for code in self.codes if code.list_name == list_name]


class AssetCode(Base):
    """One code of an asset: stage, area, unit_operation (what it can do) or tag."""

    __tablename__ = "asset_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (sa.UniqueConstraint("asset_id", "list_name", "code"),)


class AssetFact(Base):
    """A published fact with its source.

    `about` names one thing that can have one value only, so two rows with the same `about` and different values are
    two sources that disagree. `dated` is when the source was published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    __tablename__ = "asset_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(sa.String(40))
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
