"""What a fault of ours leaves of a mail: it waits, is counted, and is read again."""

import sqlalchemy as sa
from alembic import op

from mailbot.adapters.store.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("mails") as mails:
        mails.add_column(
            sa.Column("tries", sa.Integer, nullable=False, server_default="0")
        )
        mails.add_column(sa.Column("next_try_at", Instant))
        mails.add_column(sa.Column("deaths", sa.JSON))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("mails") as mails:
        mails.drop_column("deaths")
        mails.drop_column("next_try_at")
        mails.drop_column("tries")
