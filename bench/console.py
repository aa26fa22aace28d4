"""What the console costs at a size no county reaches: a million mails on record.

    python -m bench.console [--mails 1000000]

Writes a ledger of that many mails straight into its tables, opens the pages in one
process, and prints the processor time and wall time of each, with what the process
holds in memory. Limits (CONSOLE.md): a page ≤ 100 ms of processor time, ≤ 120 MB
resident.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import insert, text

from mailbot.adapters.store.tables import copies, documents, mails
from mailbot.core.words.bigrams import pieces
from tests.support.console import CLERK, hall
from tests.support.desk import Desk

BATCH = 20_000
PAGES = (
    ("首页", "/"),
    ("待核实", "/reviews"),
    ("单位", "/units"),
    ("一个单位", f"/units/{quote('县科协')}"),
    ("信件", "/letters"),
    ("归档", "/archive"),
    ("归档：两个字，常见", f"/archive?q={quote('科协')}"),
    ("归档：两个字，罕见", f"/archive?q={quote('榛子')}"),
    ("归档：三个词", f"/archive?q={quote('科协 季度 2023')}"),
    ("归档：单位和报送期", f"/archive?unit={quote('县科协')}&period=2023Q2"),
    ("记录", "/records"),
)


def fill(desk: Desk, count: int) -> None:
    """Write mails with one filed document each, newest last."""
    units = desk.office.notice.units
    engine = desk.office.ledger._engine  # type: ignore[attr-defined]  # noqa: SLF001
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        rows = [_rows(desk, n, units[n % len(units)]) for n in numbers]
        with engine.begin() as connection:
            for table, place in ((mails, 0), (documents, 1), (copies, 2)):
                connection.execute(insert(table), [row[place] for row in rows])
            put = text("INSERT INTO catalogue (rowid, words) VALUES (:id, :words)")
            connection.execute(
                put, [{"id": d["id"], "words": pieces(d["text"])} for _, d, _ in rows]
            )


def _rows(desk: Desk, n: int, unit: str) -> tuple[dict, dict, dict]:
    received = desk.now - timedelta(minutes=n % 500_000)
    rare = "榛子" if n % 50_000 == 7 else ""
    words = f"{unit}2023年第二季度工作进展情况，开展活动{n}场{rare}"
    mail = {
        "id": n, "notice": desk.office.notice.id, "account": "bench", "folder": "INBOX",
        "uidvalidity": 1, "uid": n, "junk": False, "origin": "mailbox",
        "message_id": f"<{n}@unit.example>", "sha256": f"{n:064}", "size": 1,
        "received_at": received, "stored": f"archive/{n}.eml", "state": "judged",
        "nature": "submission", "outcome": "file", "units": [unit], "period": "2023Q2",
        "sender_name": "", "sender_address": "u@unit.example", "subject": words,
        "flags": [], "reasons": [], "judged_at": received, "fault": "",
    }  # fmt: skip
    document = {
        "id": n, "mail": n, "number": 1, "name": f"{unit}报表.docx", "raw_name": b"",
        "inside": [], "kind": "docx", "size": 1, "sha256": f"{n:064}", "problem": None,
        "outcome": "file", "copy": "electronic", "units": [unit], "period": "2023Q2",
        "flags": [], "reasons": [], "items_missing": [], "seal": None, "text": words,
        "path": f"archive/{n}.docx",
    }  # fmt: skip
    # ten versions a unit of the period in hand, which is many; the rest is older years
    period = "2023Q2" if n <= 190 else f"{1700 + n // 2_000 % 300}Q2"
    copy = {
        "id": n, "notice": desk.office.notice.id, "unit": unit, "period": period,
        "copy": "electronic", "version": n, "document": n, "path": document["path"],
        "sha256": document["sha256"], "received_at": received,
        "sender": "u@unit.example", "state": "filed", "flags": [], "items_missing": [],
        "text": words, "by": "bench", "at": received,
    }  # fmt: skip
    return mail, document, copy


def measure(count: int, folder: Path) -> None:
    """Fill a ledger, ask for every page five times, print the middle one."""
    desk = Desk(folder)
    began = time.monotonic()
    fill(desk, count)
    size = (folder / "ledger.db").stat().st_size / 1e6
    print(f"{count} mails, {size:.0f} MB, written in {time.monotonic() - began:.0f} s")
    browser = hall(desk.office, desk.now).entered(CLERK)
    for name, path in PAGES:
        costs = sorted(_asked(browser, path) for _ in range(5))
        processor, wall = costs[2]
        print(f"{name:<24}{processor * 1e3:8.0f} ms CPU{wall * 1e3:8.0f} ms")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident at most {held:.0f} MB (with the filling of the ledger)")


def _asked(browser, path: str) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.monotonic()
    assert browser.get(path).status_code == 200, path
    return time.process_time() - cpu, time.monotonic() - wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(options.mails, Path(folder))


if __name__ == "__main__":
    main()
