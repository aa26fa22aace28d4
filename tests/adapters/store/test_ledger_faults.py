"""What keeps a ledger from working, as SQLite itself says it, and who must act."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text

from mailbot.adapters.store.database.engines import engine
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.errors import BadSettings, NeedsStaff, TryLater
from tests.support.ledgers import ledger_url
from tests.support.rows import NOW

SECRET = "s3cr3t-7K"  # noqa: S105 - of a URL that leads nowhere


class CutError(Exception):
    """The power went."""


def every_connection(ledger: StoreLedger, pragma: str) -> None:
    """Let each connection of a ledger begin with a pragma."""
    ledger._engine.dispose()

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(pragma)

    event.listen(ledger._engine, "connect", prepare)


def write_much(ledger: StoreLedger) -> None:
    with ledger.begin() as work:
        for number in range(200):
            work.decisions.log(f"event {number}", "x" * 2000, NOW)
        work.commit()


def events(ledger: StoreLedger) -> int:
    with ledger.begin() as work:
        return int(work._connection.scalar(text("select count(*) from events")) or 0)


@pytest.mark.a_file
def test_a_disk_that_fills_in_the_middle_of_a_transaction_is_said_and_nothing_stays(
    ledger: StoreLedger,
) -> None:
    ledger.migrate()
    every_connection(ledger, "PRAGMA max_page_count = 60")
    with pytest.raises(TryLater, match="磁盘空间"):
        write_much(ledger)
    assert events(ledger) == 0


@pytest.mark.a_file
def test_a_read_only_disk_needs_staff(ledger: StoreLedger) -> None:
    ledger.migrate()
    every_connection(ledger, "PRAGMA query_only = ON")
    with pytest.raises(NeedsStaff, match="权限"):
        write_much(ledger)


@pytest.mark.a_file
def test_a_file_that_cannot_be_opened_needs_staff(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    (tmp_path / "state" / "ledger.sqlite").mkdir(parents=True)
    with pytest.raises(NeedsStaff, match="权限"), ledger.begin():
        pass


def test_a_ledger_of_a_newer_program_is_not_touched(ledger: StoreLedger) -> None:
    ledger.migrate()
    with ledger._engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    newer = StoreLedger(str(ledger._engine.url), "N1")
    with pytest.raises(NeedsStaff, match="升级"), newer.begin():
        pass
    newer.close()


def test_a_migration_that_breaks_off_leaves_the_ledger_as_it_was(
    ledger: StoreLedger,
) -> None:
    def killed(connection: object, *_rest: object) -> None:
        del connection
        if "INSERT INTO alembic_version" in str(_rest[1]):
            raise CutError

    event.listen(ledger._engine, "after_cursor_execute", killed)
    with pytest.raises(CutError):
        ledger.migrate()
    event.remove(ledger._engine, "after_cursor_execute", killed)
    assert inspect(ledger._engine).get_table_names() == []
    ledger.migrate()
    assert events(ledger) == 0


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://office:{SECRET}@db.example:port/x",
        f"oracle://office:{SECRET}@db.example:12x/x",
        f"postgresql://office:{SECRET[:4]}:9/{SECRET[4:]}@db.example:9x/x",
        f"no url {SECRET}",
    ],
)
def test_a_wrong_url_never_shows_its_password(url: str) -> None:
    with pytest.raises(BadSettings) as caught:
        engine(url)
    told = [caught.value, caught.value.__cause__]
    assert not any(SECRET in str(fault) for fault in told)
    assert caught.value.__suppress_context__


@pytest.mark.a_file
def test_damage_that_no_query_met_is_found_when_it_is_looked_for(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    with ledger.begin() as work:
        for number in range(400):
            work.decisions.log(f"event {number}", "x" * 400, NOW)
        work.commit()
    ledger.check()
    ledger.close()
    file = tmp_path / "state" / "ledger.sqlite"
    content = bytearray(file.read_bytes())
    content[-9000:-200] = bytes(8800)
    file.write_bytes(content)
    with pytest.raises(NeedsStaff, match="restore"):
        ledger.check()


def test_a_ledger_is_begun_only_where_there_may_be_none(tmp_path: Path) -> None:
    def never() -> None:
        raise NeedsStaff("the old one is lost")

    url = ledger_url(tmp_path / "ledger.sqlite")
    fresh = StoreLedger(url, "N1", never)
    for _ in range(2):
        with pytest.raises(NeedsStaff, match="lost"), fresh.begin():
            pass
    fresh.close()
    first = StoreLedger(url, "N1")
    first.migrate()
    first.close()
    again = StoreLedger(url, "N1", never)
    again.migrate()
    again.close()
