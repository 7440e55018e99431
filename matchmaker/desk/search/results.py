"""Kinds of rows that can be found: messages, meetings, outcomes, obligations."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from matchmaker.desk.search.kinds import own_ids, pair_headings, texts_of
from matchmaker.desk.search.sources import Heading, Reader, Source, add_source
from matchmaker.foundation.database import db
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.threads import queries as threads
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Reader as ThreadReader


def _messages_readable(reader: Reader) -> sa.Select[int]:
    own = reader.organisation.id if reader.organisation is not None else None
    return threads.messages_for(ThreadReader(reader.actor, own)).with_only_columns(ThreadMessage.id)


def _message_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    found = sa.select(ThreadMessage.id, ThreadMessage.introduction_id).where(ThreadMessage.id.in_(ids))
    pairs = {row[0]: row[1] for row in db.session.execute(found)}
    endpoint = "threads_staff.show" if reader.organisation is None else "threads.show"
    return pair_headings(reader, pairs, endpoint=endpoint)


MESSAGES = Source(
    kind="message", label=_l("Messages"),
    rows=lambda: sa.select(
        ThreadMessage.id, sa.func.coalesce(ThreadMessage.deleted_at, ThreadMessage.created_at).label("updated_at")
    ),
    texts=lambda ids: texts_of(sa.select(ThreadMessage.id, ThreadMessage.body).where(ThreadMessage.id.in_(ids))),
    readable=_messages_readable, headings=_message_headings,
)  # fmt: skip


def _meeting_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    rows = db.session.execute(
        sa.select(Meeting.id, Meeting.introduction_id, Meeting.title).where(Meeting.id.in_(ids))
    ).all()
    pairs = pair_headings(reader, {row[0]: row[1] for row in rows})
    return {
        one: Heading(f"{pairs[one].title} · {title}" if title else pairs[one].title,
                     url_for("meetings.show", meeting_id=one))
        for one, _pair, title in rows if one in pairs
    }  # fmt: skip


MEETINGS = Source(
    kind="meeting", label=_l("Meetings"), rows=lambda: sa.select(Meeting.id, Meeting.updated_at),
    texts=lambda ids: texts_of(sa.select(Meeting.id, Meeting.title, Meeting.place).where(Meeting.id.in_(ids))),
    readable=lambda reader: sa.select(Meeting.id).where(Meeting.introduction_id.in_(own_ids(reader))),
    headings=_meeting_headings,
)  # fmt: skip


def _outcome_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    rows = db.session.execute(sa.select(Outcome.id, Outcome.title).where(Outcome.id.in_(ids)))
    endpoint = "outcomes_staff.show" if reader.organisation is None else "outcomes.show"
    return {row[0]: Heading(row[1], url_for(endpoint, outcome_id=row[0])) for row in rows}


OUTCOMES = Source(
    kind="outcome", label=_l("Outcomes"), rows=lambda: sa.select(Outcome.id, Outcome.updated_at),
    texts=lambda ids: texts_of(
        sa.select(Outcome.id, Outcome.title, Outcome.description, Outcome.other_parties).where(Outcome.id.in_(ids))
    ),
    readable=lambda reader: sa.select(Outcome.id).where(Outcome.introduction_id.in_(own_ids(reader))),
    headings=_outcome_headings,
)  # fmt: skip


def _obligation_headings(reader: Reader, ids: Collection[int]) -> Mapping[int, Heading]:
    rows = db.session.execute(sa.select(Obligation.id, Obligation.text).where(Obligation.id.in_(ids)))
    endpoint = "outcomes_staff.obligation" if reader.organisation is None else "outcomes.obligation"
    return {row[0]: Heading(row[1][:100], url_for(endpoint, obligation_id=row[0])) for row in rows}


def _obligations_readable(reader: Reader) -> sa.Select[int]:
    of_pairs = sa.select(Obligation.id).join(Outcome, Outcome.id == Obligation.outcome_id)
    return of_pairs.where(Outcome.introduction_id.in_(own_ids(reader)))


OBLIGATIONS = Source(
    kind="obligation", label=_l("Obligations"), rows=lambda: sa.select(Obligation.id, Obligation.updated_at),
    texts=lambda ids: texts_of(
        sa.select(Obligation.id, Obligation.text, Obligation.responsible).where(Obligation.id.in_(ids))
    ),
    readable=_obligations_readable, headings=_obligation_headings,
)  # fmt: skip


def add_results() -> None:
    """Let these kinds be found."""
    for source in (MESSAGES, MEETINGS, OUTCOMES, OBLIGATIONS):
        add_source(source)
