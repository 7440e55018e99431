"""The flow as a whole: how many projects need each stage next, and how much there is that serves it."""

from collections import Counter
from dataclasses import dataclass

from matchmaker.assets.availability import supplies
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.routes import queries
from matchmaker.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: projects that need it next, organisations that supply it, assets open now and still to come."""

    code: str
    label: str
    needed: int
    organisations: int
    assets_open: int
    assets_coming: int


def flow(staff: Actor) -> list[StageLine]:
    """All stages in their order; projects are those in the care of `staff`."""
    needed = dict(iter(db.session.execute(queries.needed_next(staff))))
    supplied = dict(iter(db.session.execute(queries.supplied_by_organisations())))
    counted: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for asset in db.session.scalars(queries.assets()):
        counted[asset.legal_status is LegalStatus.OPEN].update(supplies(asset))
    return [
        StageLine(
            stage.code, code_label("stage", stage.code), needed.get(stage.code, 0), supplied.get(stage.code, 0),
            counted[True][stage.code], counted[False][stage.code],
        )
        for stage in vocabulary().codes("stage")
    ]  # fmt: skip
