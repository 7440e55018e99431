"""Kinds of rows that can be found: introductions, their notes, tasks, organisations, offers and needs."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from matchmaker.accounts.models import User
from matchmaker.desk.care import cared_ids, organisation_names, pair_names
from matchmaker.desk.models import DeskTask
from matchmaker.desk.search.sources import AnyColumns, Heading, Reader, Source, add_source, joined
from matchmaker.desk.tasks import queries as tasks
from matchmaker.foundation.database import db
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.presenting import lines
from matchmaker.opportunities import queries as opportunities
from matchmaker.opportunities.models import Opportunity, OpportunityText
from matchmaker.organisations import queries as organisations
from matchmaker.organisations.models import Organisation, OrganisationText


def own_ids(reader: Reader) -> sa.Select[int]:
    """Ids of the introductions that the reader may open."""
    if reader.organisation is None:
        return cared_ids(reader.actor)
    return introductions.of_organisation(reader.organisation.id).with_only_columns(Introduction.id)


def pair_headings(reader: Reader, pairs: Mapping[int, int], *, endpoint: str = "") -> dict[int, Heading]:
    """Headings of rows by the introductions they belong to: staff read both names, members the other side's title."""
    if reader.organisation is None:
        names = pair_names(reader.actor, set(pairs.values()), reader.language)
        return {row: Heading(names[pair], url_for(endpoint or "desk_pairs.show", introduction_id=pair))
                for row, pair in pairs.items() if pair in names}  # fmt: skip
    found = introductions.of_organisation(reader.organisation.id).where(Introduction.id.in_(set(pairs.values())))
    rows = db.session.scalars(introductions.for_lists(found)).all()
    titles = {line.id: line.title for line in lines(rows, reader.organisation)}
    return {row: Heading(titles[pair], url_for(endpoint or "introductions.show", introduction_id=pair))
            for row, pair in pairs.items() if pair in titles}  # fmt: skip


def texts_of(statement: AnyColumns) -> dict[int, str]:
    """The texts of rows whose first column is their id."""
    return {row[0]: joined(row[1:]) for row in db.session.execute(statement)}


def _introduction_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    return pair_headings(reader, {one: one for one in ids})


INTRODUCTIONS = Source(
    kind="introduction", label=_l("Introductions"),
    rows=lambda: sa.select(Introduction.id, Introduction.updated_at),
    texts=lambda ids: texts_of(sa.select(Introduction.id, Introduction.message).where(Introduction.id.in_(ids))),
    readable=own_ids, headings=_introduction_headings,
)  # fmt: skip


def _pair_rows() -> AnyColumns:
    """A pair is called otherwise when one of the two is."""
    asking, asked = aliased(Organisation), aliased(Organisation)
    latest: sa.ColumnElement[Any] = Introduction.updated_at.expression
    for side in (asking, asked):
        latest = sa.case((side.updated_at > latest, side.updated_at), else_=latest)
    joined_ = sa.select(Introduction.id, latest.label("updated_at")).join(asking, asking.id == Introduction.from_id)
    return joined_.join(asked, asked.id == Introduction.to_id)


def _pair_texts(ids: Collection[int]) -> Mapping[int, str]:
    asking, asked = aliased(Organisation), aliased(Organisation)
    names = (asking.name_ko, asking.name_en, asked.name_ko, asked.name_en)
    found = sa.select(Introduction.id, *names).join(asking, asking.id == Introduction.from_id)
    return texts_of(found.join(asked, asked.id == Introduction.to_id).where(Introduction.id.in_(ids)))


def _pairs_readable(reader: Reader) -> sa.Select[int] | None:
    """Names find pairs for staff only: a member may not find out whom a nameless partner hides."""
    return cared_ids(reader.actor) if reader.organisation is None else None


PAIRS = Source(
    kind="pair", label=_l("Pairs by name"), rows=_pair_rows, texts=_pair_texts, readable=_pairs_readable,
    headings=_introduction_headings,
)  # fmt: skip


def _notes_readable(reader: Reader) -> sa.Select[int] | None:
    """Steps with words: staff read those of what is in their care; a co-broker of internal ones only its cluster's."""
    if reader.organisation is not None:
        return None
    found = sa.select(IntroductionStep.id).where(IntroductionStep.introduction_id.in_(cared_ids(reader.actor)))
    if reader.actor.cluster is None:
        return found
    ours = sa.select(User.id).where(User.cluster == reader.actor.cluster)
    return found.where(sa.or_(IntroductionStep.internal.is_(False), IntroductionStep.actor_id.in_(ours)))


def _step_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    found = sa.select(IntroductionStep.id, IntroductionStep.introduction_id).where(IntroductionStep.id.in_(ids))
    return pair_headings(reader, {row[0]: row[1] for row in db.session.execute(found)})


NOTES = Source(
    kind="note", label=_l("Notes and reasons"),
    rows=lambda: sa.select(IntroductionStep.id, IntroductionStep.at.label("updated_at")).where(
        IntroductionStep.note != ""
    ),
    texts=lambda ids: texts_of(
        sa.select(IntroductionStep.id, IntroductionStep.note).where(IntroductionStep.id.in_(ids))
    ),
    readable=_notes_readable, headings=_step_headings,
)  # fmt: skip


def _tasks_readable(reader: Reader) -> sa.Select[int] | None:
    if reader.organisation is not None:
        return None
    return tasks.readable(reader.actor).with_only_columns(DeskTask.id)


def _task_headings(_reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    rows = db.session.execute(sa.select(DeskTask.id, DeskTask.title).where(DeskTask.id.in_(ids)))
    return {row[0]: Heading(row[1], url_for("desk_tasks.edit", task_id=row[0])) for row in rows}


TASKS = Source(
    kind="task", label=_l("Tasks"), rows=lambda: sa.select(DeskTask.id, DeskTask.updated_at),
    texts=lambda ids: texts_of(sa.select(DeskTask.id, DeskTask.title, DeskTask.note).where(DeskTask.id.in_(ids))),
    readable=_tasks_readable, headings=_task_headings,
)  # fmt: skip


def _organisation_texts(ids: Collection[int]) -> Mapping[int, str]:
    names = sa.select(Organisation.id, Organisation.name_ko, Organisation.name_en, Organisation.city)
    found = texts_of(names.where(Organisation.id.in_(ids)))
    columns = (OrganisationText.organisation_id, OrganisationText.summary, OrganisationText.description)
    written = sa.select(*columns).where(OrganisationText.organisation_id.in_(ids)).order_by(OrganisationText.id)
    for one, *parts in db.session.execute(written):
        found[one] = joined((found[one], *parts))
    return found


def _organisations_readable(reader: Reader) -> sa.Select[int] | None:
    if reader.organisation is not None:
        return None
    return organisations.in_care_of(reader.actor).with_only_columns(Organisation.id)


def _organisation_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    names = organisation_names(ids, reader.language)
    return {one: Heading(name, url_for("staff_organisations.show", organisation_id=one)) for one, name in names.items()}


ORGANISATIONS = Source(
    kind="organisation", label=_l("Organisations"), rows=lambda: sa.select(Organisation.id, Organisation.updated_at),
    texts=_organisation_texts, readable=_organisations_readable, headings=_organisation_headings,
)  # fmt: skip


def _opportunity_rows() -> AnyColumns:
    """A text that changes raises the revision of its organisation, and so the time of that."""
    latest = sa.case((Organisation.updated_at > Opportunity.updated_at, Organisation.updated_at),
                     else_=Opportunity.updated_at)  # fmt: skip
    return sa.select(Opportunity.id, latest.label("updated_at")).join(Opportunity.organisation)


def _opportunity_texts(ids: Collection[int]) -> Mapping[int, str]:
    text = OpportunityText
    columns = (text.opportunity_id, text.title, text.summary, text.description, text.offer, text.need)
    found: dict[int, str] = {}
    written = sa.select(*columns).where(text.opportunity_id.in_(ids)).order_by(text.id)
    for one, *parts in db.session.execute(written):
        found[one] = joined((found.get(one), *parts))
    return found


def _opportunities_readable(reader: Reader) -> sa.Select[int] | None:
    if reader.organisation is not None:
        return None
    return opportunities.in_care_of(reader.actor).with_only_columns(Opportunity.id)


def _opportunity_headings(_reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    text = OpportunityText
    rows = db.session.execute(
        sa.select(text.opportunity_id, text.title)
        .where(text.opportunity_id.in_(ids), text.title != "")
        .order_by(text.id)
    )
    titles: dict[int, str] = {}
    for one, title in rows:
        titles.setdefault(one, title)
    return {
        one: Heading(titles.get(one, f"#{one}"), url_for("opportunity_desk.show", opportunity_id=one)) for one in ids
    }


OPPORTUNITIES = Source(
    kind="opportunity", label=_l("Offers and needs"), rows=_opportunity_rows, texts=_opportunity_texts,
    readable=_opportunities_readable, headings=_opportunity_headings,
)  # fmt: skip


def add_kinds() -> None:
    """Let these kinds be found."""
    for source in (PAIRS, INTRODUCTIONS, NOTES, TASKS, ORGANISATIONS, OPPORTUNITIES):
        add_source(source)
