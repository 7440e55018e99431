"""What introductions teach about pairs: both said yes, or one said no because the two do not fit."""

from collections.abc import Iterator

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import SPEAKS_OF_FIT, IntroductionState
from matchmaker.matching.learning import JudgedPair
from matchmaker.suggestions.decisions import add_source

YES, NO = 2, 0
_AGREED = (IntroductionState.ACCEPTED, IntroductionState.INTRODUCED)


@add_source
def introductions() -> Iterator[JudgedPair]:
    """Introductions that both sides wanted, and those refused as unfit; for each side, as it takes two to agree.

    The latest of a pair has the last word.
    """
    is_yes = Introduction.state.in_(_AGREED)
    is_no = sa.and_(
        Introduction.state == IntroductionState.DECLINED, Introduction.decline_reason.in_(sorted(SPEAKS_OF_FIT))
    )
    columns = sa.select(Introduction.from_id, Introduction.to_id, is_yes).where(sa.or_(is_yes, is_no))
    for one, other, agreed in db.session.execute(columns.order_by(Introduction.id)):
        grade = YES if agreed else NO
        yield JudgedPair(str(one), str(other), grade)
        yield JudgedPair(str(other), str(one), grade)
