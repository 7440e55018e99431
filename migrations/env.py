"""Alembic's entry: migrate the database of the running application."""

from alembic import context
from flask import current_app

from matchmaker.foundation.database import UtcDateTime, db

target = db.metadata


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as what the database gets, so that migrations never import the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Migrate within the application's own engine (`flask db …` has pushed its context)."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target, render_item=render_item, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
