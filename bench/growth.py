"""What a mail costs when the ledger has grown old: 100,000 rows beside 1,000.

    python bench/growth.py [--rows 1000 100000] [--mails 40] [--rounds 5]

Fills one working folder a size with mails of the past (most of them unrelated, as in
an office's everyday mailbox; each fourth filed with two documents, each tenth
answered), then takes the same new reports into each in turn: saved, read, judged,
filed and recorded, without a server. Prints the milliseconds a mail, medians of
interleaved rounds, and the ratio to the smallest ledger.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from collections.abc import Iterator, Sequence

from mailbot.adapters.store.ledger import engine
from mailbot.adapters.store.tables import documents, letters, mails
from mailbot.core.record.records import LetterState
from mailbot.flows.intake.collect import collect
from mailbot.ports import Cursor, Incoming
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import real_mails
from tests.support.house import House, MemoryInbox, open_house
from tests.support.outpost import ARRIVED, NOW, report

CHUNK = 5_000
ABOVE_ALL = 10_000_000
MOST = 240  # the generator of reports knows no more that differ
LONG_AGO = ARRIVED - timedelta(days=60)


class NewMails:
    """An inbox in which just these mails are new: the ledger is not asked."""

    def __init__(self, coming: Sequence[Incoming]) -> None:
        self._coming = coming

    def new_mails(self, after: Cursor) -> Iterator[Sequence[Incoming]]:
        after.newest_uid("office@mail", "INBOX", 7)
        yield self._coming

    def close(self) -> None:
        """Hold nothing."""


@dataclass
class Office:
    """One working folder and what its mails cost, in milliseconds each."""

    rows: int
    house: House
    costs: list[float] = field(default_factory=list)


def fill(house: House, rows: int) -> None:
    """Write the past straight into the tables."""
    house.app.ledger.migrate()
    with engine(house.app.settings.database_url).begin() as connection:
        for first in range(1, rows + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, rows + 1))
            notice = house.office.notice.id
            connection.execute(mails.insert(), [_mail(notice, n) for n in numbers])
            filed = [_document(n, k) for n in numbers if n % 4 == 0 for k in (1, 2)]
            connection.execute(documents.insert(), filed)
            answered = [_letter(notice, n) for n in numbers if n % 10 == 0]
            connection.execute(letters.insert(), answered)


def _mail(notice: str, number: int) -> dict[str, Any]:
    filed = number % 4 == 0
    return {
        "notice": notice,
        "account": "office@mail",
        "folder": "INBOX",
        "uidvalidity": 7,
        "uid": number,
        "junk": False,
        "origin": "mailbox",
        "message_id": f"<old{number}@unit.example>" if filed else "",
        "sha256": f"{number:064x}",
        "size": 20_000,
        "received_at": LONG_AGO,
        "stored": "",
        "state": "judged",
        "nature": "submission" if filed else "unrelated",
        "outcome": "ignore",
        "sender_address": f"old{number % 500}@unit.example" if filed else "",
        "subject": "往来邮件" if filed else "",
        "flags": [],
        "reasons": [],
        "units": [],
        "judged_at": LONG_AGO,
    }


def _document(mail: int, number: int) -> dict[str, Any]:
    return {
        "mail": mail,
        "number": number,
        "name": "材料.docx",
        "raw_name": b"",
        "inside": [],
        "kind": "docx",
        "size": 10_000,
        "sha256": f"{mail:x}{number}".zfill(64),
        "outcome": "ignore",
        "copy": "other",
        "units": [],
        "flags": [],
        "reasons": [],
        "items_missing": [],
        "text": "材料正文" * 50,
        "path": "",
    }


def _letter(notice: str, number: int) -> dict[str, Any]:
    to = f"old{number % 500}@unit.example"
    return {
        "notice": notice,
        "kind": "receipt",
        "message_id": f"<ours{number}@office.example>",
        "recipient": to,
        "deliver_to": [to],
        "subject": "回执",
        "raw": b"x" * 4_000,
        "unit": "",
        "covers": [number],
        "reason": "收到来信",
        "created_at": LONG_AGO,
        "not_before": LONG_AGO,
        "expires_at": LONG_AGO,
        "state": LetterState.SENT,
        "sent_at": LONG_AGO,
    }


def arriving(house: House, first: int, count: int) -> NewMails:
    """Return reports of all units in turn, no two alike, above every known UID."""
    inbox, notice = MemoryInbox(), house.office.notice
    for number in range(first, first + count):
        unit = notice.units[number % len(notice.units)]
        inbox.put(real_mails.build(report(notice, unit, number)), ARRIVED)
    uids = range(ABOVE_ALL + first, ABOVE_ALL + first + count)
    return NewMails(
        [
            replace(mail, place=replace(mail.place, uid=uid))
            for uid, mail in zip(uids, inbox.mails, strict=True)
        ]
    )


def cost(house: House, inbox: NewMails, count: int) -> float:
    started = time.perf_counter()
    done = collect(house.office, inbox, NOW)
    if done.new != count or done.failed:
        sys.exit(f"{done.new} of {count} mails taken, {done.failed} failed")
    return 1000 * (time.perf_counter() - started) / count


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000])
    arguments.add_argument("--mails", type=int, default=38)
    arguments.add_argument("--rounds", type=int, default=5)
    asked = arguments.parse_args()
    if asked.mails * (asked.rounds + 1) > MOST:
        arguments.error(f"at most {MOST} mails in all rounds, the first one included")
    with ExitStack() as stack:
        readers = ConfinedExaminer(("yyxfl@zb.shandong.cn",), ())
        stack.callback(readers.close)
        offices = []
        for rows in asked.rows:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            house = stack.enter_context(open_house(home / "house", readers))
            fill(house, rows)
            cost(house, arriving(house, 0, 4), 4)  # clears up for the day
            offices.append(Office(rows, house))
        for number in range(1, asked.rounds + 1):
            for office in offices:
                inbox = arriving(office.house, number * asked.mails, asked.mails)
                office.costs.append(cost(office.house, inbox, asked.mails))
    print(f"{asked.mails} mails a round, {asked.rounds} rounds")
    print("| rows in the ledger | ms a mail (median; range) | × the smallest |")
    print("|---|---|---|")
    base = statistics.median(offices[0].costs)
    for office in offices:
        median, costs = statistics.median(office.costs), office.costs
        span = f"{min(costs):.1f}–{max(costs):.1f}"
        print(f"| {office.rows} | {median:.1f} ({span}) | {median / base:.2f} |")


if __name__ == "__main__":
    main()
