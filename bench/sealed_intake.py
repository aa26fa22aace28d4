"""What reading forms and looking at seals add to filing, beside what pages cost.

    python -m bench.sealed_intake [--mails 200] [--rounds 3]

Fills a private Dovecot with reports: an electronic copy (.docx) and a one-page scan
that bears the unit's seal. The whole mailbox is taken in three ways, in turn: without
reading forms (bench/unread.py), with forms, with forms and the seal check. The extra
is held against its bound: pages times what a page costs by itself, measured in this
run and process, shared by the cores, and a fifth more. Needs dovecot-imapd.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.intake import mailbot
from mailbot.adapters.documents.reading import read
from mailbot.adapters.roster import load_roster
from mailbot.adapters.seals.document import look
from mailbot.core.record.documents import Kind, SealNames
from tests.support import real_mails as mails
from tests.support.dovecot import running_dovecot
from tests.support.outpost import ARRIVED, ROOT, Outpost, report
from tests.support.seals.scans import sealed_scan
from tests.support.smtp_server import SmtpScript

SLACK = 1.2
CHECK = 'stamped_pdf_check = "{}"'
WAYS = {
    "without form reading": ("bench.unread", "any_pdf"),
    "with form reading": ("mailbot", "any_pdf"),
    "with form reading and seal check": ("mailbot", "seal"),
}


def seals(outpost: Outpost) -> tuple[SealNames, ...]:
    """Return the names on the seals of the folder's roster."""
    config = outpost.home / "config"
    shipped = load_roster(ROOT / "config" / "roster.csv", outpost.notice.units, None)
    roster = load_roster(config / "roster.csv", outpost.notice.units, shipped)
    return tuple(SealNames(unit.name, unit.seals) for unit in roster.units)


def fill(outpost: Outpost, names: tuple[SealNames, ...], count: int) -> list[bytes]:
    """Deliver `count` reports with sealed scans, no two alike; return some scans."""
    scans = [sealed_scan(one.texts[0], "bench", (one.unit,)) for one in names]
    for number in range(count):
        unit = number % len(names)
        letter = report(outpost.notice, names[unit].unit, number)
        # a comment behind the end: another file, the same picture
        pdf = scans[unit] + f"% {number}\n".encode()
        stamped = replace(letter.files[1], content=pdf)
        whole = replace(letter, files=(letter.files[0], stamped))
        outpost.mailbox.deliver(mails.build(whole), internaldate=ARRIVED)
    return scans


def page_cost(
    outpost: Outpost, scans: list[bytes], names: tuple[SealNames, ...]
) -> float:
    """Return the seconds a mail's two documents cost when read and looked at alone."""
    docx = report(outpost.notice, names[0].unit, 0).files[0].content
    look(Kind.PDF, scans[0], names)  # loads the models
    read(Kind.DOCX, docx)
    spent = []
    for scan in scans:
        start = time.perf_counter()
        read(Kind.DOCX, docx)
        read(Kind.PDF, scan)
        look(Kind.PDF, scan, names)
        spent.append(time.perf_counter() - start)
    return statistics.fmean(spent)


def set_check(outpost: Outpost, check: str) -> None:
    """Have any PDF taken for the sealed copy, or seals looked at."""
    behaviour = outpost.home / "config" / "mailbot.toml"
    text = behaviour.read_text(encoding="utf-8")
    for old in ("any_pdf", "seal"):
        text = text.replace(CHECK.format(old), CHECK.format(check))
    behaviour.write_text(text, encoding="utf-8")


def taken(outpost: Outpost, count: int, rounds: int) -> dict[str, list[float]]:
    """Return each way's walls in seconds."""
    walls: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(1, rounds + 1):
        for way, (module, check) in WAYS.items():
            set_check(outpost, check)
            run = mailbot(outpost, module)
            if json.loads(run.out)["new"] != count:
                sys.exit(f"{way}: not all of {count} mails were taken")
            walls[way].append(run.wall)
            print(f"round {number}: {way} {run.wall:.2f} s", flush=True)
    return walls


def main() -> None:
    """Measure, and hold the extra against its bound."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mails", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    with running_dovecot() as server, tempfile.TemporaryDirectory() as home:
        outpost = Outpost(Path(home), server.mailbox(), SmtpScript())
        names = seals(outpost)
        scans = fill(outpost, names, asked.mails)
        cost = page_cost(outpost, scans, names)
        walls = taken(outpost, asked.mails, asked.rounds)
    print("\n| way | wall s (median; range) |\n|---|---|")
    middle = {way: statistics.median(found) for way, found in walls.items()}
    for way, found in walls.items():
        print(f"| {way} | {middle[way]:.2f} ({min(found):.2f}–{max(found):.2f}) |")
    plain, _, sealed = middle.values()
    cores = os.cpu_count() or 1
    bound = asked.mails * cost / cores * SLACK
    print(f"\na mail's documents by themselves: {1000 * cost:.0f} ms; {cores} cores")
    print(f"extra {sealed - plain:.2f} s, bound {bound:.2f} s")


if __name__ == "__main__":
    main()
