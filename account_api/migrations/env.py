"""Alembic's entry: it runs inside the transaction that `migrate` has opened."""

from alembic import context

from account_api.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
