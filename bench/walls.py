"""What the walls cost: a child's start, and a task's file and room.

    python -m bench.walls [ROUNDS]

Whole children, from the call to the greeting, without preloaded modules and with
those of the readers; each kind of wall in turn, interleaved; medians and ranges of
wall time, and of the child's processor time where others use the machine.
A task reads a mail of 1.2 MB and writes it once into its room.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import Fence, Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.confine.walls import Wall
from mailbot.wiring.examiner import PRELOAD

SIZE = 1_200_000
MORE = (str(Path(__file__).parent),)
KINDS: dict[str, tuple[Wall, ...]] = {
    "no wall": (),
    "landlock": (Wall.LANDLOCK,),
    "tree": (Wall.TREE,),
}


def copied(source: str, room: str) -> int:
    """Read the file, write it out: the least that any reader does."""
    return Path(room, "part1").write_bytes(Path(source).read_bytes())


def nothing() -> int:
    """Do nothing: what a task costs without file and room."""
    return 0


def _pool(walls: tuple[Wall, ...], preload: tuple[str, ...]) -> Pool:
    fence = Fence(walls, MORE, unconfined=True)
    return Pool(Limits(tasks=10_000), 1, preload, fence=fence)


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def _start(walls: tuple[Wall, ...], preload: tuple[str, ...]) -> tuple[float, float]:
    before = _spent()
    with _pool(walls, preload) as pool:
        wall = _timed(pool.confinement)
    return wall, _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _task(walls: tuple[Wall, ...], folder: Path) -> float:
    from bench import walls as tasks  # noqa: PLC0415 - by a name a child can find

    mail = folder / "mail.eml"
    with _pool(walls, ()) as pool:
        if pool.call(tasks.copied, Lent(mail), Workroom(folder)) != SIZE:
            sys.exit("a child could not read its file or write its room")
        asked = (Lent(mail), Workroom(folder))
        bare = median(_timed(lambda: pool.call(tasks.nothing)) for _ in range(50))
        lent = median(
            _timed(lambda: pool.call(tasks.copied, *asked)) for _ in range(50)
        )
    return lent - bare


def _say(what: str, found: dict[str, list[float]]) -> None:
    for kind, times in found.items():
        span = f"{min(times):.1f} to {max(times):.1f}"
        sys.stdout.write(f"{what:27} {kind:9} {median(times):7.2f} ms ({span})\n")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for what, preload in (("start", ()), ("start, readers loaded", PRELOAD)):
        wall: dict[str, list[float]] = {kind: [] for kind in KINDS}
        cpu: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for _ in range(rounds):
            for kind, walls in KINDS.items():
                taken, spent = _start(walls, preload)
                wall[kind].append(taken)
                cpu[kind].append(spent)
        _say(what, wall)
        _say(f"{what}, CPU", cpu)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "mail.eml").write_bytes(bytes(SIZE))
        lent = {k: [_task(w, Path(folder)) for _ in range(3)] for k, w in KINDS.items()}
    _say("file in, file out", lent)


if __name__ == "__main__":
    main()
