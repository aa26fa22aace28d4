"""A ledger on a PostgreSQL server, as the server itself says what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from mailbot.adapters.store.ledger import StoreLedger
from mailbot.errors import LedgerBusy, NeedsStaff, TryLater
from tests.support.ledgers import fresh_database
from tests.support.rows import NOW, new_letter, saved_mail

pytestmark = pytest.mark.slow


@contextmanager
def opened(url: str) -> Iterator[StoreLedger]:
    ledger = StoreLedger(url, "N1")
    try:
        yield ledger
    finally:
        ledger.close()


@pytest.fixture
def url() -> str:
    return fresh_database()


def save_and_be_cut(ledger: StoreLedger) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(1)])
        ends = "SELECT pg_terminate_backend(pg_backend_pid())"
        work._connection.exec_driver_sql(ends)


def run_on(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_nul_that_came_with_a_mail_is_kept_as_a_sign_that_can_be(url: str) -> None:
    with opened(url) as ledger, ledger.begin() as work:
        work.decisions.log("a subject", "a\0b", NOW)
        (event,) = work.catalogue.events(0, 9)
        assert event.who == "a\N{REPLACEMENT CHARACTER}b"


def test_two_who_begin_one_ledger_at_once_make_it_once(url: str) -> None:
    faults: list[BaseException] = []

    def begin() -> None:
        try:
            with opened(url) as ledger:
                ledger.migrate()
        except BaseException as fault:  # noqa: BLE001 - shown below
            faults.append(fault)

    hands = [threading.Thread(target=begin) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert faults == []


def test_what_one_transaction_read_no_other_changes_before_its_end(url: str) -> None:
    with opened(url) as one, opened(url) as other:
        one.migrate()
        arrived, seen = threading.Event(), []

        def write() -> None:
            arrived.set()
            with other.begin() as work:
                seen.append(len(work.mails.waiting(9)))

        with one.begin() as work:
            hand = threading.Thread(target=write)
            work.mails.save([saved_mail(1)])
            hand.start()
            arrived.wait()
            work.commit()
        hand.join()
        assert seen == [1]


def test_a_lock_that_is_held_says_later(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = "mailbot.adapters.store.database.engines._BUSY_MILLISECONDS"
    monkeypatch.setattr(where, 50)
    with opened(url) as one, opened(url) as other:
        one.migrate()
        other.migrate()
        with one.begin(), pytest.raises(LedgerBusy, match="正被其他程序占用"):
            other.begin().__enter__()


def test_a_server_that_is_away_says_later() -> None:
    away = "postgresql://mailbot:geheim@127.0.0.1:9/x"
    with opened(away) as ledger, pytest.raises(TryLater, match="连接不上") as told:
        ledger.migrate()
    assert "geheim" not in str(told.value)


def test_a_database_that_is_not_there_is_a_setting_to_mend(url: str) -> None:
    with (
        opened(url.replace("?", "nowhere?")) as ledger,
        pytest.raises(NeedsStaff, match=r"没有这个数据库.*MAILBOT_DATABASE_URL"),
    ):
        ledger.migrate()


def test_who_may_not_write_is_told_to_mend_the_rights(url: str) -> None:
    with opened(url) as ledger:
        ledger.migrate()
    run_on(url, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN")
    with (
        opened(url.replace("postgres@", "guest@")) as ledger,
        pytest.raises(NeedsStaff, match="没有权限"),
        ledger.begin() as work,
    ):
        work.mails.save([saved_mail(1)])


def test_a_connection_that_the_server_ended_is_made_anew(url: str) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    with opened(url) as ledger:
        with ledger.begin() as work:
            work.decisions.log("before", "x", NOW)
            work.commit()
        database = url.split("@/")[1].partition("?")[0]
        run_on(url, f"{end}'{database}' AND pid <> pg_backend_pid()")
        with ledger.begin() as work:
            work.decisions.log("after", "x", NOW)
            work.commit()


def test_a_connection_that_ends_in_the_middle_says_later_and_keeps_nothing(
    url: str,
) -> None:
    with opened(url) as ledger:
        ledger.migrate()
        with pytest.raises(TryLater, match="数据库暂时不能使用"):
            save_and_be_cut(ledger)
        with ledger.begin() as work:
            assert work.mails.waiting(9) == ()


def test_a_copy_of_it_is_a_file_that_opens_anywhere(url: str, tmp_path: Path) -> None:
    with opened(url) as ledger:
        with ledger.begin() as work:
            work.mails.save([saved_mail(1)])
            work.commit()
        ledger.copy_to(tmp_path / "copy.sqlite")
    with opened(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy, copy.begin() as work:
        assert len(work.mails.waiting(9)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["copy.sqlite"]


def test_a_ledger_is_moved_row_by_row_and_goes_on_counting(
    ledger: StoreLedger, url: str
) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(n) for n in (1, 2, 3)])
        work.outbox.add(new_letter("a"))
        work.decisions.log("before", "the clerk", NOW)
        work.commit()
    heard: list[int] = []
    assert ledger.move_to(url, heard.append) == heard[-1]
    with opened(url) as moved, moved.begin() as work, ledger.begin() as before:
        assert work.mails.waiting(9) == before.mails.waiting(9)
        assert work.outbox.every(frozenset()) == before.outbox.every(frozenset())
        assert work.catalogue.events(0, 9) == before.catalogue.events(0, 9)
        work.mails.save([saved_mail(4)])
        assert [mail.id for mail in work.mails.waiting(9)] == [1, 2, 3, 4]


def test_a_database_that_holds_a_ledger_is_not_written_over(
    ledger: StoreLedger, url: str
) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(1)])
        work.commit()
    ledger.move_to(url, lambda _done: None)
    with pytest.raises(NeedsStaff, match="已有台账"):
        ledger.move_to(url, lambda _done: None)


def test_two_working_folders_on_one_database_are_refused_in_words(
    url: str, tmp_path: Path
) -> None:
    """Mails' bytes lie in the folder: the other would find rows without them."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    first = StoreLedger(url, "N1", state=tmp_path / "one")
    second = StoreLedger(url, "N1", state=tmp_path / "other")
    again = StoreLedger(url, "N1", state=tmp_path / "one")
    for ledger in (first, again):
        with ledger.begin() as work:
            work.mails.waiting(9)
        ledger.close()
    with pytest.raises(NeedsStaff, match="另一个工作文件夹"), second.begin():
        pass
    second.close()
