"""Servers that fail, a mailbox that moves, a disk that fills: later, staff, or stop."""

from __future__ import annotations

import email
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.adapters.store.database.engines import engine as engine_of
from mailbot.errors import FolderMissing, NeedsStaff, TryLater
from mailbot.flows.facts import last_read
from mailbot.flows.intake.round import NOBODY
from mailbot.flows.upkeep.keeping import verify
from mailbot.schedule import read
from mailbot.settings import Need
from mailbot.wiring import open_app
from tests.support import real_mails as mails
from tests.support.dovecot import Dovecot, Mailbox, running_dovecot
from tests.support.house import House, at
from tests.support.ledgers import emptied
from tests.support.outpost import ARRIVED, NOW, Outpost, kept_files, report
from tests.support.smtp_server import smtp_server

TWICE = 2


@pytest.fixture
def outpost(mailbox: Mailbox, tmp_path: Path) -> Iterator[Outpost]:
    with smtp_server() as smtp:
        yield Outpost(tmp_path, mailbox, smtp)


def rows(outpost: Outpost, query: str) -> list[tuple[object, ...]]:
    engine = engine_of(outpost.ledger)
    with engine.connect() as ledger:
        found = [tuple(row) for row in ledger.execute(text(query))]
    engine.dispose()
    return found


def lost(outpost: Outpost) -> None:
    """Let a ledger on a server go as well, as a file has gone with its folder."""
    with outpost.open() as app:
        emptied(app.ledger)


@pytest.mark.slow
def test_a_folder_numbered_anew_gives_no_second_row_version_or_answer(
    outpost: Outpost,
) -> None:
    for number in range(3):
        outpost.deliver(number)
    assert outpost.poll().returncode == 0
    before = rows(outpost, "select message_id, sha256, stored from mails order by id")
    files, sent = sorted(kept_files(outpost.home)), outpost.sent()
    outpost.mailbox.renumber(uidvalidity=4711)
    outpost.deliver(3)
    assert outpost.poll().returncode == 0
    after = rows(outpost, "select message_id, sha256, stored from mails order by id")
    assert after[:3] == before
    assert len(after) == len(before) + 1
    assert set(files) < set(kept_files(outpost.home))
    assert rows(outpost, "select distinct uidvalidity from mails") == [(4711,)]
    assert {sent[i] for i in sent} == {1}
    assert sum(outpost.sent().values()) == sum(sent.values()) + 1
    assert outpost.run("verify").returncode == 0


@pytest.mark.slow
def test_a_mail_over_the_limit_is_answered_and_stays_on_the_server(
    outpost: Outpost,
) -> None:
    behaviour = outpost.home / "config" / "mailbot.toml"
    words = behaviour.read_text(encoding="utf-8")
    small = words.replace("max_message_mib = 100", "max_message_mib = 1")
    assert small != words
    behaviour.write_text(small, encoding="utf-8")
    letter = report(outpost.notice, outpost.notice.units[0], 0)
    large = mails.build(letter) + b"what follows the last part\r\n" * 50_000
    outpost.mailbox.deliver(large, internaldate=ARRIVED)
    assert outpost.poll().returncode == 1  # staff have something to look at
    ((state, size, message_id),) = rows(
        outpost, "select state, size, message_id from mails"
    )
    assert (state, message_id) == ("too_large", "<report0@unit.example>")
    assert isinstance(size, int)
    assert size > 1 << 20
    (sent,) = outpost.smtp.mails
    assert sent.recipients == ("u00@unit.example",)
    answer = email.message_from_bytes(sent.content)
    assert answer["In-Reply-To"] == "<report0@unit.example>"
    assert len(outpost.mailbox.files()) == 1
    assert outpost.poll().returncode == 0
    assert len(outpost.smtp.mails) == 1


@pytest.mark.slow
def test_a_wrong_password_stops_with_advice_and_never_shows_itself(
    outpost: Outpost,
) -> None:
    wrong = "falsch-9Q2X"
    ended = outpost.run(
        "-v", "poll", "--at", NOW.isoformat(), MAILBOT_IMAP_PASSWORD=wrong
    )
    assert ended.returncode == TWICE
    assert "授权码" in ended.stderr or "密码" in ended.stderr
    assert wrong not in ended.stdout + ended.stderr


@pytest.mark.slow
def test_a_mended_password_or_folder_is_taken_without_a_restart(
    outpost: Outpost,
) -> None:
    """The process that was refused reads .env and the secret's file anew."""
    secret = outpost.home / "secret"
    secret.write_text("falsch", encoding="utf-8")
    told = outpost.environment | {"MAILBOT_IMAP_PASSWORD_FILE": str(secret)}
    outpost.deliver(0)
    (outpost.home / ".env").write_text("MAILBOT_IMAP_FOLDERS=季报\n", encoding="utf-8")
    need = Need.MAILBOX | Need.POSTMAN
    with open_app(need, at=NOW, home=outpost.home, environ=told) as app:
        doors = app.doors()
        before = doors.keys()
        with pytest.raises(NeedsStaff) as refused:
            read(app.office, doors, NOBODY)
        assert refused.value.cause == "登录被拒绝"
        secret.write_text(outpost.mailbox.password, encoding="utf-8")
        assert doors.keys() != before
        with pytest.raises(NeedsStaff) as lacking:
            read(app.office, doors, NOBODY)
        assert lacking.value.cause == "有文件夹找不到"
        (outpost.home / ".env").write_text("MAILBOT_IMAP_FOLDERS=INBOX\n")
        assert read(app.office, doors, NOBODY).new == 1
        (outpost.home / ".env").write_text("MAILBOT_IMAP_PORT=half wri")
        assert read(app.office, doors, NOBODY).new == 0  # as it was begun


@pytest.mark.slow
def test_polls_by_cron_tell_staff_once_of_a_fault_and_once_of_its_end(
    outpost: Outpost,
) -> None:
    told = []
    for password in ("falsch", "falsch", outpost.mailbox.password, "falsch"):
        outpost.poll(MAILBOT_IMAP_PASSWORD=password)
        told.append(len(outpost.smtp.mails))
    assert told == [1, 1, 2, 3]
    assert {mail.recipients for mail in outpost.smtp.mails} == {
        ("clerk@county.example",)
    }


@pytest.mark.slow
def test_a_server_that_is_away_says_come_again_and_loses_nothing(
    tmp_path: Path,
) -> None:
    with running_dovecot() as server, smtp_server() as smtp:
        outpost = Outpost(tmp_path, server.mailbox(), smtp)
        outpost.deliver(0)
        _away(server, outpost)
        assert outpost.poll().returncode == 0
        assert sum(outpost.sent().values()) == 1


def _away(server: Dovecot, outpost: Outpost) -> None:
    server.stop()
    away = outpost.poll()
    assert away.returncode == 3
    assert "没有丢失" in away.stderr
    server.start()


@pytest.mark.slow
def test_two_processes_never_work_on_one_folder(outpost: Outpost) -> None:
    with outpost.open() as app, app.lock("run"):
        second = outpost.poll()
    assert second.returncode == 3
    assert "mailbot run" in second.stderr


@pytest.mark.slow
def test_files_and_folders_are_their_owners_only(outpost: Outpost) -> None:
    outpost.deliver(0)
    outpost.poll()
    state = outpost.home / "state"
    paths = [state, *state.rglob("*")]
    open_to_others = [p for p in paths if p.stat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.slow
def test_a_restored_folder_takes_up_the_work_and_answers_nobody_twice(
    outpost: Outpost, tmp_path: Path
) -> None:
    outpost.deliver(0)
    assert outpost.poll().returncode == 0
    backup = tmp_path / "state.tar.gz"
    assert outpost.run("backup", str(backup)).returncode == 0
    outpost.deliver(1)
    assert outpost.poll().returncode == 0
    assert sum(outpost.sent().values()) == TWICE
    (outpost.home / "state").rename(tmp_path / "lost")
    lost(outpost)
    restored = outpost.run("restore", str(backup))
    assert restored.returncode == 0
    assert "重新取回" in restored.stdout
    assert outpost.poll().returncode == 0
    assert len(rows(outpost, "select id from mails")) == TWICE
    assert sum(outpost.sent().values()) == TWICE
    assert outpost.run("verify").returncode == 0


@pytest.mark.a_file
@pytest.mark.slow
@pytest.mark.parametrize("fault", ["emptied", "gone", "damaged"])
def test_a_lost_ledger_is_never_begun_anew_over_an_archive(
    outpost: Outpost, fault: str
) -> None:
    """A new one would take every mail for new, and answer it a second time."""
    outpost.deliver(0)
    assert outpost.poll().returncode == 0
    ledger = outpost.home / "state" / "mailbot.sqlite"
    if fault == "gone":
        ledger.unlink()
    else:
        ledger.write_bytes(b"" if fault == "emptied" else b"noise" * 4000)
    for command in ("status", "verify", "poll"):
        ended = outpost.run(command)
        assert ended.returncode == TWICE
        assert "restore" in ended.stderr
    assert sum(outpost.sent().values()) == 1


@pytest.mark.slow
def test_a_receipt_repeated_after_all_but_the_key_was_lost_bears_its_old_name(
    outpost: Outpost,
) -> None:
    outpost.deliver(0)
    assert outpost.poll().returncode == 0
    first = outpost.sent()
    key = (outpost.home / "state" / "key").read_text()
    shutil.rmtree(outpost.home / "state")
    lost(outpost)
    (outpost.home / "state").mkdir(mode=0o700, exist_ok=True)
    (outpost.home / "state" / "key").write_text(key)
    assert outpost.poll().returncode == 0
    assert outpost.sent() == first + first, "every receiver sees that it is the same"


def test_a_full_disk_at_any_write_is_said_and_the_next_round_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fsync in turn meets ENOSPC, as a full disk gives it.

    A mail that was put back waits; the next round comes when it is due again.
    """
    real, faults = os.fsync, list[str]()
    house.inbox.put(house.report("县民政局"), at("2023-06-28 09:30"))
    for last in range(1, 20):
        calls = iter(range(1, 1000))

        def full(descriptor: int, last: int = last, calls: object = calls) -> None:
            if next(calls) == last:  # type: ignore[call-overload]
                raise OSError(28, "No space left on device")
            real(descriptor)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            try:
                when = at("2023-06-28 09:31") + last * timedelta(minutes=20)
                trouble = house.round(when).trouble
            except TryLater as fault:
                trouble = str(fault)
        if not trouble:
            break
        faults.append(trouble)
    assert len(faults) > TWICE
    assert all("磁盘" in fault for fault in faults)
    house.round(at("2023-06-28 19:40"))
    assert len(house.copies()) == TWICE
    assert len(house.letters()) == 1
    assert verify(house.office) == ()


def test_a_renamed_folder_stops_no_other_and_is_told_by_its_name(house: House) -> None:
    house.inbox.put(house.report("县民政局"), at("2023-06-28 09:30"))
    house.inbox.fault = FolderMissing("邮箱中没有文件夹“季报”")
    done = house.round(at("2023-06-28 09:31"))
    assert (done.new, done.filed) == (1, 1)
    assert done.lacking == "邮箱中没有文件夹“季报”"
    with house.office.ledger.begin() as work:
        assert last_read(work) is None  # its report may lie there: nobody is reminded
