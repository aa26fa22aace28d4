"""How often nobody knew whether a letter had arrived: it is not repeated for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letters") as letters:
        letters.add_column(
            sa.Column("unsure", sa.Integer, nullable=False, server_default="0")
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("letters") as letters:
        letters.drop_column("unsure")
