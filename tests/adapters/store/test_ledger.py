"""The database: one transaction at a time, durable or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from mailbot.adapters.store.columns import Instant, insert_new
from mailbot.adapters.store.database.engines import engine
from mailbot.adapters.store.database.schema import MIGRATIONS, newest_revision
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.adapters.store.tables import facts, metadata
from mailbot.core.record.records import MailState
from mailbot.errors import BadSettings, NeedsStaff, TryLater
from tests.support.rows import NOW, saved_mail


def test_the_migrations_make_exactly_the_tables(ledger: StoreLedger) -> None:
    """The catalogue's index apart: FTS5 keeps it in tables of its own making."""
    ledger.migrate()
    opts = {
        "include_name": lambda name, *_: not str(name).startswith("catalogue"),
    }
    with ledger._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_known_by_its_files_name() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


def test_a_ledger_in_its_newest_form_does_not_load_what_makes_it_so(
    ledger: StoreLedger,
) -> None:
    ledger.migrate()
    code = (
        "import sys; from mailbot.adapters.store.ledger import StoreLedger\n"
        "with StoreLedger(sys.argv[1], 'N1').begin() as work:\n"
        "    work.decisions.fact('x')\n"
        "print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(ledger._engine.url)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_migrations_can_be_undone(ledger: StoreLedger) -> None:
    ledger.migrate()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with ledger._engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_leaving_without_commit_rolls_back(ledger: StoreLedger) -> None:
    with ledger.begin() as work:
        work.decisions.keep("a", "1", NOW)
    with ledger.begin() as work:
        assert work.decisions.fact("a") == ""
        work.decisions.keep("a", "1", NOW)
        work.commit()
    with ledger.begin() as work:
        assert work.decisions.fact("a") == "1"


def test_an_error_rolls_back_what_was_begun(ledger: StoreLedger) -> None:
    def broken() -> None:
        with ledger.begin() as work:
            work.decisions.keep("a", "1", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with ledger.begin() as work:
        assert work.decisions.fact("a") == ""


def test_a_moment_comes_back_aware_and_equal(ledger: StoreLedger) -> None:
    moment = datetime.fromisoformat("2023-06-30T23:59:59.123456+08:00")
    with ledger.begin() as work:
        work.mails.save([saved_mail(1, received=moment)])
        (found,) = work.mails.waiting(9)
    assert found.saved.received_at == moment
    assert found.saved.received_at.tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        Instant().process_bind_param(datetime(2023, 6, 30), None)  # type: ignore[arg-type]  # noqa: DTZ001
    assert Instant().process_bind_param(None, None) is None  # type: ignore[arg-type]
    assert Instant().process_result_value(None, None) is None  # type: ignore[arg-type]


def test_rows_whose_key_exists_are_passed_over(ledger: StoreLedger) -> None:
    rows: list[dict[str, object]] = [
        {"name": n, "value": n, "at": NOW} for n in ("a", "b", "a")
    ]
    ledger.migrate()
    with ledger._engine.connect() as connection:
        assert insert_new(connection, facts, rows) == ("a", "b")
        assert insert_new(connection, facts, rows) == ()
        assert insert_new(connection, facts, rows[:1]) == ()


@pytest.mark.a_file
def test_a_locked_database_says_later(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    ledger = StoreLedger(f"sqlite:///{file}", "N1")
    ledger.migrate()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ledger._engine.connect() as connection:
        connection.connection.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(TryLater, match="稍后自动重试"), ledger.begin() as work:
        work.mails.waiting(1)
    other.close()
    ledger.close()


@pytest.mark.a_file
def test_a_damaged_database_calls_for_the_backup(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"this is no database at all" * 100)
    ledger = StoreLedger(f"sqlite:///{file}", "N1")
    with pytest.raises(NeedsStaff, match="restore"), ledger.begin():
        pass
    ledger.close()


@pytest.mark.a_file
def test_a_database_that_is_damaged_later_calls_for_the_backup_too(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    with ledger.begin() as work:
        work.commit()
    ledger.close()
    file = tmp_path / "state" / "ledger.sqlite"
    file.write_bytes(b"x" * 9000)
    with pytest.raises(NeedsStaff, match="已损坏"), ledger.begin():
        pass


def test_a_broken_rule_of_our_own_stays_a_fault_of_the_program(
    ledger: StoreLedger,
) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), ledger.begin() as work:
        work._connection.execute(text("INSERT INTO facts (name) VALUES (NULL)"))


@pytest.mark.a_file
def test_a_fault_at_commit_is_translated(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def full() -> None:
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("COMMIT", None, fault)

    with ledger.begin() as work:
        monkeypatch.setattr(work._connection, "commit", full)
        with pytest.raises(TryLater, match="磁盘空间已满"):
            work.commit()


@pytest.mark.parametrize("url", ["not a url", "nosuchdatabase://x/y"])
def test_a_wrong_url_is_told_as_a_setting(url: str) -> None:
    with pytest.raises(BadSettings, match="MAILBOT_DATABASE_URL"):
        engine(url)


def test_a_folder_that_cannot_be_made_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ledger = StoreLedger(f"sqlite:///{tmp_path / 'file' / 'x.sqlite'}", "N1")
    with pytest.raises(NeedsStaff, match=r"x\.sqlite"), ledger.begin():
        pass
    ledger.close()


@pytest.mark.a_file
def test_the_database_is_readable_by_its_owner_only(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    with ledger.begin() as work:
        work.commit()
    files = [tmp_path / "state", *(tmp_path / "state").iterdir()]
    assert [oct(p.stat().st_mode & 0o077) for p in files] == ["0o0"] * len(files)


@pytest.mark.a_file
def test_a_copy_is_whole_while_the_ledger_is_in_use(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(1)])
        work.commit()
    ledger.copy_to(tmp_path / "copy.sqlite")
    copy = StoreLedger(f"sqlite:///{tmp_path / 'copy.sqlite'}", "N1")
    with copy.begin() as work:
        assert len(work.mails.waiting(9)) == 1
    copy.close()


@pytest.mark.a_file
def test_a_copy_that_cannot_be_written_says_later(
    ledger: StoreLedger, tmp_path: Path
) -> None:
    (tmp_path / "copy.sqlite").write_bytes(b"there is something")
    with pytest.raises(TryLater, match="未能备份"):
        ledger.copy_to(tmp_path / "copy.sqlite")


def test_an_in_memory_database_needs_no_folder() -> None:
    ledger = StoreLedger("sqlite://", "N1")
    ledger.migrate()
    ledger.close()


def test_waiting_mails_come_oldest_first_and_bounded(ledger: StoreLedger) -> None:
    with ledger.begin() as work:
        late, early = NOW, NOW - timedelta(hours=1)
        assert work.mails.save([saved_mail(1, received=late)]) == 1
        assert work.mails.save([saved_mail(2, received=early), saved_mail(1)]) == 1
        assert [m.saved.place.uid for m in work.mails.waiting(9)] == [2, 1]
        assert [m.saved.place.uid for m in work.mails.waiting(1)] == [2]
        assert work.mails.save([]) == 0


def test_a_mail_with_bytes_judged_or_waiting_before_is_a_repetition(
    ledger: StoreLedger,
) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(n, sha256="same") for n in (1, 2)])
        assert [m.repeated for m in work.mails.waiting(9)] == [False, True]
        work.mails.close(1, MailState.JUDGED, "", NOW)
        assert [m.repeated for m in work.mails.waiting(9)] == [True]


def test_another_notice_sees_nothing_of_ours(ledger: StoreLedger) -> None:
    with ledger.begin() as work:
        work.mails.save([saved_mail(1)])
        work.commit()
    other = StoreLedger(ledger._engine.url.render_as_string(hide_password=False), "N2")
    with other.begin() as work:
        assert work.mails.waiting(9) == ()
        assert work.copies.of_period("2023Q2") == ()
        assert work.outbox.every(frozenset()) == ()
    other.close()
