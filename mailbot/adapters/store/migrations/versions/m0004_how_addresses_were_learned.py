"""How an address was learned; a file's pages, and whether a seal is on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    how = sa.Column("how", sa.String(), nullable=False, server_default="confirmed")
    op.add_column("learned_addresses", how)
    op.add_column("documents", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("copies", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("copies", sa.Column("sealed", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("copies") as copies:
        copies.drop_column("sealed")
        copies.drop_column("pages")
    with op.batch_alter_table("documents") as documents:
        documents.drop_column("pages")
    with op.batch_alter_table("learned_addresses") as learned:
        learned.drop_column("how")
