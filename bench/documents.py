"""Rows read right, ms and MB by kind of document.

    python -m bench.documents --seeds 1 2 3        (from the repository's root)
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from mailbot.adapters.documents.reading import read
from mailbot.core.documents import Content
from tests.support.documents.collection import (
    Sample,
    office_samples,
    own_samples,
    score,
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, nargs="+", default=[1])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--wrong", action="store_true", help="print the first wrong row of a file")
    chosen = options.parse_args()
    samples = list(_samples(chosen.seeds))
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_kind[f"{sample.kind.value} ({sample.writer})"].append(sample)
    print(f"{len(samples)} files, seeds {chosen.seeds}, {chosen.rounds} rounds after one to warm up")
    print("| kind | files | rows right | median ms a file | ms a page | child MB |")
    print("|---|---|---|---|---|---|")
    totals = [0, 0]
    for name, group in sorted(by_kind.items()):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            row = pool.apply(measure, (group, chosen.rounds))
        totals[0] += row[0]
        totals[1] += row[1]
        pages = f"{row[3]:.1f}" if row[3] else "–"
        print(f"| {name} | {len(group)} | {row[0]}/{row[1]} | {row[2]:.1f} | {pages} | {row[4]:.0f} |")
        if chosen.wrong:
            print(*row[5], sep="\n")
    print(f"\nrows with every cell exact: {totals[0]}/{totals[1]} = {totals[0] / totals[1]:.2%}")


def _samples(seeds: list[int]) -> list[Sample]:
    found: list[Sample] = []
    for seed in seeds:
        found += own_samples(seed)
        with tempfile.TemporaryDirectory() as room:
            found += office_samples(seed, Path(room))
    return found


def measure(group: list[Sample], rounds: int) -> tuple[int, int, float, float, float, list[str]]:
    """Read a group in a fresh process: rows right, asked, ms a file, a page, MB, wrongs."""
    scores = [score(one, read(one.kind, one.content)) for one in group]  # warms up, too
    times: list[float] = []
    paged: list[float] = []
    for _ in range(rounds):
        for one in group:
            begun = time.perf_counter()
            found = read(one.kind, one.content)
            spent = (time.perf_counter() - begun) * 1000
            times.append(spent)
            if isinstance(found, Content) and found.pages:
                paged.append(spent / found.pages)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        sum(one.right for one in scores),
        sum(one.rows for one in scores),
        statistics.median(times),
        statistics.median(paged) if paged else 0.0,
        memory,
        [one.wrong for one in scores if one.wrong],
    )


if __name__ == "__main__":
    main()
