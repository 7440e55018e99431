"""The cluster: its assets and requests, the one flow, the way in, lights, demonstrations, the public face"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

# Written out: a column added to a table of SQLite keeps its check only so.
_UPSET = (
    "ALTER TABLE meeting ADD COLUMN upset VARCHAR(40) "
    "CONSTRAINT ck_meeting_meeting_upset CHECK (upset IN ('replaced', 'called_off'))"
)
_REFERENCES = (('parent_id', 'asset', 'CASCADE'), ('site_id', 'site', 'SET NULL'), ('contact_id', 'organisation', 'SET NULL'))
_CHECKS = {
    'ck_asset_lead_time_known': 'lead_time_days BETWEEN 0 AND 365',
    'ck_asset_capacity_known': 'capacity_units BETWEEN 1 AND 200',
    'ck_asset_target_is_percent': 'utilisation_target BETWEEN 0 AND 100',
    'ck_asset_not_in_itself': 'parent_id IS NULL OR parent_id <> id',
}


def _asset_columns() -> list[sa.Column]:
    """What an asset is told to have from now on."""
    return [
        sa.Column('parent_id', sa.Integer(), nullable=True),
        sa.Column('site_id', sa.Integer(), nullable=True),
        sa.Column('contact_id', sa.Integer(), nullable=True),
        sa.Column('lead_time_days', sa.Integer(), server_default='0', nullable=False),
        sa.Column('capacity_units', sa.Integer(), server_default='1', nullable=False),
        sa.Column('utilisation_target', sa.Integer(), nullable=True),
        sa.Column('latitude', sa.Double(), nullable=True),
        sa.Column('longitude', sa.Double(), nullable=True),
        sa.Column('gmp_grade', sa.String(length=20), nullable=True),
        sa.Column('cleanroom_class', sa.String(length=20), nullable=True),
        sa.Column('biosafety_level', sa.String(length=20), nullable=True),
        sa.Column('fee_model', sa.String(length=20), nullable=True),
        sa.Column('fee_ko', sa.String(length=300), server_default='', nullable=False),
        sa.Column('fee_en', sa.String(length=300), server_default='', nullable=False),
        sa.Column('training_ko', sa.String(length=300), server_default='', nullable=False),
        sa.Column('training_en', sa.String(length=300), server_default='', nullable=False),
        sa.Column('needs_approval', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    ]


def _widen_assets() -> None:
    """SQLite makes the table anew for that; with foreign keys on, dropping the old one would empty those that refer to it."""
    _sqlite_foreign_keys('OFF')
    with op.batch_alter_table('asset') as batch_op:
        for column in _asset_columns():
            batch_op.add_column(column)
        for column, other, on_delete in _REFERENCES:
            batch_op.create_foreign_key(op.f(f'fk_asset_{column}_{other}'), other, [column], ['id'], ondelete=on_delete)
        for name, condition in _CHECKS.items():
            batch_op.create_check_constraint(op.f(name), condition)
    _sqlite_foreign_keys('ON')


def _narrow_assets() -> None:
    _sqlite_foreign_keys('OFF')
    with op.batch_alter_table('asset') as batch_op:
        for column, other, _on_delete in _REFERENCES:
            batch_op.drop_constraint(op.f(f'fk_asset_{column}_{other}'), type_='foreignkey')
        for name in _CHECKS:
            batch_op.drop_constraint(op.f(name), type_='check')
        for column in _asset_columns():
            batch_op.drop_column(column.name)
    _sqlite_foreign_keys('ON')


def _sqlite_foreign_keys(state: str) -> None:
    """Outside a transaction: within one the setting is ignored."""
    connection = op.get_bind()
    if connection.dialect.name == 'sqlite':
        connection.commit()
        connection.connection.driver_connection.execute(f'PRAGMA foreign_keys = {state}')


def upgrade() -> None:
    op.create_table('cluster',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name_ko', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('name_ja', sa.String(length=120), server_default='', nullable=False),
    sa.Column('name_de', sa.String(length=120), server_default='', nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.Column('places', sa.String(length=300), server_default='', nullable=False),
    sa.Column('stages', sa.JSON(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('summary_ko', sa.Text(), server_default='', nullable=False),
    sa.Column('summary_en', sa.Text(), server_default='', nullable=False),
    sa.Column('kind_hours_ko', sa.String(length=300), server_default='', nullable=False),
    sa.Column('kind_hours_en', sa.String(length=300), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(country) = 2', name=op.f('ck_cluster_country_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cluster')),
    sa.UniqueConstraint('code', name=op.f('uq_cluster_code'))
    )
    op.create_table('gateway_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_gateway_day'))
    )
    op.create_table('triad_refresh',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seen', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pairs', sa.Integer(), nullable=False),
    sa.Column('assets', sa.String(length=100), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_triad_refresh'))
    )
    op.create_table('vision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title_ko', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('text_ko', sa.String(length=1000), nullable=False),
    sa.Column('text_en', sa.String(length=1000), nullable=False),
    sa.Column('source_ko', sa.String(length=300), nullable=False),
    sa.Column('source_en', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vision')),
    sa.UniqueConstraint('key', name=op.f('uq_vision_key'))
    )
    op.create_table('cluster_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('value_ko', sa.String(length=500), nullable=False),
    sa.Column('value_en', sa.String(length=500), nullable=False),
    sa.Column('source_ko', sa.String(length=300), nullable=False),
    sa.Column('source_en', sa.String(length=300), nullable=False),
    sa.Column('dated', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['cluster.id'], name=op.f('fk_cluster_fact_cluster_id_cluster'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cluster_fact'))
    )
    op.create_index(op.f('ix_cluster_fact_cluster_id'), 'cluster_fact', ['cluster_id'])
    op.create_table('goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vision_id', sa.Integer(), nullable=False),
    sa.Column('title_ko', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('unit_ko', sa.String(length=40), nullable=False),
    sa.Column('unit_en', sa.String(length=40), nullable=False),
    sa.Column('measure', sa.Enum('manual', 'introduced_outbound', 'introduced_inbound', 'met', 'audited_outbound', 'audited_inbound', name='goal_measure', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['vision_id'], ['vision.id'], name=op.f('fk_goal_vision_id_vision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal'))
    )
    op.create_index(op.f('ix_goal_vision_id'), 'goal', ['vision_id'])
    op.create_table('office',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('part_of_id', sa.Integer(), nullable=True),
    sa.Column('name_ko', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('role_ko', sa.String(length=500), server_default='', nullable=False),
    sa.Column('role_en', sa.String(length=500), server_default='', nullable=False),
    sa.Column('source_ko', sa.String(length=300), server_default='', nullable=False),
    sa.Column('source_en', sa.String(length=300), server_default='', nullable=False),
    sa.Column('dated', sa.String(length=10), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['cluster.id'], name=op.f('fk_office_cluster_id_cluster'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['part_of_id'], ['office.id'], name=op.f('fk_office_part_of_id_office'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office')),
    sa.UniqueConstraint('key', name=op.f('uq_office_key'))
    )
    op.create_index(op.f('ix_office_cluster_id'), 'office', ['cluster_id'])
    op.create_table('site',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('cluster_id', sa.Integer(), nullable=False),
    sa.Column('name_ko', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('summary_ko', sa.String(length=500), server_default='', nullable=False),
    sa.Column('summary_en', sa.String(length=500), server_default='', nullable=False),
    sa.Column('latitude', sa.Double(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['cluster_id'], ['cluster.id'], name=op.f('fk_site_cluster_id_cluster'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('key', name=op.f('uq_site_key'))
    )
    op.create_index(op.f('ix_site_cluster_id'), 'site', ['cluster_id'])
    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'open', 'screening', 'assessment', 'finalist', 'awarded', 'closed', name='call_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_anonymous', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.String(length=4000), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('unit_operations', sa.JSON(), nullable=False),
    sa.Column('standards', sa.JSON(), nullable=False),
    sa.Column('price_from', sa.BigInteger(), nullable=True),
    sa.Column('price_to', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('quantity', sa.String(length=300), nullable=False),
    sa.Column('delivery_weeks', sa.Integer(), nullable=True),
    sa.Column('delivery', sa.String(length=300), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('wait_days', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('passed_on_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closing_words', sa.String(length=1000), nullable=False),
    sa.Column('winner_size_band', sa.String(length=40), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR state = 'closed' OR opened_at IS NOT NULL", name=op.f('ck_call_opened_at_set')),
    sa.CheckConstraint('(price_from IS NULL AND price_to IS NULL) OR currency IS NOT NULL', name=op.f('ck_call_currency_given')),
    sa.CheckConstraint('price_from IS NULL OR price_to IS NULL OR price_from <= price_to', name=op.f('ck_call_band_in_order')),
    sa.CheckConstraint('wait_days BETWEEN 1 AND 90', name=op.f('ck_call_wait_days_range')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_call_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_call_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call'))
    )
    op.create_index(op.f('ix_call_organisation_id'), 'call', ['organisation_id'])
    op.create_index(op.f('ix_call_state'), 'call', ['state'])
    op.create_table('goal_year',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('goal_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('target', sa.Numeric(precision=15, scale=2), nullable=True),
    sa.Column('actual', sa.Numeric(precision=15, scale=2), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.CheckConstraint('actual IS NULL OR actual >= 0', name=op.f('ck_goal_year_actual_not_negative')),
    sa.CheckConstraint('target IS NULL OR target >= 0', name=op.f('ck_goal_year_target_not_negative')),
    sa.CheckConstraint('year BETWEEN 2020 AND 2050', name=op.f('ck_goal_year_year_in_range')),
    sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_goal_year_goal_id_goal'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_year')),
    sa.UniqueConstraint('goal_id', 'year', name=op.f('uq_goal_year_goal_id'))
    )
    op.create_table('manufacturer_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('materials', sa.String(length=500), nullable=False),
    sa.Column('tolerances', sa.String(length=500), nullable=False),
    sa.Column('volumes', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_manufacturer_profile_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manufacturer_profile')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_manufacturer_profile_organisation_id'))
    )
    op.create_table('relation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('cluster', sa.String(length=20), nullable=False),
    sa.Column('agreement', sa.Enum('none', 'mou', 'loi', 'contract', 'programme', name='agreement_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('agreed_on', sa.String(length=10), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('temperature', sa.Enum('cold', 'warm', 'hot', name='relation_temperature', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('contacts', sa.String(length=1000), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('keeper_id', sa.Integer(), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('next_step', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("agreement <> 'none' OR agreed_on = ''", name=op.f('ck_relation_agreed_on_something')),
    sa.CheckConstraint('length(name) > 0', name=op.f('ck_relation_named')),
    sa.ForeignKeyConstraint(['keeper_id'], ['user.id'], name=op.f('fk_relation_keeper_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_relation_organisation_id_organisation'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relation')),
    sa.UniqueConstraint('cluster', 'name', name=op.f('uq_relation_cluster')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_relation_organisation_id'))
    )
    op.create_index(op.f('ix_relation_cluster'), 'relation', ['cluster'])
    op.create_table('soft_landing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('target_on', sa.Date(), nullable=False),
    sa.Column('laboratory', sa.Boolean(), nullable=False),
    sa.Column('staff_abroad', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_soft_landing_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_soft_landing')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_soft_landing_organisation_id'))
    )
    op.create_table('space_demand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'accepted', 'offered', 'reserved', 'moved_in', 'ended', 'refused', 'withdrawn', name='space_demand_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_type', sa.String(length=40), nullable=False),
    sa.Column('area_m2', sa.Integer(), nullable=False),
    sa.Column('benches', sa.Integer(), nullable=False),
    sa.Column('desks', sa.Integer(), nullable=False),
    sa.Column('biosafety_level', sa.Integer(), nullable=True),
    sa.Column('cleanroom_class', sa.Integer(), nullable=True),
    sa.Column('services', sa.JSON(), nullable=False),
    sa.Column('move_in', sa.Date(), nullable=False),
    sa.Column('lease_months', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=2000), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'refused' OR length(reason) > 0", name=op.f('ck_space_demand_refused_with_reason')),
    sa.CheckConstraint('area_m2 > 0', name=op.f('ck_space_demand_area_positive')),
    sa.CheckConstraint('lease_months BETWEEN 1 AND 240', name=op.f('ck_space_demand_lease_range')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_space_demand_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_space_demand_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space_demand'))
    )
    op.create_index(op.f('ix_space_demand_organisation_id'), 'space_demand', ['organisation_id'])
    op.create_index(op.f('ix_space_demand_state'), 'space_demand', ['state'])
    op.create_table('suggestion_shown',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['organisation.id'], name=op.f('fk_suggestion_shown_candidate_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_suggestion_shown_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', 'candidate_id', name=op.f('pk_suggestion_shown'))
    )
    op.create_index(op.f('ix_suggestion_shown_candidate_id'), 'suggestion_shown', ['candidate_id'])
    op.create_table('talent_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'open', 'refused', 'closed', name='talent_post_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('skill', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=3000), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('helps_with_visa', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'refused' OR length(reason) > 0", name=op.f('ck_talent_post_refused_with_reason')),
    sa.CheckConstraint('people > 0', name=op.f('ck_talent_post_people_positive')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_talent_post_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent_post'))
    )
    op.create_index(op.f('ix_talent_post_organisation_id'), 'talent_post', ['organisation_id'])
    op.create_index(op.f('ix_talent_post_state'), 'talent_post', ['state'])
    op.create_table('asset_closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('reason_ko', sa.String(length=200), nullable=False),
    sa.Column('reason_en', sa.String(length=200), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_asset_closure_ends_after_start')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_closure_asset_id_asset'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_closure'))
    )
    op.create_index(op.f('ix_asset_closure_asset_id'), 'asset_closure', ['asset_id'])
    op.create_table('asset_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('first_hour', sa.Integer(), nullable=False),
    sa.Column('end_hour', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= first_hour AND first_hour < end_hour AND end_hour <= 24', name=op.f('ck_asset_hours_within_the_day')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_asset_hours_weekday_known')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_hours_asset_id_asset'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_hours')),
    sa.UniqueConstraint('asset_id', 'weekday', 'first_hour', name='uq_asset_hours_start')
    )
    op.create_table('asset_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('note_ko', sa.String(length=300), nullable=False),
    sa.Column('note_en', sa.String(length=300), nullable=False),
    sa.Column('last_used', sa.Date(), nullable=True),
    sa.CheckConstraint('(other_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_asset_link_leads_to_one')),
    sa.CheckConstraint('other_id IS NULL OR other_id <> asset_id', name=op.f('ck_asset_link_not_to_itself')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_link_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_asset_link_organisation_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['asset.id'], name=op.f('fk_asset_link_other_id_asset'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_link')),
    sa.UniqueConstraint('asset_id', 'organisation_id', 'kind', name='uq_asset_link_organisation'),
    sa.UniqueConstraint('asset_id', 'other_id', 'kind', name='uq_asset_link_other')
    )
    op.create_index(op.f('ix_asset_link_asset_id'), 'asset_link', ['asset_id'])
    op.create_index(op.f('ix_asset_link_organisation_id'), 'asset_link', ['organisation_id'])
    op.create_index(op.f('ix_asset_link_other_id'), 'asset_link', ['other_id'])
    op.create_table('asset_quality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('standard', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('scope', sa.String(length=300), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_quality_asset_id_asset'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_quality')),
    sa.UniqueConstraint('asset_id', 'standard', name=op.f('uq_asset_quality_asset_id'))
    )
    op.create_table('asset_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('opportunity_id', sa.Integer(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('handler_id', sa.Integer(), nullable=True),
    sa.Column('agency_only', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'advised', 'dates', 'feasibility', 'accepted', 'in_use', 'reported', 'closed', 'refused', 'withdrawn', name='asset_request_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('first_hour', sa.Integer(), nullable=True),
    sa.Column('end_hour', sa.Integer(), nullable=True),
    sa.Column('refusal_reason', sa.String(length=40), nullable=False),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('file_key', sa.String(length=80), nullable=True),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=120), nullable=False),
    sa.Column('scan', sa.Enum('clean', 'unchecked', 'waiting', 'infected', name='asset_report_scan', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('review', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state <> 'refused') OR (refusal_reason <> '')", name=op.f('ck_asset_request_refused_with_reason')),
    sa.CheckConstraint("(state NOT IN ('accepted', 'closed', 'in_use', 'reported')) OR (first_day IS NOT NULL)", name=op.f('ck_asset_request_accepted_with_dates')),
    sa.CheckConstraint('(first_day IS NULL AND last_day IS NULL AND first_hour IS NULL AND end_hour IS NULL) OR (first_day <= last_day AND 0 <= first_hour AND first_hour < end_hour AND end_hour <= 24)', name=op.f('ck_asset_request_dates_are_whole')),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_asset_request_rating_known')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_asset_request_asked_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_request_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['handler_id'], ['user.id'], name=op.f('fk_asset_request_handler_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_asset_request_opportunity_id_opportunity'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_asset_request_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_request'))
    )
    op.create_index(op.f('ix_asset_request_asset_id'), 'asset_request', ['asset_id'])
    op.create_index(op.f('ix_asset_request_handler_id'), 'asset_request', ['handler_id'])
    op.create_index(op.f('ix_asset_request_opportunity_id'), 'asset_request', ['opportunity_id'])
    op.create_index(op.f('ix_asset_request_organisation_id'), 'asset_request', ['organisation_id'])
    op.create_index(op.f('ix_asset_request_state'), 'asset_request', ['state'])
    op.create_table('call_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('received', 'screened_out', 'screened_in', 'assessed', 'finalist', 'awarded', 'declined', 'withdrawn', name='call_answer_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('lead_weeks', sa.Integer(), nullable=False),
    sa.Column('standards', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('decision_words', sa.String(length=1000), nullable=False),
    sa.Column('score', sa.Double(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state NOT IN ('screened_out', 'declined') OR reason IS NOT NULL", name=op.f('ck_call_answer_reason_given')),
    sa.CheckConstraint('lead_weeks >= 0', name=op.f('ck_call_answer_lead_not_negative')),
    sa.CheckConstraint('price >= 0', name=op.f('ck_call_answer_price_not_negative')),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_call_answer_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_answer_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_call_answer_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_answer')),
    sa.UniqueConstraint('call_id', 'organisation_id', name=op.f('uq_call_answer_call_id'))
    )
    op.create_index(op.f('ix_call_answer_organisation_id'), 'call_answer', ['organisation_id'])
    op.create_index(op.f('ix_call_answer_state'), 'call_answer', ['state'])
    op.create_index('uq_call_answer_awarded', 'call_answer', ['call_id'], unique=True, sqlite_where=sa.text("state = 'awarded'"), postgresql_where=sa.text("state = 'awarded'"))
    op.create_table('call_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 1 AND 100', name=op.f('ck_call_criterion_weight_range')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_criterion_call_id_call'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_criterion')),
    sa.UniqueConstraint('call_id', 'code', name=op.f('uq_call_criterion_call_id'))
    )
    op.create_table('call_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_call_invitation_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_invitation_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_call_invitation_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_invitation')),
    sa.UniqueConstraint('call_id', 'organisation_id', name=op.f('uq_call_invitation_call_id'))
    )
    op.create_index(op.f('ix_call_invitation_organisation_id'), 'call_invitation', ['organisation_id'])
    op.create_table('call_passing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('cluster', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handled_by_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_passing_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['handled_by_id'], ['user.id'], name=op.f('fk_call_passing_handled_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_passing')),
    sa.UniqueConstraint('call_id', 'cluster', name=op.f('uq_call_passing_call_id'))
    )
    op.create_index(op.f('ix_call_passing_cluster'), 'call_passing', ['cluster'])
    op.create_table('call_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('specification', 'qualification', name='call_row_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('is_must', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_row_call_id_call'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_row'))
    )
    op.create_index(op.f('ix_call_row_call_id'), 'call_row', ['call_id'])
    op.create_table('call_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_call_step_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_step_call_id_call'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_step'))
    )
    op.create_index(op.f('ix_call_step_call_id'), 'call_step', ['call_id'])
    op.create_table('consortium',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opportunity_id', sa.Integer(), nullable=False),
    sa.Column('stages', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'introduced', 'dropped', name='consortium_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_consortium_made_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_consortium_opportunity_id_opportunity'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consortium'))
    )
    op.create_index(op.f('ix_consortium_opportunity_id'), 'consortium', ['opportunity_id'])
    op.create_index(op.f('ix_consortium_state'), 'consortium', ['state'])
    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opportunity_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('asset_id', sa.Integer(), nullable=True),
    sa.Column('from_stage', sa.String(length=20), nullable=True),
    sa.Column('to_stage', sa.String(length=20), nullable=False),
    sa.Column('next_stage', sa.String(length=20), nullable=False),
    sa.Column('what', sa.String(length=1000), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('offered', 'confirmed', 'declined', 'withdrawn', name='handover_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(to_id IS NULL) <> (asset_id IS NULL)', name=op.f('ck_handover_one_receiver')),
    sa.CheckConstraint('to_stage <> next_stage', name=op.f('ck_handover_goes_on')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_handover_answered_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_handover_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['from_id'], ['organisation.id'], name=op.f('fk_handover_from_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['offered_by_id'], ['user.id'], name=op.f('fk_handover_offered_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_handover_opportunity_id_opportunity'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_handover_to_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    op.create_index(op.f('ix_handover_asset_id'), 'handover', ['asset_id'])
    op.create_index(op.f('ix_handover_from_id'), 'handover', ['from_id'])
    op.create_index(op.f('ix_handover_opportunity_id'), 'handover', ['opportunity_id'])
    op.create_index(op.f('ix_handover_to_id'), 'handover', ['to_id'])
    op.create_index('uq_handover_offered', 'handover', ['opportunity_id'], unique=True, sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'"))
    op.create_table('landing_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('landing_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('owner_kind', sa.Enum('member', 'agency', 'named', name='landing_owner_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('owner_name', sa.String(length=120), nullable=False),
    sa.Column('state', sa.Enum('todo', 'doing', 'done', 'not_needed', name='landing_task_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(owner_kind = 'named') = (length(owner_name) > 0)", name=op.f('ck_landing_task_named_owner')),
    sa.CheckConstraint("(state IN ('done', 'not_needed')) = (settled_at IS NOT NULL)", name=op.f('ck_landing_task_settled_at_set')),
    sa.ForeignKeyConstraint(['landing_id'], ['soft_landing.id'], name=op.f('fk_landing_task_landing_id_soft_landing'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_landing_task')),
    sa.UniqueConstraint('landing_id', 'key', name=op.f('uq_landing_task_landing_id'))
    )
    op.create_table('manufacturer_capability',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('profile_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['profile_id'], ['manufacturer_profile.id'], name=op.f('fk_manufacturer_capability_profile_id_manufacturer_profile'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manufacturer_capability')),
    sa.UniqueConstraint('profile_id', 'code', name='uq_manufacturer_capability_profile_code')
    )
    op.create_index(op.f('ix_manufacturer_capability_code'), 'manufacturer_capability', ['code'])
    op.create_table('relation_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('relation_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_relation_entry_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['relation_id'], ['relation.id'], name=op.f('fk_relation_entry_relation_id_relation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relation_entry'))
    )
    op.create_index(op.f('ix_relation_entry_relation_id'), 'relation_entry', ['relation_id'])
    op.create_table('showcase_teaser',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opportunity_id', sa.Integer(), nullable=False),
    sa.Column('text_ko', sa.String(length=200), nullable=False),
    sa.Column('text_en', sa.String(length=200), nullable=False),
    sa.Column('is_withheld', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user.id'], name=op.f('fk_showcase_teaser_approved_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_showcase_teaser_opportunity_id_opportunity'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_showcase_teaser')),
    sa.UniqueConstraint('opportunity_id', name=op.f('uq_showcase_teaser_opportunity_id'))
    )
    op.create_table('single_source',
    sa.Column('opportunity_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('marked_by_id', sa.Integer(), nullable=True),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['marked_by_id'], ['user.id'], name=op.f('fk_single_source_marked_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_single_source_opportunity_id_opportunity'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('opportunity_id', name=op.f('pk_single_source'))
    )
    op.create_table('space_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=True),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('name_ko', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('unit_type', sa.String(length=40), nullable=False),
    sa.Column('area_m2', sa.Integer(), nullable=True),
    sa.Column('benches', sa.Integer(), nullable=True),
    sa.Column('desks', sa.Integer(), nullable=True),
    sa.Column('biosafety_level', sa.Integer(), nullable=True),
    sa.Column('cleanroom_class', sa.Integer(), nullable=True),
    sa.Column('lease_months_min', sa.Integer(), nullable=True),
    sa.Column('lease_months_max', sa.Integer(), nullable=True),
    sa.Column('services', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('fee', sa.String(length=300), nullable=False),
    sa.Column('legal_status', sa.Enum('planned', 'ground_broken', 'built', 'open', name='space_legal_status', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('available_from', sa.String(length=10), nullable=False),
    sa.Column('is_listed', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(asset_id IS NULL) <> (site_id IS NULL)', name=op.f('ck_space_unit_one_place')),
    sa.CheckConstraint('area_m2 IS NULL OR area_m2 > 0', name=op.f('ck_space_unit_area_positive')),
    sa.CheckConstraint('biosafety_level IS NULL OR biosafety_level BETWEEN 1 AND 4', name=op.f('ck_space_unit_biosafety_range')),
    sa.CheckConstraint('cleanroom_class IS NULL OR cleanroom_class BETWEEN 1 AND 9', name=op.f('ck_space_unit_cleanroom_range')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_space_unit_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_space_unit_site_id_site'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space_unit'))
    )
    op.create_index(op.f('ix_space_unit_asset_id'), 'space_unit', ['asset_id'])
    op.create_index(op.f('ix_space_unit_site_id'), 'space_unit', ['site_id'])
    op.create_index(op.f('ix_space_unit_unit_type'), 'space_unit', ['unit_type'])
    op.create_table('staffing_need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('demand_id', sa.Integer(), nullable=True),
    sa.Column('skill', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('by_day', sa.Date(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('needs_certificate', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('open', 'withdrawn', name='staffing_need_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('people > 0', name=op.f('ck_staffing_need_people_positive')),
    sa.ForeignKeyConstraint(['demand_id'], ['space_demand.id'], name=op.f('fk_staffing_need_demand_id_space_demand'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_staffing_need_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staffing_need'))
    )
    op.create_index(op.f('ix_staffing_need_demand_id'), 'staffing_need', ['demand_id'])
    op.create_index(op.f('ix_staffing_need_organisation_id'), 'staffing_need', ['organisation_id'])
    op.create_table('talent_application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('received', 'accepted', 'connected', 'declined', 'withdrawn', name='talent_application_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_talent_application_organisation_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['post_id'], ['talent_post.id'], name=op.f('fk_talent_application_post_id_talent_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent_application')),
    sa.UniqueConstraint('post_id', 'organisation_id', name=op.f('uq_talent_application_post_id'))
    )
    op.create_index(op.f('ix_talent_application_organisation_id'), 'talent_application', ['organisation_id'])
    op.create_index(op.f('ix_talent_application_state'), 'talent_application', ['state'])
    op.create_table('training_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('title_ko', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('skill', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('certificate_ko', sa.String(length=200), nullable=False),
    sa.Column('certificate_en', sa.String(length=200), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('is_cancelled', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_training_session_days_in_order')),
    sa.CheckConstraint('hours > 0', name=op.f('ck_training_session_hours_positive')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_training_session_asset_id_asset'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_session'))
    )
    op.create_index(op.f('ix_training_session_asset_id'), 'training_session', ['asset_id'])
    op.create_index(op.f('ix_training_session_last_day'), 'training_session', ['last_day'])
    op.create_index(op.f('ix_training_session_skill'), 'training_session', ['skill'])
    op.create_table('triad',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('domestic_id', sa.Integer(), nullable=False),
    sa.Column('overseas_id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('pair_score', sa.Double(), nullable=False),
    sa.Column('fit', sa.Double(), nullable=False),
    sa.Column('wanted_from', sa.Date(), nullable=False),
    sa.Column('wanted_to', sa.Date(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.CheckConstraint('score >= 0 AND score <= 1 AND fit > 0 AND fit <= 1', name=op.f('ck_triad_score_range')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_triad_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['domestic_id'], ['organisation.id'], name=op.f('fk_triad_domestic_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['overseas_id'], ['organisation.id'], name=op.f('fk_triad_overseas_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_triad')),
    sa.UniqueConstraint('domestic_id', 'overseas_id', 'asset_id', name=op.f('uq_triad_domestic_id'))
    )
    op.create_index(op.f('ix_triad_asset_id'), 'triad', ['asset_id'])
    op.create_index(op.f('ix_triad_overseas_id'), 'triad', ['overseas_id'])
    op.create_index('ix_triad_ranked', 'triad', ['domestic_id', 'score'])
    op.create_table('asset_request_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('side', sa.Enum('asker', 'handler', name='asset_request_side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('asked', 'advised', 'dates', 'feasibility', 'accepted', 'in_use', 'reported', 'closed', 'refused', 'withdrawn', name='asset_request_step_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_asset_request_step_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['request_id'], ['asset_request.id'], name=op.f('fk_asset_request_step_request_id_asset_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_request_step'))
    )
    op.create_index(op.f('ix_asset_request_step_request_id'), 'asset_request_step', ['request_id'])
    op.create_table('asset_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=120), nullable=False),
    sa.Column('what', sa.String(length=300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_asset_use_within_a_day')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_asset_use_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_asset_use_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['request_id'], ['asset_request.id'], name=op.f('fk_asset_use_request_id_asset_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asset_use'))
    )
    op.create_index('ix_asset_use_month', 'asset_use', ['asset_id', 'day'])
    op.create_index(op.f('ix_asset_use_request_id'), 'asset_use', ['request_id'])
    op.create_table('booked_hour',
    sa.Column('asset_id', sa.Integer(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('unit >= 0', name=op.f('ck_booked_hour_unit_from_0')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_booked_hour_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['asset_request.id'], name=op.f('fk_booked_hour_request_id_asset_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('asset_id', 'hour', 'unit', name=op.f('pk_booked_hour'))
    )
    op.create_index(op.f('ix_booked_hour_request_id'), 'booked_hour', ['request_id'])
    op.create_table('call_answer_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('met', sa.Enum('match', 'gap', name='call_met', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['call_answer.id'], name=op.f('fk_call_answer_row_answer_id_call_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['row_id'], ['call_row.id'], name=op.f('fk_call_answer_row_row_id_call_row'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_answer_row')),
    sa.UniqueConstraint('answer_id', 'row_id', name=op.f('uq_call_answer_row_answer_id'))
    )
    op.create_table('call_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.CheckConstraint('score BETWEEN 0 AND 5', name=op.f('ck_call_score_score_range')),
    sa.ForeignKeyConstraint(['answer_id'], ['call_answer.id'], name=op.f('fk_call_score_answer_id_call_answer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_score')),
    sa.UniqueConstraint('answer_id', 'code', name=op.f('uq_call_score_answer_id'))
    )
    op.create_table('compliance_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('light', sa.Enum('technology', 'biomaterials', 'personal_data', 'clinical', 'people', name='compliance_light', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('covers', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoke_reason', sa.String(length=1000), nullable=False),
    sa.CheckConstraint('length(reason) > 0', name=op.f('ck_compliance_decision_with_reason')),
    sa.CheckConstraint('revoked_at IS NULL OR length(revoke_reason) > 0', name=op.f('ck_compliance_decision_revoked_with_reason')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_compliance_decision_decided_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_compliance_decision_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['user.id'], name=op.f('fk_compliance_decision_revoked_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_decision'))
    )
    op.create_index(op.f('ix_compliance_decision_introduction_id'), 'compliance_decision', ['introduction_id'])
    op.create_index('uq_compliance_decision_standing', 'compliance_decision', ['introduction_id', 'light'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.create_table('compliance_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('by_staff', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_compliance_sheet_answered_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_compliance_sheet_introduction_id_introduction'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_compliance_sheet_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_sheet')),
    sa.UniqueConstraint('introduction_id', 'organisation_id', name='uq_compliance_sheet_introduction_organisation')
    )
    op.create_index(op.f('ix_compliance_sheet_organisation_id'), 'compliance_sheet', ['organisation_id'])
    op.create_table('consortium_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consortium_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('asset_id', sa.Integer(), nullable=True),
    sa.Column('introduction_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(organisation_id IS NULL) <> (asset_id IS NULL)', name=op.f('ck_consortium_member_one_thing')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_consortium_member_asset_id_asset'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['consortium_id'], ['consortium.id'], name=op.f('fk_consortium_member_consortium_id_consortium'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_consortium_member_introduction_id_introduction'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_consortium_member_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consortium_member')),
    sa.UniqueConstraint('consortium_id', 'asset_id', name='uq_consortium_member_asset'),
    sa.UniqueConstraint('consortium_id', 'organisation_id', name='uq_consortium_member_organisation')
    )
    op.create_index(op.f('ix_consortium_member_asset_id'), 'consortium_member', ['asset_id'])
    op.create_index(op.f('ix_consortium_member_introduction_id'), 'consortium_member', ['introduction_id'])
    op.create_index(op.f('ix_consortium_member_organisation_id'), 'consortium_member', ['organisation_id'])
    op.create_table('demonstration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'proposed', 'signed_off', 'running', 'passed', 'failed', 'stopped', name='demonstration_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('hypothesis', sa.Text(), nullable=False),
    sa.Column('protocol', sa.Text(), nullable=False),
    sa.Column('ip_terms', sa.Text(), nullable=False),
    sa.Column('data_terms', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state IN ('passed', 'failed', 'stopped')) = (ended_at IS NOT NULL)", name=op.f('ck_demonstration_ended_at_set')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_demonstration_dates_order')),
    sa.ForeignKeyConstraint(['begun_by_id'], ['user.id'], name=op.f('fk_demonstration_begun_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_demonstration_introduction_id_introduction'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration'))
    )
    op.create_index(op.f('ix_demonstration_introduction_id'), 'demonstration', ['introduction_id'])
    op.create_index(op.f('ix_demonstration_state'), 'demonstration', ['state'])
    op.create_table('lease',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demand_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('first_month', sa.Date(), nullable=False),
    sa.Column('last_month', sa.Date(), nullable=False),
    sa.Column('moved_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('first_month <= last_month', name=op.f('ck_lease_months_in_order')),
    sa.ForeignKeyConstraint(['demand_id'], ['space_demand.id'], name=op.f('fk_lease_demand_id_space_demand'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['space_unit.id'], name=op.f('fk_lease_unit_id_space_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease')),
    sa.UniqueConstraint('demand_id', name=op.f('uq_lease_demand_id'))
    )
    op.create_index(op.f('ix_lease_unit_id'), 'lease', ['unit_id'])
    op.create_table('seat_reservation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['staffing_need.id'], name=op.f('fk_seat_reservation_need_id_staffing_need'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_seat_reservation_organisation_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_seat_reservation_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_reservation'))
    )
    op.create_index(op.f('ix_seat_reservation_need_id'), 'seat_reservation', ['need_id'])
    op.create_index(op.f('ix_seat_reservation_organisation_id'), 'seat_reservation', ['organisation_id'])
    op.create_index(op.f('ix_seat_reservation_session_id'), 'seat_reservation', ['session_id'])
    op.create_table('space_offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demand_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('offered', 'taken', 'declined', 'lapsed', name='space_offer_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['demand_id'], ['space_demand.id'], name=op.f('fk_space_offer_demand_id_space_demand'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['space_unit.id'], name=op.f('fk_space_offer_unit_id_space_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space_offer')),
    sa.UniqueConstraint('demand_id', 'unit_id', name=op.f('uq_space_offer_demand_id'))
    )
    op.create_index(op.f('ix_space_offer_unit_id'), 'space_offer', ['unit_id'])
    op.create_table('compliance_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.Enum('no', 'yes', 'permitted', 'unknown', name='compliance_answer_given', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('permit', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("answer <> 'permitted' OR length(permit) > 0", name=op.f('ck_compliance_answer_permit_named')),
    sa.ForeignKeyConstraint(['sheet_id'], ['compliance_sheet.id'], name=op.f('fk_compliance_answer_sheet_id_compliance_sheet'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_answer')),
    sa.UniqueConstraint('sheet_id', 'question', name='uq_compliance_answer_sheet_question')
    )
    op.create_table('demonstration_certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('evidence', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_certificate_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_demonstration_certificate_code')),
    sa.UniqueConstraint('demonstration_id', name=op.f('uq_demonstration_certificate_demonstration_id'))
    )
    op.create_table('demonstration_cost_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('payer', sa.String(length=200), nullable=False),
    sa.Column('percent', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_cost_share_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_cost_share'))
    )
    op.create_index(op.f('ix_demonstration_cost_share_demonstration_id'), 'demonstration_cost_share', ['demonstration_id'])
    op.create_table('demonstration_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('operator', sa.Enum('at_least', 'at_most', 'equal', name='demonstration_operator', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('target', sa.String(length=40), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('before', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_criterion_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_criterion'))
    )
    op.create_index(op.f('ix_demonstration_criterion_demonstration_id'), 'demonstration_criterion', ['demonstration_id'])
    op.create_table('demonstration_deed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deed', sa.Enum('started', 'edited', 'voided', 'proposed', 'signed', 'go', 'no_go', 'measured', 'passed', 'failed', name='demonstration_deed_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('side_id', sa.Integer(), nullable=True),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_demonstration_deed_actor_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_deed_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['side_id'], ['organisation.id'], name=op.f('fk_demonstration_deed_side_id_organisation'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_deed'))
    )
    op.create_index(op.f('ix_demonstration_deed_demonstration_id'), 'demonstration_deed', ['demonstration_id'])
    op.create_table('demonstration_flow_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('material', sa.String(length=200), nullable=False),
    sa.Column('origin', sa.String(length=200), nullable=False),
    sa.Column('goal', sa.String(length=200), nullable=False),
    sa.Column('quantity', sa.String(length=200), nullable=False),
    sa.Column('needs_permit', sa.Boolean(), nullable=False),
    sa.Column('permit', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_flow_step_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_flow_step'))
    )
    op.create_index(op.f('ix_demonstration_flow_step_demonstration_id'), 'demonstration_flow_step', ['demonstration_id'])
    op.create_table('demonstration_signed_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_signed_text_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_signed_text')),
    sa.UniqueConstraint('demonstration_id', 'number', name='uq_demonstration_signed_text_number')
    )
    op.create_table('demonstration_site',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demonstration_id', sa.Integer(), nullable=False),
    sa.Column('side_id', sa.Integer(), nullable=False),
    sa.Column('asset_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('signed_version', sa.Integer(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("asset_id IS NOT NULL OR place <> ''", name=op.f('ck_demonstration_site_somewhere')),
    sa.CheckConstraint('(signed_version IS NULL) = (signed_at IS NULL)', name=op.f('ck_demonstration_site_signed_whole')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_demonstration_site_asset_id_asset'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['demonstration_id'], ['demonstration.id'], name=op.f('fk_demonstration_site_demonstration_id_demonstration'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['side_id'], ['organisation.id'], name=op.f('fk_demonstration_site_side_id_organisation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['signed_by_id'], ['user.id'], name=op.f('fk_demonstration_site_signed_by_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_site'))
    )
    op.create_index(op.f('ix_demonstration_site_asset_id'), 'demonstration_site', ['asset_id'])
    op.create_index(op.f('ix_demonstration_site_demonstration_id'), 'demonstration_site', ['demonstration_id'])
    op.create_table('lease_month',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('lease_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lease_id'], ['lease.id'], name=op.f('fk_lease_month_lease_id_lease'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['space_unit.id'], name=op.f('fk_lease_month_unit_id_space_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', 'month', name=op.f('pk_lease_month'))
    )
    op.create_index(op.f('ix_lease_month_lease_id'), 'lease_month', ['lease_id'])
    op.create_table('training_seat',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reservation_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['reservation_id'], ['seat_reservation.id'], name=op.f('fk_training_seat_reservation_id_seat_reservation'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_training_seat_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', 'number', name=op.f('pk_training_seat'))
    )
    op.create_index(op.f('ix_training_seat_reservation_id'), 'training_seat', ['reservation_id'])
    op.create_table('demonstration_certificate_party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('shows_name', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['demonstration_certificate.id'], name=op.f('fk_demonstration_certificate_party_certificate_id_demonstration_certificate'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_demonstration_certificate_party_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_certificate_party')),
    sa.UniqueConstraint('certificate_id', 'organisation_id', name='uq_demonstration_certificate_party_side')
    )
    op.create_index(op.f('ix_demonstration_certificate_party_organisation_id'), 'demonstration_certificate_party', ['organisation_id'])
    op.create_table('demonstration_measurement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    sa.Column('file_key', sa.String(length=80), nullable=False),
    sa.Column('file_name', sa.String(length=130), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('scan', sa.Enum('clean', 'unchecked', 'waiting', 'infected', name='demonstration_scan', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['criterion_id'], ['demonstration_criterion.id'], name=op.f('fk_demonstration_measurement_criterion_id_demonstration_criterion'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['given_by_id'], ['user.id'], name=op.f('fk_demonstration_measurement_given_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['site_id'], ['demonstration_site.id'], name=op.f('fk_demonstration_measurement_site_id_demonstration_site'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demonstration_measurement')),
    sa.UniqueConstraint('criterion_id', 'site_id', name='uq_demonstration_measurement_criterion_site'),
    sa.UniqueConstraint('file_key', name=op.f('uq_demonstration_measurement_file_key'))
    )
    op.create_index(op.f('ix_demonstration_measurement_site_id'), 'demonstration_measurement', ['site_id'])
    op.create_table('meeting_absence',
    sa.Column('rating_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['meeting_participant.id'], name=op.f('fk_meeting_absence_participant_id_meeting_participant'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rating_id'], ['meeting_rating.id'], name=op.f('fk_meeting_absence_rating_id_meeting_rating'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rating_id', 'participant_id', name=op.f('pk_meeting_absence'))
    )
    op.create_index(op.f('ix_meeting_absence_participant_id'), 'meeting_absence', ['participant_id'])
    _widen_assets()
    op.execute(_UPSET)
    op.create_index(op.f('ix_asset_contact_id'), 'asset', ['contact_id'])
    op.create_index(op.f('ix_asset_parent_id'), 'asset', ['parent_id'])
    op.create_index(op.f('ix_asset_site_id'), 'asset', ['site_id'])
    op.add_column('introduction', sa.Column('touch_overdue_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('introduction', sa.Column('decision_overdue_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('meeting', 'upset')
    op.drop_column('introduction', 'decision_overdue_at')
    op.drop_column('introduction', 'touch_overdue_at')
    op.drop_index(op.f('ix_asset_site_id'), table_name='asset')
    op.drop_index(op.f('ix_asset_parent_id'), table_name='asset')
    op.drop_index(op.f('ix_asset_contact_id'), table_name='asset')
    _narrow_assets()
    op.drop_index(op.f('ix_meeting_absence_participant_id'), table_name='meeting_absence')
    op.drop_table('meeting_absence')
    op.drop_index(op.f('ix_demonstration_measurement_site_id'), table_name='demonstration_measurement')
    op.drop_table('demonstration_measurement')
    op.drop_index(op.f('ix_demonstration_certificate_party_organisation_id'), table_name='demonstration_certificate_party')
    op.drop_table('demonstration_certificate_party')
    op.drop_index(op.f('ix_training_seat_reservation_id'), table_name='training_seat')
    op.drop_table('training_seat')
    op.drop_index(op.f('ix_lease_month_lease_id'), table_name='lease_month')
    op.drop_table('lease_month')
    op.drop_index(op.f('ix_demonstration_site_demonstration_id'), table_name='demonstration_site')
    op.drop_index(op.f('ix_demonstration_site_asset_id'), table_name='demonstration_site')
    op.drop_table('demonstration_site')
    op.drop_table('demonstration_signed_text')
    op.drop_index(op.f('ix_demonstration_flow_step_demonstration_id'), table_name='demonstration_flow_step')
    op.drop_table('demonstration_flow_step')
    op.drop_index(op.f('ix_demonstration_deed_demonstration_id'), table_name='demonstration_deed')
    op.drop_table('demonstration_deed')
    op.drop_index(op.f('ix_demonstration_criterion_demonstration_id'), table_name='demonstration_criterion')
    op.drop_table('demonstration_criterion')
    op.drop_index(op.f('ix_demonstration_cost_share_demonstration_id'), table_name='demonstration_cost_share')
    op.drop_table('demonstration_cost_share')
    op.drop_table('demonstration_certificate')
    op.drop_table('compliance_answer')
    op.drop_index(op.f('ix_space_offer_unit_id'), table_name='space_offer')
    op.drop_table('space_offer')
    op.drop_index(op.f('ix_seat_reservation_session_id'), table_name='seat_reservation')
    op.drop_index(op.f('ix_seat_reservation_organisation_id'), table_name='seat_reservation')
    op.drop_index(op.f('ix_seat_reservation_need_id'), table_name='seat_reservation')
    op.drop_table('seat_reservation')
    op.drop_index(op.f('ix_lease_unit_id'), table_name='lease')
    op.drop_table('lease')
    op.drop_index(op.f('ix_demonstration_state'), table_name='demonstration')
    op.drop_index(op.f('ix_demonstration_introduction_id'), table_name='demonstration')
    op.drop_table('demonstration')
    op.drop_index(op.f('ix_consortium_member_organisation_id'), table_name='consortium_member')
    op.drop_index(op.f('ix_consortium_member_introduction_id'), table_name='consortium_member')
    op.drop_index(op.f('ix_consortium_member_asset_id'), table_name='consortium_member')
    op.drop_table('consortium_member')
    op.drop_index(op.f('ix_compliance_sheet_organisation_id'), table_name='compliance_sheet')
    op.drop_table('compliance_sheet')
    op.drop_index('uq_compliance_decision_standing', table_name='compliance_decision', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.drop_index(op.f('ix_compliance_decision_introduction_id'), table_name='compliance_decision')
    op.drop_table('compliance_decision')
    op.drop_table('call_score')
    op.drop_table('call_answer_row')
    op.drop_index(op.f('ix_booked_hour_request_id'), table_name='booked_hour')
    op.drop_table('booked_hour')
    op.drop_index(op.f('ix_asset_use_request_id'), table_name='asset_use')
    op.drop_index('ix_asset_use_month', table_name='asset_use')
    op.drop_table('asset_use')
    op.drop_index(op.f('ix_asset_request_step_request_id'), table_name='asset_request_step')
    op.drop_table('asset_request_step')
    op.drop_index('ix_triad_ranked', table_name='triad')
    op.drop_index(op.f('ix_triad_overseas_id'), table_name='triad')
    op.drop_index(op.f('ix_triad_asset_id'), table_name='triad')
    op.drop_table('triad')
    op.drop_index(op.f('ix_training_session_skill'), table_name='training_session')
    op.drop_index(op.f('ix_training_session_last_day'), table_name='training_session')
    op.drop_index(op.f('ix_training_session_asset_id'), table_name='training_session')
    op.drop_table('training_session')
    op.drop_index(op.f('ix_talent_application_state'), table_name='talent_application')
    op.drop_index(op.f('ix_talent_application_organisation_id'), table_name='talent_application')
    op.drop_table('talent_application')
    op.drop_index(op.f('ix_staffing_need_organisation_id'), table_name='staffing_need')
    op.drop_index(op.f('ix_staffing_need_demand_id'), table_name='staffing_need')
    op.drop_table('staffing_need')
    op.drop_index(op.f('ix_space_unit_unit_type'), table_name='space_unit')
    op.drop_index(op.f('ix_space_unit_site_id'), table_name='space_unit')
    op.drop_index(op.f('ix_space_unit_asset_id'), table_name='space_unit')
    op.drop_table('space_unit')
    op.drop_table('single_source')
    op.drop_table('showcase_teaser')
    op.drop_index(op.f('ix_relation_entry_relation_id'), table_name='relation_entry')
    op.drop_table('relation_entry')
    op.drop_index(op.f('ix_manufacturer_capability_code'), table_name='manufacturer_capability')
    op.drop_table('manufacturer_capability')
    op.drop_table('landing_task')
    op.drop_index('uq_handover_offered', table_name='handover', sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'"))
    op.drop_index(op.f('ix_handover_to_id'), table_name='handover')
    op.drop_index(op.f('ix_handover_opportunity_id'), table_name='handover')
    op.drop_index(op.f('ix_handover_from_id'), table_name='handover')
    op.drop_index(op.f('ix_handover_asset_id'), table_name='handover')
    op.drop_table('handover')
    op.drop_index(op.f('ix_consortium_state'), table_name='consortium')
    op.drop_index(op.f('ix_consortium_opportunity_id'), table_name='consortium')
    op.drop_table('consortium')
    op.drop_index(op.f('ix_call_step_call_id'), table_name='call_step')
    op.drop_table('call_step')
    op.drop_index(op.f('ix_call_row_call_id'), table_name='call_row')
    op.drop_table('call_row')
    op.drop_index(op.f('ix_call_passing_cluster'), table_name='call_passing')
    op.drop_table('call_passing')
    op.drop_index(op.f('ix_call_invitation_organisation_id'), table_name='call_invitation')
    op.drop_table('call_invitation')
    op.drop_table('call_criterion')
    op.drop_index('uq_call_answer_awarded', table_name='call_answer', sqlite_where=sa.text("state = 'awarded'"), postgresql_where=sa.text("state = 'awarded'"))
    op.drop_index(op.f('ix_call_answer_state'), table_name='call_answer')
    op.drop_index(op.f('ix_call_answer_organisation_id'), table_name='call_answer')
    op.drop_table('call_answer')
    op.drop_index(op.f('ix_asset_request_state'), table_name='asset_request')
    op.drop_index(op.f('ix_asset_request_organisation_id'), table_name='asset_request')
    op.drop_index(op.f('ix_asset_request_opportunity_id'), table_name='asset_request')
    op.drop_index(op.f('ix_asset_request_handler_id'), table_name='asset_request')
    op.drop_index(op.f('ix_asset_request_asset_id'), table_name='asset_request')
    op.drop_table('asset_request')
    op.drop_table('asset_quality')
    op.drop_index(op.f('ix_asset_link_other_id'), table_name='asset_link')
    op.drop_index(op.f('ix_asset_link_organisation_id'), table_name='asset_link')
    op.drop_index(op.f('ix_asset_link_asset_id'), table_name='asset_link')
    op.drop_table('asset_link')
    op.drop_table('asset_hours')
    op.drop_index(op.f('ix_asset_closure_asset_id'), table_name='asset_closure')
    op.drop_table('asset_closure')
    op.drop_index(op.f('ix_talent_post_state'), table_name='talent_post')
    op.drop_index(op.f('ix_talent_post_organisation_id'), table_name='talent_post')
    op.drop_table('talent_post')
    op.drop_index(op.f('ix_suggestion_shown_candidate_id'), table_name='suggestion_shown')
    op.drop_table('suggestion_shown')
    op.drop_index(op.f('ix_space_demand_state'), table_name='space_demand')
    op.drop_index(op.f('ix_space_demand_organisation_id'), table_name='space_demand')
    op.drop_table('space_demand')
    op.drop_table('soft_landing')
    op.drop_index(op.f('ix_relation_cluster'), table_name='relation')
    op.drop_table('relation')
    op.drop_table('manufacturer_profile')
    op.drop_table('goal_year')
    op.drop_index(op.f('ix_call_state'), table_name='call')
    op.drop_index(op.f('ix_call_organisation_id'), table_name='call')
    op.drop_table('call')
    op.drop_index(op.f('ix_site_cluster_id'), table_name='site')
    op.drop_table('site')
    op.drop_index(op.f('ix_office_cluster_id'), table_name='office')
    op.drop_table('office')
    op.drop_index(op.f('ix_goal_vision_id'), table_name='goal')
    op.drop_table('goal')
    op.drop_index(op.f('ix_cluster_fact_cluster_id'), table_name='cluster_fact')
    op.drop_table('cluster_fact')
    op.drop_table('vision')
    op.drop_table('triad_refresh')
    op.drop_table('gateway_day')
    op.drop_table('cluster')
