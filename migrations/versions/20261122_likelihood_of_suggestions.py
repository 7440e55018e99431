"""Likelihood of suggestions, learned from decisions"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite adds and drops a bare column in place, and a copied table would lose its checks.
    op.add_column('suggestion', sa.Column('likelihood', sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column('suggestion', 'likelihood')
