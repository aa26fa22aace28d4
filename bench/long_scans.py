"""A scan of forty pages, and the child process with the eyes: time and memory.

    python -m bench.long_scans [--pages 40] [--rounds 5]

The pages are generated as in `bench.seals`; the child is the one the bot uses, under
its own limits. Prints how long a whole look takes by where the seal stands, and the
child's peak resident memory (VmHWM, Linux) after each kind of work.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from bench.seals import as_pdf, roster
from mailbot.adapters.confine.pool import Pool
from mailbot.core.record.documents import Kind, SealNames, SealReport
from mailbot.wiring.examiner import EYES
from mailbot.wiring.sealing import look_at_file
from tests.support.seals.offices import emblem_of
from tests.support.seals.sheets import Sheet, headed, sealed, unsealed

SEED = 4001


def scan(sheets: list[Sheet]) -> bytes:
    """Bind pages into one PDF of the paper's true size."""
    first, *rest = (Image.open(io.BytesIO(sheet.jpeg)) for sheet in sheets)
    out = io.BytesIO()
    dpi = sheets[0].dpi
    first.save(
        out, "PDF", resolution=dpi, quality=85, save_all=True, append_images=rest
    )
    return out.getvalue()


def plain_pages(rng: np.random.Generator, count: int) -> list[Sheet]:
    """Make pages of one resolution, in colour, with red writing but no seal."""
    kinds = ("letterhead", "table", "logo")
    made = [unsealed(rng, "medium", kinds[n % len(kinds)]) for n in range(6)]
    return [made[n % len(made)] for n in range(count)]


def seal_of_150(rng: np.random.Generator, text: str) -> Sheet:
    """Make a sealed page of the plain pages' resolution."""
    while (page := sealed(rng, "easy", text, emblem_of(text, rng))).dpi != 150:
        pass
    return page


def children() -> list[int]:
    """Return the process numbers of this process's children."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    below = [int(one) for task in tasks for one in task.read_text().split()]
    return [pid, *(each for one in below for each in family(one))]


def peak() -> int:
    """Return the highest resident size a descendant of ours had, in MB."""
    sizes = [0]
    for pid in (each for child in children() for each in family(child)):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        sizes += [int(line.split()[1]) // 1024 for line in lines if "VmHWM" in line]
    return max(sizes)


def show_times(
    eyes: Pool, names: tuple[SealNames, ...], count: int, rounds: int
) -> None:
    """Look at whole scans whose seal stands at different places."""
    rng = np.random.default_rng(SEED)
    plain = plain_pages(rng, count)
    seal = seal_of_150(rng, names[0].texts[0])
    places = {"first": 0, "second": 1, "middle": count // 2, "last": count - 1}
    print(
        "| seal on | verdict | unit read | seconds (median; range) |\n|---|---|---|---|"
    )
    for where, place in (*places.items(), ("no page", None)):
        sheets = [seal if n == place else page for n, page in enumerate(plain)]
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(scan(sheets))
            file.flush()
            seconds = []
            for _ in range(rounds):
                start = time.perf_counter()
                told = eyes.call(look_at_file, file.name, Kind.PDF, names, False)  # noqa: FBT003
                seconds.append(time.perf_counter() - start)
        assert isinstance(told, SealReport), told
        print(
            f"| {where} | {told.verdict.value} | {told.unit or '-'} "
            f"| {statistics.median(seconds):.2f} "
            f"({min(seconds):.2f}-{max(seconds):.2f}) |",
            flush=True,
        )


def show_memory(eyes: Pool, names: tuple[SealNames, ...]) -> None:
    """Give one child ever heavier work and tell its peak after each."""
    rng = np.random.default_rng(SEED + 1)
    text = names[0].texts[0]
    lines = (text, "2023年第二季度实事工作进展情况报表")
    print(f"\nchildren before any work: {len(children())}")
    for what, sheet, heading in (
        ("one sealed page", sealed(rng, "easy", text), False),
        ("a worn seal, all retries", sealed(rng, "hard", text), False),
        ("a heading as well", headed(rng, "photo", lines), True),
    ):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(as_pdf(sheet))
            file.flush()
            eyes.call(look_at_file, file.name, Kind.PDF, names, heading)
        print(f"peak after {what}: {peak()} MB")
    eyes.rest()
    print(f"children after the rest that idling brings: {len(children())}")


def main() -> None:
    """Print times, then memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    names = roster()
    with Pool(EYES, workers=1) as eyes:
        show_memory(eyes, names)
        print()
        show_times(eyes, names, asked.pages, asked.rounds)


if __name__ == "__main__":
    main()
