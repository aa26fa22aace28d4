"""Measures the seal check on generated pages: python -m bench.seals --help.

The generator's truth is compared with what `look` answers. The roster's seal texts
come from the shared material where it is present, else from a made-up county.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from mailbot.adapters.seals import sight
from mailbot.adapters.seals.document import look
from mailbot.adapters.seals.limits import SealLimits
from mailbot.adapters.seals.read.reader import SealReading, Title, read_seal
from mailbot.adapters.seals.see.detector import Scale, find_rings
from mailbot.adapters.seals.see.pages import open_pages
from mailbot.adapters.seals.see.redness import ink_map
from mailbot.adapters.seals.see.strips import Close
from mailbot.adapters.seals.sight import DPI
from mailbot.core.record.documents import Kind, SealNames, SealReport
from tests.support.seals.lookalikes import DECORATE
from tests.support.seals.offices import FICTION, emblem_of, unlisted
from tests.support.seals.sheets import (
    GRADES,
    Sheet,
    edge,
    grey_copy,
    headed,
    photocopy,
    seal_only,
    sealed,
    unsealed,
)

Rng = np.random.Generator


@dataclass
class Tally:
    """Counts and times of one run, by grade."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    render: list[float] = field(default_factory=list)
    verdict: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def roster() -> tuple[SealNames, ...]:
    """Return the seal texts of the shared material's units, else of the made-up."""
    base = Path(os.environ.get("MAILBOT_SHARED", "../shared"))
    truth = base / "cases" / "seed_truth.json"
    if not truth.exists():
        return FICTION
    units = json.loads(truth.read_text(encoding="utf-8"))["units"]
    return tuple(SealNames(unit["name"], tuple(unit["seal"])) for unit in units)


def as_pdf(sheet: Sheet) -> bytes:
    """Wrap a page's picture in a PDF of the paper's true size."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(sheet.jpeg))
    picture.save(out, "PDF", resolution=sheet.dpi, quality=92)
    return out.getvalue()


def on_paper(sheet: Sheet) -> bytes:
    """Lay a small piece with a seal on an A4 page, as a PDF."""
    piece = Image.open(io.BytesIO(sheet.jpeg)).convert("RGB")
    size = (round(8.27 * sheet.dpi), round(11.69 * sheet.dpi))
    page = Image.new("RGB", size, (250, 250, 248))
    page.paste(piece, (round(size[0] * 0.4), round(size[1] * 0.55)))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=sheet.dpi, quality=92)
    return out.getvalue()


def clocked(tally: Tally) -> None:
    """Let every reading of a seal, title and retries included, be timed."""

    def read(close: Close, listed: tuple[SealNames, ...], title: Title) -> SealReading:
        start = time.perf_counter()
        found = read_seal(close, listed, title)
        tally.reading.append(time.perf_counter() - start)
        return found

    sight.read_seal = read  # type: ignore[attr-defined]  # the bench's clock only


def timed(tally: Tally, content: bytes, names: tuple[SealNames, ...]) -> SealReport:
    """Look at one page; time it beside plain rendering and the verdict without reading.

    The verdict is: render, find ink, find rings and judge them by their look.
    """
    for page in open_pages(Kind.PDF, content, SealLimits()):
        start = time.perf_counter()
        page.pixels(DPI)
        plain = time.perf_counter()
        find_rings(ink_map(page.pixels(DPI)), Scale(DPI / 25.4, page.known_size))
        tally.render.append(plain - start)
        tally.verdict.append(time.perf_counter() - plain)
    start = time.perf_counter()
    report = look(Kind.PDF, content, names)
    tally.seconds.append(time.perf_counter() - start)
    assert isinstance(report, SealReport)
    return report


def mixed_page(rng: Rng, names: tuple[SealNames, ...], number: int) -> Sheet:
    """Make the next page of the mixture: half sealed, the rest everything else."""
    grade = GRADES[int(rng.integers(4))]
    texts = [text for one in names for text in one.texts]
    text = texts[int(rng.integers(len(texts)))]
    match number % 10:
        case 0 | 1 | 2 | 3 | 4:
            return sealed(rng, grade, text, emblem_of(text, rng))
        case 5:
            plain = GRADES[int(rng.integers(3))]
            return (grey_copy if rng.random() < 0.6 else photocopy)(rng, plain, text)
        case 6:
            return edge(rng, grade, text)
        case _:
            kinds = tuple(DECORATE)
            return unsealed(rng, grade, kinds[int(rng.integers(len(kinds)))])


def pages(rng: Rng, names: tuple[SealNames, ...], count: int, tally: Tally) -> None:
    """Judge mixed pages by their verdict."""
    for number in range(count):
        sheet = mixed_page(rng, names, number)
        report = timed(tally, as_pdf(sheet), names)
        said = report.verdict.value
        emblem = sheet.what if sheet.truth == "red_seal" else sheet.truth
        tally.counts["page", sheet.grade, emblem, said] += 1
        if said != sheet.truth:
            tally.faults.append(f"page {sheet.what} {sheet.grade}: {said}")
        owner = [one.unit for one in names if sheet.text in one.texts]
        if report.unit and report.unit not in owner:
            tally.faults.append(f"WRONG UNIT {sheet.text} -> {report.unit}")


def listed(rng: Rng, names: tuple[SealNames, ...], count: int, tally: Tally) -> None:
    """Judge seals of listed units by the unit accepted for them."""
    for number in range(count):
        grade = GRADES[number % 4]
        one = names[int(rng.integers(len(names)))]
        text = one.texts[int(rng.integers(len(one.texts)))]
        sheet = seal_only(rng, grade, text, emblem_of(text, rng))
        report = timed(tally, on_paper(sheet), names)
        best = {mark.likeliest for mark in report.marks}
        tally.counts["listed", grade, "n"] += 1
        tally.counts["listed", grade, "first"] += one.unit in best
        tally.counts["listed", grade, "accepted"] += report.unit == one.unit
        if report.unit not in ("", one.unit):
            tally.counts["listed", grade, "wrong"] += 1
            tally.faults.append(f"WRONG UNIT {text} {grade} -> {report.unit}")


def others(rng: Rng, names: tuple[SealNames, ...], count: int, tally: Tally) -> None:
    """Judge seals of offices that are not listed: none should be accepted."""
    for number in range(count):
        grade = GRADES[number % 4]
        text = unlisted(rng, names)
        sheet = seal_only(rng, grade, text, emblem_of(text, rng))
        report = timed(tally, on_paper(sheet), names)
        tally.counts["unlisted", grade, "n"] += 1
        tally.counts["unlisted", grade, "accepted"] += bool(report.unit)
        if report.unit:
            tally.faults.append(f"UNLISTED {text} {grade} -> {report.unit}")


def headings(rng: Rng, names: tuple[SealNames, ...], count: int, tally: Tally) -> None:
    """Judge whether unit and quarter stand in what was read at the top."""
    for number in range(count):
        grade = ("easy", "medium", "photo")[number % 3]
        unit = names[int(rng.integers(len(names)))].texts[0]
        quarter = "第" + "一二三四"[int(rng.integers(4))] + "季度"
        lines = (unit, f"2023年{quarter}实事工作进展情况报表")
        sheet = headed(rng, grade, lines)
        start = time.perf_counter()
        report = look(Kind.PDF, as_pdf(sheet), names, want_heading=True)
        tally.seconds.append(time.perf_counter() - start)
        read = report.heading if isinstance(report, SealReport) else ""
        right = unit in read and quarter in read
        tally.counts["heading", grade, "n"] += 1
        tally.counts["heading", grade, "right"] += right
        if not right:
            tally.faults.append(f"heading {lines} {grade}: {read[:60]!r}")


PARTS: dict[str, Callable[[Rng, tuple[SealNames, ...], int, Tally], None]] = {
    "pages": pages,
    "listed": listed,
    "unlisted": others,
    "headings": headings,
}


def show(part: str, tally: Tally) -> None:
    """Print a part's counts, faults, times and the process's peak memory."""
    print(f"\n## {part}")
    for key, number in sorted(tally.counts.items()):
        print(f"{' '.join(key):44} {number}")
    for fault in tally.faults:
        print("  -", fault)
    p50, p95 = (1000 * float(v) for v in np.percentile(tally.seconds, (50, 95)))
    print(f"look: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    if tally.render:
        ratios = np.array(tally.verdict) / np.array(tally.render)
        for name, times in (
            ("plain rendering", tally.render),
            ("render and verdict", tally.verdict),
            ("reading of a seal", tally.reading),
        ):
            p50, p95 = (1000 * float(v) for v in np.percentile(times, (50, 95)))
            print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
        print(f"verdict by plain rendering: median {np.median(ratios):.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole bench {peak:.0f} MB", flush=True)


def main() -> None:
    """Run the parts asked for over the seeds asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1001-1010", help="first-last")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--listed", type=int, default=400)
    parser.add_argument("--unlisted", type=int, default=600)
    parser.add_argument("--headings", type=int, default=60)
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    for part, run in PARTS.items():
        count = getattr(asked, part) // len(seeds)
        tally = Tally()
        clocked(tally)
        for seed in seeds if count else ():
            run(np.random.default_rng((seed, len(part))), roster(), count, tally)
        if tally.seconds:
            show(part, tally)


if __name__ == "__main__":
    main()
