"""Rows read right, ms and MB by kind of document.

python -m bench.documents --seeds 1 2 3
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content
from tests.support.documents.collection import (
    Sample,
    office_samples,
    own_samples,
    score,
)


def main() -> None:
    chosen = _options()
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for sample in _samples(chosen.seeds):
        by_kind[f"{sample.kind.value} ({sample.writer})"].append(sample)
    print(f"{sum(map(len, by_kind.values()))} files, seeds {chosen.seeds}")
    print("| kind (writer) | files | rows right | median ms | ms a page | child MB |")
    print("|---|---|---|---|---|---|")
    rows, right = 0, 0
    for name, group in sorted(by_kind.items()):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(measure, (group, chosen.rounds))
        rows, right = rows + found.rows, right + found.right
        print(found.line(name, len(group)))
        if chosen.wrong and found.wrong:
            print(*found.wrong, sep="\n")
    print(f"\nrows with every cell exact: {right}/{rows} = {right / rows:.2%}")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=[1])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--wrong", action="store_true", help="print wrong rows")
    return options.parse_args()


def _samples(seeds: list[int]) -> Iterator[Sample]:
    for seed in seeds:
        yield from own_samples(seed)
        with tempfile.TemporaryDirectory() as room:
            yield from office_samples(seed, Path(room))


@dataclass(frozen=True)
class Measure:
    """What one fresh child did with one kind."""

    rows: int
    right: int
    times: list[float]  # milliseconds a file
    paged: list[float]  # milliseconds a page, where there are pages
    megabytes: float
    wrong: list[str]

    def line(self, name: str, files: int) -> str:
        """Return the table's line for this kind."""
        page = f"{statistics.median(self.paged):.1f}" if self.paged else "–"
        return (
            f"| {name} | {files} | {self.right}/{self.rows} |"
            f" {statistics.median(self.times):.1f} | {page} | {self.megabytes:.0f} |"
        )


def measure(group: list[Sample], rounds: int) -> Measure:
    """Read a group `rounds` times after once to warm up, in a process of its own."""
    scores = [score(one, read(one.kind, one.content)) for one in group]
    times: list[float] = []
    paged: list[float] = []
    for one in group * rounds:
        begun = time.perf_counter()
        found = read(one.kind, one.content)
        times.append((time.perf_counter() - begun) * 1000)
        if isinstance(found, Content) and found.pages:
            paged.append(times[-1] / found.pages)
    return Measure(
        rows=sum(one.rows for one in scores),
        right=sum(one.right for one in scores),
        times=times,
        paged=paged,
        megabytes=_peak(),
        wrong=[one.wrong for one in scores if one.wrong],
    )


def _peak() -> float:
    """Return this process's peak memory; getrusage would count its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
