"""Rankings kept for refreshes, and how much has changed since a full build"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_PENDING = sa.text('revision <> matched_revision')


def upgrade() -> None:
    op.create_table('ranking',
    sa.Column('organisation_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('floor', sa.Double(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_ranking'))
    )
    op.create_index('ix_ranking_floor', 'ranking', ['floor'])
    op.create_table('ranked_pair',
    sa.Column('organisation_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('candidate_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', 'candidate_id', name=op.f('pk_ranked_pair')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_ranked_pair_candidate_id', 'ranked_pair', ['candidate_id', 'organisation_id'])
    op.create_index('ix_organisation_pending', 'organisation', ['id'], sqlite_where=_PENDING, postgresql_where=_PENDING)
    # No batch: SQLite adds and drops a bare column in place, and a copied table would lose its checks.
    op.add_column('index_build', sa.Column('changed_listings', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('index_build', 'changed_listings')
    op.drop_index('ix_organisation_pending', table_name='organisation')
    op.drop_index('ix_ranked_pair_candidate_id', table_name='ranked_pair')
    op.drop_table('ranked_pair')
    op.drop_index('ix_ranking_floor', table_name='ranking')
    op.drop_table('ranking')
