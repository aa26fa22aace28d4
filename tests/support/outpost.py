"""mailbot as a process of its own, between a real IMAP and an SMTP server."""

from __future__ import annotations

import csv
import email
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.adapters.notice_file import load_notice
from mailbot.core.notice.notice import Notice
from mailbot.wiring import App, open_app
from tests.support import real_mails as mails
from tests.support.dovecot import Mailbox
from tests.support.ledgers import ledger_url
from tests.support.smtp_server import SmtpScript

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 6, 30, 12, 0, tzinfo=ZONE)
ARRIVED = datetime(2023, 6, 30, 11, 0, tzinfo=ZONE)
SECONDS = 120
KILLED = -9


@dataclass
class Outpost:
    """A working folder, its mailbox and its SMTP server."""

    home: Path
    mailbox: Mailbox
    smtp: SmtpScript
    more: dict[str, str] = field(default_factory=dict)
    ledger: str = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the folder: every unit has one address, any PDF counts."""
        shutil.copytree(ROOT / "config", self.home / "config")
        self.ledger = ledger_url(self.home / "state" / "mailbot.sqlite")
        behaviour = self.home / "config" / "mailbot.toml"
        text = behaviour.read_text(encoding="utf-8")
        behaviour.write_text(
            text.replace('stamped_pdf_check = "seal"', 'stamped_pdf_check = "any_pdf"'),
            encoding="utf-8",
        )
        self._address_units(self.home / "config" / "roster.csv")

    @property
    def notice(self) -> Notice:
        """The notice of the folder."""
        return load_notice(self.home / "config" / "notice.toml")

    @property
    def environment(self) -> dict[str, str]:
        """All that the process is told."""
        return {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "MAILBOT_HOME": str(self.home),
            "MAILBOT_DATABASE_URL": self.ledger,
            "MAILBOT_IMAP_HOST": self.mailbox.host,
            "MAILBOT_IMAP_PORT": str(self.mailbox.port),
            "MAILBOT_IMAP_USER": self.mailbox.user,
            "MAILBOT_IMAP_PASSWORD": self.mailbox.password,
            "MAILBOT_CA_FILE": str(self.mailbox.ca_file),
            "MAILBOT_SMTP_HOST": self.smtp.host,
            "MAILBOT_SMTP_PORT": str(self.smtp.port),
            "MAILBOT_SMTP_SECURITY": "plain",
            "MAILBOT_STAFF": "clerk@county.example",
            "MAILBOT_LETTERS": "live",
        } | self.more

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start `mailbot …` and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "mailbot", *words],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `mailbot …` to its end."""
        process = self.start(*words, **environment)
        out, err = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def poll(
        self, *words: str, at: datetime = NOW, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Do one round at a fixed moment."""
        when = at.isoformat()
        return self.run("poll", "--json", "--at", when, *words, **environment)

    def open(self) -> AbstractContextManager[App]:
        """Open the folder in this process, to look into its ledger."""
        from mailbot.settings import Need

        environ = {"MAILBOT_DATABASE_URL": self.ledger}
        return open_app(Need.NOTHING, home=self.home, environ=environ)

    def deliver(self, number: int, arrived: datetime = ARRIVED) -> str:
        """Let the `number`th report arrive; return its Message-ID."""
        unit = self.notice.units[number % len(self.notice.units)]
        letter = report(self.notice, unit, number)
        self.mailbox.deliver(mails.build(letter), internaldate=arrived)
        return letter.message_id

    def sent(self) -> Counter[str]:
        """Count what the SMTP server took over, by Message-ID."""
        return Counter(
            str(email.message_from_bytes(m.content)["Message-ID"])
            for m in self.smtp.mails
        )

    def _address_units(self, roster: Path) -> None:
        with roster.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        names = self.notice.units
        column = rows[0].index("addresses")
        for row in rows[1:]:
            if row and row[0] in names:
                row[column] = address(names.index(row[0]))
        with roster.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)


def address(number: int) -> str:
    """Return the made-up address of the `number`th unit."""
    return f"u{number:02}@unit.example"


def report(notice: Notice, unit: str, number: int) -> mails.Letter:
    """Return a unit's mail with both copies; no two numbers have equal files."""
    place = notice.units.index(unit)
    seed = f"{unit}{number}"
    return mails.Letter(
        sender_name=unit,
        sender=address(place),
        to=notice.mailbox,
        subject=f"{unit}2023年第二季度为全县妇女儿童办实事工作进展情况",
        body="现将电子版及盖章PDF版报上，请查收。",
        sent_at=ARRIVED,
        files=(
            mails.Enclosed(
                f"{unit}二季度报表.docx",
                mails.annex_docx(notice, unit, f"{seed}{'·' * (number % 200)}"),
            ),
            mails.Enclosed(f"{unit}二季度报表（盖章）.pdf", scan(seed)),
        ),
        message_id=f"<report{number}@unit.example>",
    )


def scan(seed: str) -> bytes:
    """Return a scan whose bytes differ by `seed` (a comment after the PDF's end)."""
    return mails.scanned_pdf(seed) + f"% {seed}\n".encode()


def kept_files(home: Path) -> Iterator[Path]:
    """Yield every file below archive and spool."""
    for folder in ("archive", "spool"):
        yield from (p for p in (home / "state" / folder).rglob("*") if p.is_file())
