"""Which suggestions are promised places stands in a column of its own: found without reading the reasons"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

_suggestion = sa.table(
    'suggestion', sa.column('explanation', sa.JSON), sa.column('is_promised', sa.Boolean)
)


def upgrade() -> None:
    op.add_column('suggestion', sa.Column('is_promised', sa.Boolean(), server_default=sa.false(), nullable=False))
    is_marked = _suggestion.c.explanation['promised'].as_boolean().is_(True)
    op.execute(sa.update(_suggestion).where(is_marked).values(is_promised=True))
    op.create_index('ix_suggestion_promised', 'suggestion', ['organisation_id', 'is_promised', 'candidate_id'])


def downgrade() -> None:
    op.drop_index('ix_suggestion_promised', table_name='suggestion')
    op.drop_column('suggestion', 'is_promised')
