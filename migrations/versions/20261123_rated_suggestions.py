"""An index of the suggestions that a re-ranker has rated, which are none where no re-ranker is in use"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_rated = sa.text('likelihood IS NOT NULL')
    op.create_index(
        'ix_suggestion_rated', 'suggestion', ['organisation_id'], sqlite_where=is_rated, postgresql_where=is_rated
    )


def downgrade() -> None:
    op.drop_index('ix_suggestion_rated', table_name='suggestion')
