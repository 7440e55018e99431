"""The sheet of site feasibility: what a sponsor asks of a hospital, and what the site answers"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table('site_feasibility',
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('phase', sa.String(length=40), nullable=False),
    sa.Column('therapeutic_area', sa.String(length=40), nullable=False),
    sa.Column('indication', sa.String(length=300), nullable=False),
    sa.Column('tested', sa.String(length=300), nullable=False),
    sa.Column('participants', sa.Integer(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('criteria', sa.Text(), nullable=False),
    sa.Column('staff', sa.Text(), nullable=False),
    sa.Column('equipment', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', _code('feasible', 'with_conditions', 'not_feasible', name='site_verdict'), nullable=True),
    sa.Column('patients_a_year', sa.Integer(), nullable=True),
    sa.Column('expected_a_year', sa.Integer(), nullable=True),
    sa.Column('similar', sa.Integer(), nullable=True),
    sa.Column('competing', sa.Integer(), nullable=True),
    sa.Column('investigator', _code('yes', 'partly', 'no', name='site_investigator'), nullable=True),
    sa.Column('staff_ready', _code('yes', 'partly', 'no', name='site_staff'), nullable=True),
    sa.Column('coordinators', sa.Integer(), nullable=True),
    sa.Column('equipment_ready', _code('yes', 'partly', 'no', name='site_equipment'), nullable=True),
    sa.Column('ethics_days', sa.Integer(), nullable=True),
    sa.Column('contract_days', sa.Integer(), nullable=True),
    sa.Column('ready_on', sa.Date(), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.CheckConstraint('participants > 0 AND months > 0', name=op.f('ck_site_feasibility_asks_for_somebody')),
    sa.CheckConstraint('(answered_at IS NULL) = (verdict IS NULL) AND (answered_at IS NULL) = (expected_a_year IS NULL) AND (answered_at IS NULL) = (patients_a_year IS NULL)', name=op.f('ck_site_feasibility_answered_whole')),
    sa.ForeignKeyConstraint(['request_id'], ['asset_request.id'], name=op.f('fk_site_feasibility_request_id_asset_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_site_feasibility'))
    )


def downgrade() -> None:
    op.drop_table('site_feasibility')
