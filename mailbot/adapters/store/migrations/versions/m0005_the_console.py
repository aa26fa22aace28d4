"""Who may come into the console, and the archive by its words."""

import sqlalchemy as sa
from alembic import op

from mailbot.adapters.store.columns import Instant
from mailbot.core.words.bigrams import pieces

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOST_TEXT = 200_000
_FILES = """
SELECT d.id, d.name, d.text, m.subject, m.sender_name, m.sender_address
FROM documents d LEFT JOIN mails m ON m.id = d.mail
WHERE d.path <> '' AND d.outcome <> 'ignore' AND NOT EXISTS (
  SELECT 1 FROM reviews r
  WHERE r.mail = d.mail AND r.number = d.number AND r.decision = 'ignore')
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "web_keepers",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_web_keepers")),
    )
    op.create_table(
        "web_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_codes")),
    )
    op.create_index("ix_web_codes_browser", "web_codes", ["browser"])
    op.create_table(
        "web_stays",
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_web_stays")),
    )
    op.create_table(
        "web_knocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_knocks")),
    )
    op.create_index("ix_web_knocks_at", "web_knocks", ["at"])
    op.create_index("ix_copies_document", "copies", ["document"])
    _catalogue()


def _catalogue() -> None:
    """Make the index and put on it what lies in the archive already."""
    connection = op.get_bind()
    put = "INSERT INTO catalogue (rowid, words) VALUES (:id, :words)"
    if connection.dialect.name == "postgresql":
        op.execute("CREATE TABLE catalogue (rowid integer PRIMARY KEY, words tsvector)")
        op.execute("CREATE INDEX ix_catalogue_words ON catalogue USING gin (words)")
        put = put.replace(":words", "to_tsvector('simple', :words)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE catalogue USING fts5"
            "(words, tokenize='unicode61 remove_diacritics 0')"
        )
    for row in connection.execute(sa.text(_FILES)).fetchall():
        said = " ".join(part or "" for part in (row[1], *row[3:], row[2][:_MOST_TEXT]))
        connection.execute(sa.text(put), {"id": row[0], "words": pieces(said)})


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE catalogue")
    op.drop_index("ix_copies_document", "copies")
    for name in ("web_knocks", "web_stays", "web_codes", "web_keepers"):
        op.drop_table(name)
