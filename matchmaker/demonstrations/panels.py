"""How demonstrations show themselves on the pages of introductions and organisations, and on the home pages."""

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.demonstrations import queries
from matchmaker.demonstrations.rules import ENDED, State, trust
from matchmaker.demonstrations.wording import STATES, TRUST
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier, VettingState

SHOWN = 3


def panel(introduction: Introduction, reader: Organisation | None) -> Panel | None:
    """The demonstrations of a pair, and where one begins."""
    if introduction.state is not IntroductionState.INTRODUCED:
        return None
    room = "demonstrations" if reader is not None else "demonstrations_staff"
    rows = db.session.scalars(queries.of_introduction(introduction.id).limit(SHOWN)).all()
    lines = tuple(f"{row.title}: {STATES[row.state]}" for row in rows)
    if all(row.state in ENDED for row in rows):
        return Panel(
            title=_("Joint demonstration"), url=url_for(f"{room}.new", introduction_id=introduction.id),
            action=_("Plan a joint demonstration"), lines=lines
            or (_("One protocol, a site in Siheung and one abroad, and a certificate of what was measured."),),
        )  # fmt: skip
    waits = any(row.state is State.PROPOSED for row in rows)
    return Panel(
        title=_("Joint demonstration"), url=url_for(f"{room}.show", demonstration_id=rows[0].id),
        action=_("Open the demonstration"), lines=lines,
        badge=_("To be signed") if waits else "",
    )  # fmt: skip


def todos(_user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """What a member's sites have to sign."""
    if organisation is None:
        return []
    return [
        Todo(_("To be signed: %(title)s", title=row.title), url_for("demonstrations.show", demonstration_id=row.id))
        for row in db.session.scalars(queries.to_sign(organisation.id).limit(SHOWN))
    ]


def trust_section(organisation: Organisation, tier: Tier, _asker: Actor) -> Mapping[str, object] | None:
    """The level of trust with its rule, and the certificates: links only where the organisation is named anyway."""
    found = db.session.scalars(queries.certificates_of(organisation.id)).all()
    audited = db.session.scalar(queries.audited_of(organisation.id)) or 0
    is_vetted = organisation.state is VettingState.APPROVED
    level = trust(is_vetted=is_vetted, audited=audited, certificates=len(found))
    evidence = sum(one.evidence for one in found)
    return {
        "level": TRUST[level],
        "audited": audited,
        "count": len(found),
        "evidence": ngettext("%(num)s file of evidence", "%(num)s files of evidence", evidence),
        "codes": [one.code for one in found] if tier >= Tier.NAMED else [],
    }
