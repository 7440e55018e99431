"""The filters that the board and the list share: broker, direction, cluster, period, stage."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import Optional

from matchmaker.desk.labels import stage_label
from matchmaker.desk.rules import Stage
from matchmaker.desk.stages import in_stage
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.database import db, now
from matchmaker.foundation.forms import Form
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.rules import Gateway
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY

PERIODS = {"30": 30, "90": 90, "365": 365}
"""Days since the introduction was sent in."""
MINE, NOBODY = "mine", "nobody"


class PipelineForm(Form):
    """Which introductions are shown."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    whose = SelectField(_l("In charge"), validators=[Optional()])
    direction = SelectField(_l("Direction"), validators=[Optional()])
    cluster = SelectField(_l("Cluster"), validators=[Optional()])
    period = SelectField(_l("Sent in"), validators=[Optional()])
    stage = SelectField(_l("Stage"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"by-{person.id}", person.full_name) for person in db.session.scalars(queries.brokers())]
        self.whose.choices = [("", _("Everybody")), (MINE, _("Mine")), (NOBODY, _("Nobody yet")), *people]
        self.direction.choices = [
            ("", _("Both")), (Gateway.OUTBOUND.value, _("From Korea")), (Gateway.INBOUND.value, _("To Korea")),
        ]  # fmt: skip
        self.cluster.choices = [("", _("All")), *((one.value, one.label) for one in code_choices("cluster"))]
        self.period.choices = [
            ("", _("At any time")), ("30", _("In the last 30 days")), ("90", _("In the last 90 days")),
            ("365", _("In the last 12 months")),
        ]  # fmt: skip
        self.stage.choices = [("", _("All")), *((stage.value, stage_label(stage)) for stage in Stage)]

    def filters(self) -> "Filters":
        """What was chosen; a value that is no choice counts as none."""
        self.validate()
        chosen = {name: field.data or "" for name, field in self._fields.items() if not field.errors}
        return Filters(**{name: chosen.get(name, "") for name in Filters.__slots__})


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen filters, each empty when it is not used."""

    whose: str = ""
    direction: str = ""
    cluster: str = ""
    period: str = ""
    stage: str = ""

    def apply(self, statement: sa.Select[Introduction], staff: Actor) -> sa.Select[Introduction]:
        """`statement` narrowed to what was chosen."""
        statement = self._of_broker(statement, staff)
        if self.direction or self.cluster:
            statement = self._of_sides(statement)
        if self.period:
            since = now() - timedelta(days=PERIODS[self.period])
            statement = statement.where(sa.func.coalesce(Introduction.submitted_at, Introduction.created_at) >= since)
        return in_stage(statement, Stage(self.stage)) if self.stage else statement

    def _of_broker(self, statement: sa.Select[Introduction], staff: Actor) -> sa.Select[Introduction]:
        if self.whose == NOBODY:
            return statement.where(Introduction.broker_id.is_(None))
        if self.whose:
            broker_id = staff.user_id if self.whose == MINE else int(self.whose.removeprefix("by-"))
            return statement.where(Introduction.broker_id == broker_id)
        return statement

    def _of_sides(self, statement: sa.Select[Introduction]) -> sa.Select[Introduction]:
        asking, asked = aliased(Organisation), aliased(Organisation)
        statement = statement.join(asking, asking.id == Introduction.from_id).join(
            asked, asked.id == Introduction.to_id
        )
        if self.direction:
            is_domestic = asking.country == DOMESTIC_COUNTRY
            statement = statement.where(is_domestic if self.direction == Gateway.OUTBOUND.value else ~is_domestic)
        if self.cluster:
            statement = statement.where(sa.or_(asking.cluster == self.cluster, asked.cluster == self.cluster))
        return statement

    def query(self, **other: str) -> dict[str, str]:
        """The filters as parameters of an address, with some put in place of these."""
        values = {name: getattr(self, name) for name in self.__slots__} | other
        return {name: value for name, value in values.items() if value}


def read(values: "MultiDict[str, str]") -> tuple[PipelineForm, Filters]:
    """The form as `values` fill it, and what was chosen."""
    form = PipelineForm(values)
    return form, form.filters()
