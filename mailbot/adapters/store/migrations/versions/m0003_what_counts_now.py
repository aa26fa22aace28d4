"""Indexes that tell what counts now, however many versions and letters there were."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STANDING = ("notice", "unit", "period", "copy", "state", "received_at", "version")


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_copies_standing", "copies", list(_STANDING))
    op.drop_index("ix_letters_recipient_created_at", "letters")
    state = ["recipient", "state", "created_at"]
    op.create_index("ix_letters_recipient_state", "letters", state)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_letters_recipient_state", "letters")
    before = ["recipient", "created_at"]
    op.create_index("ix_letters_recipient_created_at", "letters", before)
    op.drop_index("ix_copies_standing", "copies")
