"""Loads nobody asks for: full mailboxes, floods, days on end.

    python -m bench.load mailbox --mails 20000     # of former years, and 20 reports
    python -m bench.load mailbox --mails 100000 --known   # the same, years later
    python -m bench.load flood --mails 5000 --reviews 500 [--page summary.html]
    python -m bench.load days --hours 72           # on a clock of its own

The first runs `mailbot poll` as a process between a private Dovecot and an SMTP server
on loopback, which takes all of it at once; the others an office in this process. What
they came to stands in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import growth as past
from mailbot.adapters.store.ledger import engine
from mailbot.adapters.store.tables import mails
from mailbot.core.record.records import LetterKind
from mailbot.flows.letters.sending_summary import send_now
from mailbot.settings import Need
from mailbot.wiring import open_app
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import real_mails
from tests.support.dovecot import running_dovecot
from tests.support.house import House, at, open_house
from tests.support.long_run import LongRun
from tests.support.outpost import ARRIVED, NOW, Outpost
from tests.support.smtp_server import smtp_server

BEGUN = at("2023-06-28 09:30")
LONG_AGO = ARRIVED.replace(year=2021)
REPORTS = 20
OLD = (
    b"From: a%d@unit.example\r\nTo: office@office.example\r\nSubject: old %d\r\n"
    b"Message-ID: <old%d@unit.example>\r\nDate: Wed, 28 Jun 2023 09:00:00 +0800\r\n"
    b"\r\nold business %d\r\n"
)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def timed_poll(outpost: Outpost, words: str, minutes: int) -> None:
    """Run one round as a process; say what it took and what it did."""
    when = (NOW + timedelta(minutes=minutes)).isoformat()
    begun = time.monotonic()
    process = outpost.start("poll", "--json", "--at", when)
    out, err = process.communicate()
    spent = time.monotonic() - begun
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    say(f"{words}: {spent:.1f} s, status {process.returncode}, {largest} MiB at most")
    say(f"  {out.strip() or err.strip()[-300:]}")


@contextmanager
def served(folder: Path) -> Iterator[Outpost]:
    with running_dovecot() as server, smtp_server() as smtp:
        yield Outpost(folder / "home", server.mailbox(), smtp)


def fill(outpost: Outpost, count: int) -> None:
    """Lay mails into the Maildir itself: 100,000 of them by IMAP take an hour."""
    folder = outpost.mailbox.folder()
    moment = LONG_AGO.timestamp()
    for number in range(count):
        path = folder / "new" / f"{int(moment)}.M{number}.bench"
        path.write_bytes(OLD % ((number,) * 4))
        path.chmod(0o644)
        os.utime(path, (moment, moment))


def know(outpost: Outpost, count: int) -> None:
    """Let the ledger know the mailbox's first mails, as after years of service."""
    box = outpost.mailbox
    box.renumber(uidvalidity=7)
    need, environ = Need.MAILBOX, outpost.environment
    with open_app(need, home=outpost.home, environ=environ) as app:
        with app.watcher() as inbox:
            inbox.folders()  # so the server numbers what lies there
        past.fill(SimpleNamespace(app=app, office=app.office), count)
        ours = {"account": f"{box.user}@{box.host}"}
        with engine(app.settings.database_url).begin() as connection:
            connection.execute(mails.update().values(ours))


def mailbox(count: int, *, known: bool) -> None:
    """Say what the first round of a mailbox of years costs, and each later one."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as outpost:
        fill(outpost, count)
        if known:
            know(outpost, count)
        for number in range(REPORTS):
            outpost.deliver(number)
        timed_poll(outpost, f"{count} old mails and {REPORTS} reports, first", 0)
        timed_poll(outpost, "ten minutes later, nothing new", 10)
        timed_poll(outpost, "two hours later, every UID compared", 120)
        say(f"{sum(outpost.sent().values())} letters left")
        checked = outpost.start("verify").communicate()
        say("".join(checked).strip()[-200:])


@contextmanager
def house() -> Iterator[House]:
    readers = ConfinedExaminer(("yyxfl@zb.shandong.cn",), ())
    with tempfile.TemporaryDirectory() as folder:
        with open_house(Path(folder) / "house", readers) as opened:
            yield opened
        readers.close()


def flood(count: int, reviews: int, page: Path | None) -> None:
    """One address that writes on and on, and much that only a person can settle."""
    with house() as opened:
        units = opened.office.notice.units
        for number in range(count):
            opened.inbox.put(OLD % ((number,) * 4), BEGUN)
        for number in range(reviews):
            broken = b"PK\3\4broken%d" % number
            file = real_mails.Enclosed(f"二季度报表{number}.docx", broken)
            unit, sign = units[number % len(units)], f"<r{number}@unit.example>"
            raw = opened.report(unit, files=(file,), message_id=sign)
            opened.inbox.put(raw, BEGUN)
        begun = time.monotonic()
        done = opened.round(BEGUN + timedelta(minutes=5))
        say(f"{done.new} mails judged in {time.monotonic() - begun:.0f} s")
        say(f"  {done.unrelated} unrelated, {done.review} to review")
        send_now(opened.office, BEGUN + timedelta(days=5))
        letters = opened.letters()
        written = next(q for q in letters if q.letter.kind is LetterKind.SUMMARY)
        show(written.letter.raw, page)


def show(raw: bytes, page: Path | None) -> None:
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    found = letter.get_body(("html",))
    assert found is not None
    html = found.get_content()
    say(f"summary: {len(raw) >> 10} KiB as a mail, {len(html) >> 10} KiB of HTML")
    if page:
        page.write_text(html, encoding="utf-8")


def days(hours: int) -> None:
    """Service on a clock of its own: what the process holds every six hours."""
    with house() as opened:
        long = LongRun(opened, BEGUN)
        for hour in range(1, hours + 1):
            long.hour()
            if hour in {1, 2} or hour % 6 == 0:
                say(f"hour {hour}: {long.footprint()}")
        say(f"receipts: {long.receipts().total()} of {len(long.reported)} reports")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("load", choices=("mailbox", "flood", "days"))
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--known", action="store_true")
    options.add_argument("--reviews", type=int, default=500)
    options.add_argument("--hours", type=int, default=72)
    options.add_argument("--page", type=Path)
    given = options.parse_args()
    match given.load:
        case "mailbox":
            mailbox(given.mails, known=given.known)
        case "flood":
            flood(given.mails, given.reviews, given.page)
        case _:
            days(given.hours)


if __name__ == "__main__":
    main()
