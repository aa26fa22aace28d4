"""A ledger of one notice becomes one of several; what each keeps to itself."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from mailbot.adapters.store.database.engines import engine
from mailbot.adapters.store.database.schema import MIGRATIONS
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.flows.facts import HELD, RELEASED
from tests.support.ledgers import ledger_url
from tests.support.rows import NOW, review, saved_mail

OLD = "源政办字〔2023〕13号"
NEW = "源汛字〔2023〕3号"


def a_ledger_of_the_version_before(folder: Path) -> str:
    """Make a ledger as it was before notices lived together: a mail, and its review."""
    url = ledger_url(folder / "ledger.db")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.execute(
            text(
                "INSERT INTO mails (id, notice, account, folder, uidvalidity, uid,"
                " junk, origin, message_id, sha256, size, received_at, stored, state)"
                " VALUES (1, :notice, 'a', 'INBOX', 1, 1, FALSE, 'mailbox', '<1@x>',"
                " 'f', 1, '2023-06-28 01:00:00', '', 'judged')"
            ),
            {"notice": OLD},
        )
        connection.execute(
            text(
                "INSERT INTO reviews (mail, number, proposal, reasons, since) VALUES"
                """ (1, 0, '{"units": [], "period": null, "copy": "other"}', '[]',"""
                " '2023-06-28 01:00:00')"
            )
        )
        for name in (RELEASED, HELD):
            connection.execute(
                text(
                    "INSERT INTO facts VALUES (:name, '\"yes\"', '2023-06-01 00:00:00')"
                ),
                {"name": name},
            )
    return url


def test_a_ledger_of_one_notice_becomes_one_of_several(tmp_path: Path) -> None:
    url = a_ledger_of_the_version_before(tmp_path)
    ledger = StoreLedger(url, OLD, every=(OLD, NEW))
    with ledger.begin() as work:
        assert [item.id for item in work.reviews.open()] == ["R1"]
        assert work.reviews.open()[0].notice == OLD
        assert (work.decisions.mark(RELEASED), work.decisions.mark(HELD)) == (
            "yes",
            "yes",
        )
        other = work.scoped(NEW)
        assert other.decisions.mark(RELEASED) == "", "its first round waits for a word"
        assert other.reviews.open() == ()
    ledger.close()


def test_a_waiting_mail_is_the_mailboxs_and_a_review_its_notices(
    tmp_path: Path,
) -> None:
    ledger = StoreLedger(ledger_url(tmp_path / "l.db"), OLD, every=(OLD, NEW))
    with ledger.begin() as work:
        work.mails.save([saved_mail(1)])
        (mail,) = work.scoped(NEW).mails.waiting(9)
        work.reviews.add([review(mail.id, 0)])
        (item,) = work.reviews.open()
        work.reviews.assign(item, NEW)
        assert work.reviews.open() == ()
        assert [i.id for i in work.scoped(NEW).reviews.open()] == [item.id]
        work.addresses.learn("县民政局", "a@x.example", "clerk", NOW)
        assert work.scoped(NEW).addresses.learned("a@x.example") == ("县民政局",)
    ledger.close()
