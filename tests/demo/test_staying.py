"""`mailbot demo --stay`: a mail program sends a report and reads its receipt."""

import imaplib
import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.demo.everyday import Stray
from mailbot.demo.performance import OpenTheatre, staged
from mailbot.demo.script import CAST, FIRST_DAY, Clerk, Scene
from mailbot.demo.stage import cues, mail
from mailbot.demo.theatre import UNITS
from tests.support.house import ROOT
from tests.support.seals.needs import SEES

pytestmark = pytest.mark.slow


def test_a_report_sent_by_smtp_is_answered_into_the_units_mailbox(
    tmp_path: Path,
) -> None:
    with staged(tmp_path / "house") as stage:
        stage.clock.moment += timedelta(days=2, hours=9)  # after hours: no reminders
        found: list[str] = []
        guest = threading.Thread(target=_send_and_read, args=(stage, found))
        guest.start()
        said: list[str] = []
        stage.stay(said.append)
        guest.join(5)
        assert stage.theatre.post.user in stage.invitation()
    stands = "已报齐" if SEES else "待核实"  # without eyes the scan waits for staff
    subject = f"县民政局2023年第二季度报送情况回执（{stands}）"
    assert found == [subject]
    came, outcome, went = said
    assert came.startswith("来信：胡老师 <minzheng@unit.example>，主题“县民政局2023年")
    assert "附件2个" in came
    assert outcome.startswith(f"结果：1封{'已归档' if SEES else '待核实'}")
    assert went == f"发出：致 minzheng@unit.example，主题“{subject}”"


def _is_of(what: Scene | Stray, clerk: Clerk) -> bool:
    return isinstance(what, Scene) and what.unit == clerk.unit


def _send_and_read(stage: OpenTheatre, found: list[str]) -> None:
    """Do what a person at a mail program does, then press Ctrl-C."""
    office, imap = stage.app.office, stage.theatre.imap
    try:
        raw = next(mail(office, c) for c in cues(office) if _is_of(c.what, CAST[14]))
        with smtplib.SMTP("127.0.0.1", stage.theatre.smtp_port) as smtp:
            smtp.login(UNITS, "whatever")
            wire = raw.replace(b"\n", b"\r\n")  # RFC 5321 2.3.8
            smtp.sendmail(CAST[14].address, office.address, wire)
        until = time.monotonic() + 40
        while not found and time.monotonic() < until:
            with imaplib.IMAP4(imap.host, imap.port) as inbox:
                inbox.login(UNITS, imap.password)
                _, (count,) = inbox.select("INBOX", readonly=True)
                if int(count or 0):
                    _, parts = inbox.fetch("1", "(BODY.PEEK[])")
                    part = parts[0]
                    assert isinstance(part, tuple)
                    letter = message_from_bytes(part[1], policy=policy.default)
                    found.append(str(letter["Subject"]))
            time.sleep(0.2)  # noqa: TID251 - as a mail program waits between looks
    finally:
        os.kill(os.getpid(), signal.SIGINT)


def test_the_demo_shows_matrix_letters_and_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mailbot.demo.play.LAST_DAY", FIRST_DAY)
    # a real mailbox in the environment must never be touched by a demo
    monkeypatch.setenv("MAILBOT_IMAP_HOST", "imap.real.example")
    monkeypatch.setenv("MAILBOT_STAFF", "boss@real.example")
    folder = tmp_path / "kept, with a 'quote'"
    assert main(["demo", "--keep", str(folder)]) == 0
    out = capsys.readouterr().out
    assert [f"第{step}步" in out for step in range(1, 5)] == [True] * 4
    assert "县关工委" in out
    assert "应报19家" in out
    assert "发出的信件（20封）" in out
    assert "real.example" not in out
    assert (folder / "summary" / "summary.xlsx").exists()
    assert len(list((folder / "letters").glob("*.eml"))) == 20


@pytest.mark.parametrize("called", ["mailbot", "pytest"])
def test_the_closing_command_works_as_it_is_printed(
    called: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("mailbot.demo.play.LAST_DAY", FIRST_DAY)
    # as a console script is called; where none is installed, by the interpreter
    monkeypatch.setattr("sys.argv", [str(Path(sys.executable).with_name(called))])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--keep", f"a folder's {'long name ' * 20}"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (command,) = [line for line in lines if "MAILBOT_HOME=" in line]
    there = tmp_path / "elsewhere"
    there.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=there,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "应报19家" in done.stdout) == (0, True), done.stderr


def test_a_folder_that_is_in_use_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config").mkdir()
    assert main(["demo", "--keep", str(tmp_path)]) == 2
    assert "没有改动任何文件" in capsys.readouterr().err
