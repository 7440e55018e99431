"""Brokerage: threads, meetings, outcomes, the desk; notifications by choice"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_STATES = ('queued', 'sent', 'dead')
_MORE_STATES = ('queued', 'held', 'in_digest', 'switched_off', 'sending', 'uncertain', 'settled', 'sent', 'dead')
_STEP_KINDS = ('move', 'question', 'answer', 'approval', 'approval_taken_back')
_STATE_CHECK = 'ck_outbox_mail_mail_state'
_TO_DIGEST = 'fk_outbox_mail_digest_id_outbox_mail'

# SQLite's index over the words of `search_entry` (an external-content table of FTS5) and what keeps it.
_SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE search_entry_words USING fts5(words, content='search_entry', content_rowid='id')",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
         INSERT INTO search_entry_words(rowid, words) VALUES (new.id, new.words);
       END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
         INSERT INTO search_entry_words(search_entry_words, rowid, words) VALUES ('delete', old.id, old.words);
       END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN
         INSERT INTO search_entry_words(search_entry_words, rowid, words) VALUES ('delete', old.id, old.words);
         INSERT INTO search_entry_words(rowid, words) VALUES (new.id, new.words);
       END""",
)
_POSTGRESQL_SEARCH = (
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', words))",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _outbox_mail(states: tuple[str, ...], *more: sa.Column | sa.Constraint) -> sa.Table:
    """The table as it was, for SQLite, which makes it anew: what it tells of itself lacks the checks."""
    return sa.Table(
        'outbox_mail', sa.MetaData(),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('to_address', sa.String(length=320), nullable=False),
        sa.Column('locale', sa.String(length=5), nullable=False),
        sa.Column('subject', sa.String(length=300), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=60), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_error', sa.String(length=300), nullable=True),
        *more,
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_outbox_mail_sent_at_set')),
        sa.CheckConstraint(_one_of('state', states), name=op.f(_STATE_CHECK)),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail')),
        sa.Index('ix_outbox_mail_due', 'state', 'due_at'),
    )  # fmt: skip


def _widen_outbox() -> None:
    """Mails get a topic, more states, and the digest that carries them."""
    with op.batch_alter_table('outbox_mail', copy_from=_outbox_mail(_STATES)) as batch_op:
        batch_op.drop_constraint(op.f(_STATE_CHECK), type_='check')
        batch_op.create_check_constraint(op.f(_STATE_CHECK), _one_of('state', _MORE_STATES))
        batch_op.add_column(sa.Column('topic', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('unsubscribe_url', sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column('attempts_allowed', sa.Integer(), server_default='8', nullable=False))
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(_TO_DIGEST), 'outbox_mail', ['digest_id'], ['id'], ondelete='SET NULL')
    op.create_index(op.f('ix_outbox_mail_digest_id'), 'outbox_mail', ['digest_id'])
    op.create_index('ix_outbox_mail_to', 'outbox_mail', ['to_address', 'state'])


def _narrow_outbox() -> None:
    """Mails that wait are queued, those that nobody decided on count as given up."""
    op.drop_index('ix_outbox_mail_to', table_name='outbox_mail')
    op.drop_index(op.f('ix_outbox_mail_digest_id'), table_name='outbox_mail')
    op.execute("UPDATE outbox_mail SET state = 'queued' WHERE state = 'held'")
    op.execute(f"UPDATE outbox_mail SET state = 'dead' WHERE NOT ({_one_of('state', _STATES)})")
    more = (
        sa.Column('topic', sa.String(length=40), nullable=True),
        sa.Column('unsubscribe_url', sa.String(length=500), nullable=True),
        sa.Column('attempts_allowed', sa.Integer(), server_default='8', nullable=False),
        sa.Column('digest_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['digest_id'], ['outbox_mail.id'], name=op.f(_TO_DIGEST), ondelete='SET NULL'),
    )
    with op.batch_alter_table('outbox_mail', copy_from=_outbox_mail(_MORE_STATES, *more)) as batch_op:
        batch_op.drop_constraint(op.f(_TO_DIGEST), type_='foreignkey')
        batch_op.drop_constraint(op.f(_STATE_CHECK), type_='check')
        batch_op.create_check_constraint(op.f(_STATE_CHECK), _one_of('state', _STATES))
        for column in ('digest_id', 'attempts_allowed', 'unsubscribe_url', 'topic'):
            batch_op.drop_column(column)


def upgrade() -> None:
    _widen_outbox()
    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('kind', 'ref_id', name=op.f('uq_search_entry_kind'))
    )
    op.create_table('availability_exception',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('is_free', sa.Boolean(), nullable=False),
    sa.CheckConstraint('0 <= starts AND starts < ends AND ends <= 1440', name=op.f('ck_availability_exception_within_the_day')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_availability_exception_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_exception')),
    sa.UniqueConstraint('user_id', 'day', 'starts', name='uq_availability_exception_start')
    )
    op.create_index(op.f('ix_availability_exception_user_id'), 'availability_exception', ['user_id'])
    op.create_table('availability_window',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= starts AND starts < ends AND ends <= 1440', name=op.f('ck_availability_window_within_the_day')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_availability_window_weekday_known')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_availability_window_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_window')),
    sa.UniqueConstraint('user_id', 'weekday', 'starts', name='uq_availability_window_start')
    )
    op.create_index(op.f('ix_availability_window_user_id'), 'availability_window', ['user_id'])
    op.create_table('bulk_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_bulk_run_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_run')),
    sa.UniqueConstraint('token', name=op.f('uq_bulk_run_token'))
    )
    op.create_index(op.f('ix_bulk_run_user_id'), 'bulk_run', ['user_id'])
    op.create_table('calendar_feed',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_calendar_feed_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_calendar_feed_secret_hash'))
    )
    op.create_table('extra_holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name_ko', sa.String(length=100), nullable=False),
    sa.Column('name_en', sa.String(length=100), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("name_ko <> '' OR name_en <> ''", name=op.f('ck_extra_holiday_named')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_extra_holiday_entered_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extra_holiday')),
    sa.UniqueConstraint('country', 'day', name='uq_extra_holiday_country_day')
    )
    op.create_table('notification_preference',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('rhythm', sa.Enum('at_once', 'daily', 'weekly', 'off', name='rhythm', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notification_preference_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'topic', name=op.f('pk_notification_preference'))
    )
    op.create_table('notification_times',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('digest_hour', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(quiet_from IS NULL) = (quiet_until IS NULL)', name=op.f('ck_notification_times_quiet_whole')),
    sa.CheckConstraint('digest_hour BETWEEN 0 AND 23', name=op.f('ck_notification_times_digest_hour')),
    sa.CheckConstraint('quiet_from <> quiet_until', name=op.f('ck_notification_times_quiet_ends')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notification_times_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_notification_times'))
    )
    op.create_table('outbox_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=120), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['outbox_mail.id'], name=op.f('fk_outbox_part_mail_id_outbox_mail'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_part'))
    )
    op.create_index(op.f('ix_outbox_part_mail_id'), 'outbox_part', ['mail_id'])
    op.create_table('saved_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Enum('queue', 'board', 'list', 'tasks', name='view_page', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('query', sa.String(length=1000), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_saved_view_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('user_id', 'page', 'name', name=op.f('uq_saved_view_user_id'))
    )
    op.create_index('uq_saved_view_default', 'saved_view', ['user_id', 'page'], unique=True, sqlite_where=sa.text('is_default = 1'), postgresql_where=sa.text('is_default'))
    op.create_table('desk_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('introduction_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('open', 'done', 'dropped', name='task_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f('ck_desk_task_done_at_set')),
    sa.CheckConstraint('introduction_id IS NULL OR organisation_id IS NULL', name=op.f('ck_desk_task_one_subject')),
    sa.CheckConstraint('length(title) > 0', name=op.f('ck_desk_task_title_given')),
    sa.ForeignKeyConstraint(['assignee_id'], ['user.id'], name=op.f('fk_desk_task_assignee_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_desk_task_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_desk_task_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_desk_task_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_task'))
    )
    op.create_index('ix_desk_task_assignee', 'desk_task', ['assignee_id', 'state'])
    op.create_index(op.f('ix_desk_task_created_by_id'), 'desk_task', ['created_by_id'])
    op.create_index(op.f('ix_desk_task_introduction_id'), 'desk_task', ['introduction_id'])
    op.create_index(op.f('ix_desk_task_organisation_id'), 'desk_task', ['organisation_id'])
    op.create_index('ix_desk_task_waiting', 'desk_task', ['state', 'due_on'])
    op.create_table('introduction_approval',
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(length=40), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_introduction_approval_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduction_approval_introduction_id_introduction'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('introduction_id', 'office', name=op.f('pk_introduction_approval'))
    )
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'confirmed', 'held', 'no_show', 'cancelled', name='meeting_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('duration_minutes', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('video_link', sa.String(length=500), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_by_organisation_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state <> 'cancelled') OR (reason <> '')", name=op.f('ck_meeting_cancelled_with_reason')),
    sa.CheckConstraint("(state <> 'proposed') OR (starts_at IS NULL AND ends_at IS NULL)", name=op.f('ck_meeting_proposed_untimed')),
    sa.CheckConstraint("(state NOT IN ('confirmed', 'held', 'no_show')) OR (starts_at IS NOT NULL AND ends_at IS NOT NULL AND owner_id IS NOT NULL)", name=op.f('ck_meeting_timed_and_owned')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_ends_after_start')),
    sa.CheckConstraint('sequence >= 0', name=op.f('ck_meeting_sequence_from_0')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_meeting_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_meeting_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_meeting_owner_id_user')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user.id'], name=op.f('fk_meeting_proposed_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proposed_by_organisation_id'], ['organisation.id'], name=op.f('fk_meeting_proposed_by_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('uid', name=op.f('uq_meeting_uid'))
    )
    op.create_index(op.f('ix_meeting_introduction_id'), 'meeting', ['introduction_id'])
    op.create_index(op.f('ix_meeting_owner_id'), 'meeting', ['owner_id'])
    op.create_index(op.f('ix_meeting_starts_at'), 'meeting', ['starts_at'])
    op.create_index(op.f('ix_meeting_state'), 'meeting', ['state'])
    op.create_index('uq_meeting_proposed', 'meeting', ['introduction_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('claimed', 'audited', 'rejected', name='outcome_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.String(length=2000), nullable=False),
    sa.Column('other_parties', sa.String(length=500), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('claimed_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_for_id', sa.Integer(), nullable=True),
    sa.Column('audited_by_id', sa.Integer(), nullable=True),
    sa.Column('audited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('audit_note', sa.String(length=1000), nullable=False),
    sa.Column('state_reason', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'audited') = (audited_at IS NOT NULL)", name=op.f('ck_outcome_audited_at_set')),
    sa.CheckConstraint("kind IN ('nda', 'sample_test', 'poc', 'joint_demonstration', 'mou', 'loi', 'contract', 'investment', 'tenancy', 'hire')", name=op.f('ck_outcome_kind_known')),
    sa.CheckConstraint("state <> 'rejected' OR length(state_reason) > 0", name=op.f('ck_outcome_rejected_with_reason')),
    sa.CheckConstraint('(amount IS NULL) = (currency IS NULL)', name=op.f('ck_outcome_amount_and_currency')),
    sa.CheckConstraint('amount IS NULL OR amount >= 0', name=op.f('ck_outcome_amount_not_negative')),
    sa.CheckConstraint('audited_by_id IS NULL OR audited_by_id <> claimed_by_id', name=op.f('ck_outcome_four_eyes')),
    sa.CheckConstraint('currency IS NULL OR length(currency) = 3', name=op.f('ck_outcome_currency_code')),
    sa.ForeignKeyConstraint(['audited_by_id'], ['user.id'], name=op.f('fk_outcome_audited_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['user.id'], name=op.f('fk_outcome_claimed_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['claimed_for_id'], ['organisation.id'], name=op.f('fk_outcome_claimed_for_id_organisation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_outcome_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['asset.id'], name=op.f('fk_outcome_programme_id_asset'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome'))
    )
    op.create_index(op.f('ix_outcome_introduction_id'), 'outcome', ['introduction_id'])
    op.create_index(op.f('ix_outcome_kind'), 'outcome', ['kind'])
    op.create_index(op.f('ix_outcome_programme_id'), 'outcome', ['programme_id'])
    op.create_index(op.f('ix_outcome_state'), 'outcome', ['state'])
    op.create_table('outcome_closing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_for_id', sa.Integer(), nullable=True),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopened_by_id', sa.Integer(), nullable=True),
    sa.Column('reopened_reason', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reopened_at IS NULL OR length(reopened_reason) > 0', name=op.f('ck_outcome_closing_reopened_with_reason')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['user.id'], name=op.f('fk_outcome_closing_closed_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['closed_for_id'], ['organisation.id'], name=op.f('fk_outcome_closing_closed_for_id_organisation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_outcome_closing_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['user.id'], name=op.f('fk_outcome_closing_reopened_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_closing'))
    )
    op.create_index(op.f('ix_outcome_closing_introduction_id'), 'outcome_closing', ['introduction_id'])
    op.create_index('uq_outcome_closing_open', 'outcome_closing', ['introduction_id'], unique=True, sqlite_where=sa.text('reopened_at IS NULL'), postgresql_where=sa.text('reopened_at IS NULL'))
    op.create_table('thread_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('lane', sa.Enum('requester', 'counterpart', 'all', 'notes', name='thread_lane', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_side_id', sa.Integer(), nullable=True),
    sa.Column('by_staff', sa.Boolean(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('token', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("deleted_at IS NULL OR body = ''", name=op.f('ck_thread_message_deleted_is_empty')),
    sa.CheckConstraint("lane <> 'notes' OR by_staff", name=op.f('ck_thread_message_notes_by_staff')),
    sa.CheckConstraint('NOT by_staff OR author_side_id IS NULL', name=op.f('ck_thread_message_staff_has_no_side')),
    sa.CheckConstraint('length(body) <= 5000', name=op.f('ck_thread_message_body_length')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_thread_message_author_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['author_side_id'], ['organisation.id'], name=op.f('fk_thread_message_author_side_id_organisation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_thread_message_introduction_id_introduction'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_message')),
    sa.UniqueConstraint('introduction_id', 'author_id', 'token', name='uq_thread_message_token')
    )
    op.create_index('ix_thread_message_author', 'thread_message', ['author_id', 'created_at'])
    op.create_index('ix_thread_message_lane', 'thread_message', ['introduction_id', 'lane', 'id'])
    op.create_table('thread_read_mark',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('lane', sa.Enum('requester', 'counterpart', 'all', 'notes', name='read_mark_lane', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('last_read_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_thread_read_mark_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_thread_read_mark_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'introduction_id', 'lane', name=op.f('pk_thread_read_mark'))
    )
    op.create_index(op.f('ix_thread_read_mark_introduction_id'), 'thread_read_mark', ['introduction_id'])
    op.create_table('thread_sharing_promise',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_thread_sharing_promise_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_thread_sharing_promise_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'introduction_id', name=op.f('pk_thread_sharing_promise'))
    )
    op.create_index(op.f('ix_thread_sharing_promise_introduction_id'), 'thread_sharing_promise', ['introduction_id'])
    op.create_table('meeting_notice',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('notice', sa.Enum('pack', 'reconfirm_72', 'reconfirm_24', 'rate', name='meeting_notice_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_notice_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'starts_at', 'notice', name=op.f('pk_meeting_notice'))
    )
    op.create_table('meeting_participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('role', sa.Enum('host', 'guest', 'broker', 'interpreter', 'observer', name='participant_role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answer', sa.Enum('none', 'yes', 'no', name='participant_answer', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reconfirmed_72_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reconfirmed_24_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attended', sa.Boolean(), nullable=True),
    sa.CheckConstraint("user_id IS NOT NULL OR (name <> '' AND email <> '')", name=op.f('ck_meeting_participant_somebody')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_participant_meeting_id_meeting'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_meeting_participant_organisation_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_meeting_participant_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_participant')),
    sa.UniqueConstraint('meeting_id', 'user_id', name='uq_meeting_participant_user')
    )
    op.create_index(op.f('ix_meeting_participant_meeting_id'), 'meeting_participant', ['meeting_id'])
    op.create_index(op.f('ix_meeting_participant_user_id'), 'meeting_participant', ['user_id'])
    op.create_table('meeting_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('from', 'to', 'agency', name='rating_side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('absent', sa.Enum('nobody', 'from', 'to', 'both', name='rating_absent', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('comment', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(outcome = 'did_not_take_place') = (absent <> 'nobody')", name=op.f('ck_meeting_rating_absent_if_not_held')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_meeting_rating_author_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_rating_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_rating')),
    sa.UniqueConstraint('meeting_id', 'side', name='uq_meeting_rating_side')
    )
    op.create_table('meeting_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('burden_from', sa.Integer(), nullable=False),
    sa.Column('burden_to', sa.Integer(), nullable=False),
    sa.Column('suits_from', sa.Boolean(), nullable=False),
    sa.Column('suits_to', sa.Boolean(), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_slot_ends_after_start')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_slot_meeting_id_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_slot')),
    sa.UniqueConstraint('meeting_id', 'starts_at', name='uq_meeting_slot_start')
    )
    op.create_table('obligation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('responsible', sa.String(length=120), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('first_due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'kept', 'late', 'dropped', 'waived', name='obligation_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('proposal', sa.Enum('waive', 'due', name='obligation_proposal', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_due_on', sa.Date(), nullable=True),
    sa.Column('proposal_reason', sa.String(length=1000), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(proposed_due_on IS NOT NULL) = (proposal IS NOT NULL AND proposal = 'due')", name=op.f('ck_obligation_proposal_of_a_day')),
    sa.CheckConstraint("(state = 'open') = (settled_on IS NULL)", name=op.f('ck_obligation_settled_on_set')),
    sa.CheckConstraint("proposal IS NULL OR state = 'open'", name=op.f('ck_obligation_proposal_while_open')),
    sa.CheckConstraint("state <> 'kept' OR settled_on <= due_on", name=op.f('ck_obligation_kept_in_time')),
    sa.CheckConstraint("state <> 'late' OR settled_on > due_on", name=op.f('ck_obligation_late_after_due')),
    sa.CheckConstraint("state NOT IN ('dropped', 'waived') OR length(reason) > 0", name=op.f('ck_obligation_ended_with_reason')),
    sa.CheckConstraint('(proposal IS NULL) = (proposed_by_id IS NULL)', name=op.f('ck_obligation_proposal_by_a_side')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_obligation_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_obligation_outcome_id_outcome'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['owner_id'], ['organisation.id'], name=op.f('fk_obligation_owner_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['organisation.id'], name=op.f('fk_obligation_proposed_by_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligation'))
    )
    op.create_index(op.f('ix_obligation_due_on'), 'obligation', ['due_on'])
    op.create_index(op.f('ix_obligation_outcome_id'), 'obligation', ['outcome_id'])
    op.create_index(op.f('ix_obligation_owner_id'), 'obligation', ['owner_id'])
    op.create_index(op.f('ix_obligation_state'), 'obligation', ['state'])
    op.create_index('ix_obligation_state_due', 'obligation', ['state', 'due_on'])
    op.create_table('outcome_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('to_state', sa.Enum('claimed', 'audited', 'rejected', name='outcome_step_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_outcome_step_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_outcome_step_organisation_id_organisation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_outcome_step_outcome_id_outcome'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_step'))
    )
    op.create_index(op.f('ix_outcome_step_outcome_id'), 'outcome_step', ['outcome_id'])
    op.create_table('thread_attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('file_key', sa.String(length=80), nullable=False),
    sa.Column('file_name', sa.String(length=130), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('tier', sa.Integer(), nullable=False),
    sa.Column('scan', sa.Enum('clean', 'unchecked', 'waiting', 'infected', name='file_scan', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_thread_attachment_size_positive')),
    sa.CheckConstraint('tier BETWEEN 0 AND 3', name=op.f('ck_thread_attachment_tier_known')),
    sa.ForeignKeyConstraint(['message_id'], ['thread_message.id'], name=op.f('fk_thread_attachment_message_id_thread_message'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_attachment')),
    sa.UniqueConstraint('file_key', name=op.f('uq_thread_attachment_file_key'))
    )
    op.create_index(op.f('ix_thread_attachment_message_id'), 'thread_attachment', ['message_id'])
    op.create_index(op.f('ix_thread_attachment_scan'), 'thread_attachment', ['scan'])
    op.create_table('booked_quarter',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id', 'user_id'], ['meeting_participant.meeting_id', 'meeting_participant.user_id'], name='fk_booked_quarter_participant', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'quarter', name=op.f('pk_booked_quarter'))
    )
    op.create_index(op.f('ix_booked_quarter_meeting_id'), 'booked_quarter', ['meeting_id'])
    op.create_table('obligation_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('obligation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('from_state', sa.Enum('open', 'kept', 'late', 'dropped', 'waived', name='obligation_step_from', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('to_state', sa.Enum('open', 'kept', 'late', 'dropped', 'waived', name='obligation_step_to', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_obligation_step_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligation.id'], name=op.f('fk_obligation_step_obligation_id_obligation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_obligation_step_organisation_id_organisation'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obligation_step'))
    )
    op.create_index(op.f('ix_obligation_step_obligation_id'), 'obligation_step', ['obligation_id'])
    op.create_table('outcome_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=True),
    sa.Column('obligation_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=True),
    sa.Column('file_key', sa.String(length=200), nullable=True),
    sa.Column('file_name', sa.String(length=200), nullable=True),
    sa.Column('media_type', sa.String(length=120), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('scan', sa.Enum('clean', 'unchecked', 'waiting', 'infected', name='outcome_evidence_scan', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('is_private', sa.Boolean(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(file_key IS NULL) = (sha256 IS NULL)', name=op.f('ck_outcome_evidence_file_with_digest')),
    sa.CheckConstraint('(outcome_id IS NULL) <> (obligation_id IS NULL)', name=op.f('ck_outcome_evidence_of_one_thing')),
    sa.CheckConstraint('(url IS NULL) <> (file_key IS NULL)', name=op.f('ck_outcome_evidence_link_or_file')),
    sa.ForeignKeyConstraint(['added_by_id'], ['user.id'], name=op.f('fk_outcome_evidence_added_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['obligation_id'], ['obligation.id'], name=op.f('fk_outcome_evidence_obligation_id_obligation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_outcome_evidence_organisation_id_organisation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_outcome_evidence_outcome_id_outcome'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_evidence'))
    )
    op.create_index(op.f('ix_outcome_evidence_obligation_id'), 'outcome_evidence', ['obligation_id'])
    op.create_index(op.f('ix_outcome_evidence_outcome_id'), 'outcome_evidence', ['outcome_id'])
    op.add_column('introduction', sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('introduction', sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('introduction', sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True))
    # Written out: a column added to a table of SQLite keeps its check only so.
    op.execute(
        "ALTER TABLE introduction_step ADD COLUMN kind VARCHAR(40) DEFAULT 'move' NOT NULL "
        f"CONSTRAINT ck_introduction_step_introduction_step_kind CHECK ({_one_of('kind', _STEP_KINDS)})"
    )
    for statement in _SQLITE_SEARCH if _is_sqlite() else _POSTGRESQL_SEARCH:
        op.execute(statement)



def downgrade() -> None:
    op.drop_table('search_entry')
    if _is_sqlite():
        op.execute('DROP TABLE search_entry_words')
    op.drop_column('introduction_step', 'kind')
    op.drop_column('introduction', 'replied_at')
    op.drop_column('introduction', 'asked_at')
    op.drop_column('introduction', 'warned_at')
    op.drop_index(op.f('ix_outcome_evidence_outcome_id'), table_name='outcome_evidence')
    op.drop_index(op.f('ix_outcome_evidence_obligation_id'), table_name='outcome_evidence')
    op.drop_table('outcome_evidence')
    op.drop_index(op.f('ix_obligation_step_obligation_id'), table_name='obligation_step')
    op.drop_table('obligation_step')
    op.drop_index(op.f('ix_booked_quarter_meeting_id'), table_name='booked_quarter')
    op.drop_table('booked_quarter')
    op.drop_index(op.f('ix_thread_attachment_scan'), table_name='thread_attachment')
    op.drop_index(op.f('ix_thread_attachment_message_id'), table_name='thread_attachment')
    op.drop_table('thread_attachment')
    op.drop_index(op.f('ix_outcome_step_outcome_id'), table_name='outcome_step')
    op.drop_table('outcome_step')
    op.drop_index('ix_obligation_state_due', table_name='obligation')
    op.drop_index(op.f('ix_obligation_state'), table_name='obligation')
    op.drop_index(op.f('ix_obligation_owner_id'), table_name='obligation')
    op.drop_index(op.f('ix_obligation_outcome_id'), table_name='obligation')
    op.drop_index(op.f('ix_obligation_due_on'), table_name='obligation')
    op.drop_table('obligation')
    op.drop_table('meeting_slot')
    op.drop_table('meeting_rating')
    op.drop_index(op.f('ix_meeting_participant_user_id'), table_name='meeting_participant')
    op.drop_index(op.f('ix_meeting_participant_meeting_id'), table_name='meeting_participant')
    op.drop_table('meeting_participant')
    op.drop_table('meeting_notice')
    op.drop_index(op.f('ix_thread_sharing_promise_introduction_id'), table_name='thread_sharing_promise')
    op.drop_table('thread_sharing_promise')
    op.drop_index(op.f('ix_thread_read_mark_introduction_id'), table_name='thread_read_mark')
    op.drop_table('thread_read_mark')
    op.drop_index('ix_thread_message_lane', table_name='thread_message')
    op.drop_index('ix_thread_message_author', table_name='thread_message')
    op.drop_table('thread_message')
    op.drop_index('uq_outcome_closing_open', table_name='outcome_closing', sqlite_where=sa.text('reopened_at IS NULL'), postgresql_where=sa.text('reopened_at IS NULL'))
    op.drop_index(op.f('ix_outcome_closing_introduction_id'), table_name='outcome_closing')
    op.drop_table('outcome_closing')
    op.drop_index(op.f('ix_outcome_state'), table_name='outcome')
    op.drop_index(op.f('ix_outcome_programme_id'), table_name='outcome')
    op.drop_index(op.f('ix_outcome_kind'), table_name='outcome')
    op.drop_index(op.f('ix_outcome_introduction_id'), table_name='outcome')
    op.drop_table('outcome')
    op.drop_index('uq_meeting_proposed', table_name='meeting', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
    op.drop_index(op.f('ix_meeting_state'), table_name='meeting')
    op.drop_index(op.f('ix_meeting_starts_at'), table_name='meeting')
    op.drop_index(op.f('ix_meeting_owner_id'), table_name='meeting')
    op.drop_index(op.f('ix_meeting_introduction_id'), table_name='meeting')
    op.drop_table('meeting')
    op.drop_table('introduction_approval')
    op.drop_index('ix_desk_task_waiting', table_name='desk_task')
    op.drop_index(op.f('ix_desk_task_organisation_id'), table_name='desk_task')
    op.drop_index(op.f('ix_desk_task_introduction_id'), table_name='desk_task')
    op.drop_index(op.f('ix_desk_task_created_by_id'), table_name='desk_task')
    op.drop_index('ix_desk_task_assignee', table_name='desk_task')
    op.drop_table('desk_task')
    op.drop_index('uq_saved_view_default', table_name='saved_view', sqlite_where=sa.text('is_default = 1'), postgresql_where=sa.text('is_default'))
    op.drop_table('saved_view')
    op.drop_index(op.f('ix_outbox_part_mail_id'), table_name='outbox_part')
    op.drop_table('outbox_part')
    op.drop_table('notification_times')
    op.drop_table('notification_preference')
    op.drop_table('extra_holiday')
    op.drop_table('calendar_feed')
    op.drop_index(op.f('ix_bulk_run_user_id'), table_name='bulk_run')
    op.drop_table('bulk_run')
    op.drop_index(op.f('ix_availability_window_user_id'), table_name='availability_window')
    op.drop_table('availability_window')
    op.drop_index(op.f('ix_availability_exception_user_id'), table_name='availability_exception')
    op.drop_table('availability_exception')
    _narrow_outbox()
