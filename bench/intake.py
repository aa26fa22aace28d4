"""Taking in a full mailbox: mailbot beside mbsync, getmail6 and imap_tools.

    python bench/intake.py [--set 1.2M|20K|15M|idle|all] [--scale 1.0] [--rounds 5]
                           [--programs mbsync mailbot unread]

Fills a private Dovecot on loopback with reports (electronic copy and text PDF, no
OCR), then lets each program take the whole mailbox in turn, interleaved, each into
an empty folder. Prints each run's wall as it ends; at last wall, CPU (children
included), the main process's peak memory, and the ratio of medians to mbsync's.
mailbot's own wall is told twice: until every mail is durable and recorded (`intake`),
and until it is judged and filed. It runs a second time without reading forms
(`unread`, see bench/unread.py). What is not installed is left out. Needs
dovecot-imapd.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from collections.abc import Callable, Sequence

from bench.peers import Run, measured, peers
from mailbot.adapters.backup import LEDGER
from tests.support import real_mails as mails
from tests.support.dovecot import running_dovecot
from tests.support.outpost import ARRIVED, NOW, Outpost, report
from tests.support.smtp_server import SmtpScript

SETS = {"1.2M": (1000, 1_200_000), "20K": (10_000, 20_000), "15M": (50, 15_000_000)}
OURS = {"mailbot": "mailbot", "unread": "bench.unread"}
WITHOUT = " without form reading"
# What tells two PDFs apart must not read as a year: 2023 would be one.
_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")


@dataclass
class Costs:
    """All runs of one program on one set."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)

    def add(self, wall: float, run: Run) -> None:
        self.walls.append(wall)
        self.cpus.append(run.cpu)
        self.peaks.append(run.peak)


def fill(outpost: Outpost, count: int, size: int) -> None:
    """Deliver `count` reports of about `size` bytes, no two alike."""
    notice = outpost.notice
    chance = random.Random(7)
    padding = chance.randbytes(size)
    models = [report(notice, unit, n) for n, unit in enumerate(notice.units)]
    for number in range(count):
        model = models[number % len(models)]
        pdf = mails.text_pdf(str(number).translate(_DIGITS))
        bare = model.files[0].content
        room = max(0, int(size * 0.73) - len(pdf) - len(bare) - 2000)
        start = chance.randrange(max(1, size - room))
        docx = padded(bare, padding[start : start + room])
        letter = replace(
            model,
            files=(
                replace(model.files[0], content=docx),
                replace(model.files[1], content=pdf),
            ),
            message_id=f"<b{number}@unit.example>",
        )
        outpost.mailbox.deliver(mails.build(letter), internaldate=ARRIVED)


def padded(docx: bytes, picture: bytes) -> bytes:
    """Return a Word file that also holds a picture of so many bytes."""
    out = BytesIO(docx)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/media/photo.jpg", picture)
    return out.getvalue()


def mailbot(outpost: Outpost, module: str) -> Run:
    shutil.rmtree(outpost.home / "state", ignore_errors=True)
    command = [sys.executable, "-m", module, "poll", "--no-send", "--json"]
    now = ["--at", NOW.isoformat()]
    return measured([*command, *now], outpost.environment, good=(0, 1))


def ways(asked: Sequence[str]) -> dict[str, Callable[[Outpost], Run]]:
    """Return the programs that are there and asked for, mbsync first."""
    there = peers()
    first = {name: there[name] for name in ("mbsync",) if name in there}
    ours = {
        name: lambda outpost, module=module: mailbot(outpost, module)  # type: ignore[misc]
        for name, module in OURS.items()
    }
    every = first | ours | there
    return {name: run for name, run in every.items() if not asked or name in asked}


def compare(
    outpost: Outpost, rounds: int, count: int, asked: Sequence[str]
) -> dict[str, Costs]:
    costs: dict[str, Costs] = {}
    for number in range(1, rounds + 1):
        for name, run in ways(asked).items():
            done = run(outpost)
            print(f"round {number}: {name} {done.wall:.2f} s", flush=True)
            if name not in OURS:
                costs.setdefault(name, Costs()).add(done.wall, done)
                continue
            seconds = checked(outpost, name, done, count)["seconds"]
            kind = WITHOUT if name == "unread" else ""
            intake = seconds["fetch"] + seconds["save"]
            if not kind:
                costs.setdefault("mailbot, intake", Costs()).add(intake, done)
            costs.setdefault(f"mailbot, filed{kind}", Costs()).add(done.wall, done)
    return costs


def checked(outpost: Outpost, name: str, done: Run, count: int) -> dict[str, Any]:
    """Return what a run of mailbot told, if it did all it is measured for."""
    told: dict[str, Any] = json.loads(done.out)
    if told["new"] != count or told["filed"] != count:
        sys.exit(
            f"{name} took {told['new']} and filed {told['filed']} of {count} mails"
        )
    with sqlite3.connect(outpost.home / "state" / LEDGER) as ledger:
        query = "SELECT count(*), sum(text != '') FROM documents"
        kept, read = ledger.execute(query).fetchone()
    if kept != 2 * count or read != (0 if name == "unread" else kept):
        sys.exit(f"{name} kept {kept} documents and read {read} of them")
    return told


def show(title: str, costs: dict[str, Costs]) -> None:
    first = costs.get("mbsync")
    base = statistics.median(first.walls) if first else 0.0
    print(f"\n{title}")
    print("| program | wall s (median; range) | CPU s | peak MB | × mbsync |")
    print("|---|---|---|---|---|")
    for name, cost in costs.items():
        wall = statistics.median(cost.walls)
        ratio = f"{wall / base:.2f}" if base else "–"
        print(
            f"| {name} | {wall:.2f} ({min(cost.walls):.2f}–{max(cost.walls):.2f}) "
            f"| {statistics.median(cost.cpus):.2f} | {max(cost.peaks)} | {ratio} |",
            flush=True,
        )


def idle(outpost: Outpost, count: int) -> None:
    """Poll a folder of `count` mails in which nothing is new."""
    for _ in range(count):
        outpost.mailbox.deliver(b"Subject: old\r\n\r\nx\r\n", internaldate=ARRIVED)
    base = [sys.executable, "-m", "mailbot"]
    poll = [*base, "poll", "--no-send", "--json", "--at"]
    far = NOW.replace(year=NOW.year - 1).isoformat()
    # every mail is from before the notice: looked at once, then passed over
    early = ARRIVED.replace(year=ARRIVED.year - 1).timestamp()
    for file in (outpost.mailbox.maildir / "new").iterdir():
        os.utime(file, (early, early))
    measured([*poll, far], outpost.environment)
    polls, starts = [], []
    for _ in range(9):
        polls.append(measured([*poll, far], outpost.environment))
        starts.append(measured([*base, "outbox", "--json"], outpost.environment))
    cpu = statistics.median(r.cpu for r in polls)
    start = statistics.median(r.cpu for r in starts)
    print(
        f"\nnothing new among {count} mails, medians of {len(polls)} runs each, in turn"
    )
    print("| poll, CPU s | start-up (`mailbot outbox`), CPU s | the poll itself, ms |")
    print("|---|---|---|")
    print(f"| {cpu:.3f} | {start:.3f} | {1000 * (cpu - start):.0f} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=[*SETS, "idle", "all"], default="all")
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--rounds", type=int, default=5)
    names = ["mbsync", *OURS, "getmail6", "imap_tools"]
    arguments.add_argument("--programs", nargs="+", choices=names, default=[])
    asked = arguments.parse_args()
    chosen = [*SETS, "idle"] if asked.set == "all" else [asked.set]
    for name in chosen:
        with running_dovecot() as server, tempfile.TemporaryDirectory() as home:
            outpost = Outpost(Path(home), server.mailbox(), SmtpScript())
            if name == "idle":
                idle(outpost, max(1, int(50_000 * asked.scale)))
                continue
            count, size = SETS[name]
            count = max(1, int(count * asked.scale))
            fill(outpost, count, size)
            title = f"{count} mails of {size / 1000:.0f} KB, {asked.rounds} rounds"
            print(f"{title}: filled", flush=True)
            show(title, compare(outpost, asked.rounds, count, asked.programs))


if __name__ == "__main__":
    main()
