"""Several notices on one mailbox: whose a waiting thing is, and whose first round."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MARKS = ("first_round_released", "letters_held")
_OWNED = ("mails", "letters", "copies", "unit_decisions")


def upgrade() -> None:
    """Apply: what waits belongs to its mail's notice; so does staff's word on letters.

    The ledgers of earlier versions knew one notice each: it was that one's letters
    which staff held or let go.
    """
    notice = sa.Column("notice", sa.String(), nullable=False, server_default="")
    op.add_column("reviews", notice)
    op.execute(
        "UPDATE reviews SET notice ="
        " (SELECT mails.notice FROM mails WHERE mails.id = reviews.mail)"
    )
    connection = op.get_bind()
    facts: sa.TableClause = sa.table(
        "facts", sa.column("name"), sa.column("value", sa.JSON()), sa.column("at")
    )
    owned = [sa.table(name, sa.column("notice")) for name in _OWNED]
    notices = [connection.execute(sa.select(t.c.notice).distinct()) for t in owned]
    known = sorted({str(one) for found in notices for one in found.scalars()})
    for name in _MARKS:
        mine = facts.c.name == name
        kept = connection.execute(sa.select(facts.c.value, facts.c.at).where(mine))
        for row in kept.all():
            for one in known:
                values = {"name": f"{name} {one}", "value": row.value, "at": row.at}
                connection.execute(facts.insert().values(values))
        connection.execute(facts.delete().where(mine))


def downgrade() -> None:
    """Take back."""
    for name in _MARKS:
        op.execute(f"DELETE FROM facts WHERE name LIKE '{name} %'")  # noqa: S608
    with op.batch_alter_table("reviews") as reviews:
        reviews.drop_column("notice")
