"""Codes by which staff settle things by mail, and what they did with them."""

import sqlalchemy as sa
from alembic import op

from mailbot.adapters.store.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mail", sa.Integer(), nullable=True),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail"], ["mails.id"], name=op.f("fk_staff_codes_mail")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_codes")),
        sa.UniqueConstraint("secret", name=op.f("uq_staff_codes_secret")),
    )
    op.create_table(
        "staff_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["code"], ["staff_codes.id"], name=op.f("fk_staff_acts_code")
        ),
        sa.ForeignKeyConstraint(
            ["answer"], ["mails.id"], name=op.f("fk_staff_acts_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_acts")),
    )
    with op.batch_alter_table("staff_acts", schema=None) as batch_op:
        batch_op.create_index("ix_staff_acts_code", ["code"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("staff_acts")
    op.drop_table("staff_codes")
