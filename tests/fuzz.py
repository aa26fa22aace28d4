"""Mails damaged at random: `python -m tests.fuzz --count 20000` (`make fuzz`).

Every mutation is made from the corpus and a seed, so that a failure can be played
again: the report names the mail's number, and `--only N` parses that one alone.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mailbot.adapters.mail.mime import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: What breaks parsers: the grammar's own marks, at places where none belongs.
MARKS = (
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"\0",
    b"\xff",
    b"\xd6\xd0",
    b";",
    b'"',
    b"\\",
    b"=",
    b"=?gb2312?B?",
    b"?=",
    b"=?utf-8?Q?=E4=BD",
    b"''",
    b"*0*=",
    b"<",
    b">",
    b"(",
    b",",
    b"--",
    b"\r\n--",
    b"begin 644 x\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"charset=utf-7",
)
SEED = 20230421
SLOWEST = 2.0
FATTEST = 500 << 20


class Trial(NamedTuple):
    """One mutated mail: its number in the series, and its bytes."""

    number: int
    raw: bytes


def trials(corpus: list[bytes], count: int, seed: int = SEED) -> Iterator[Trial]:
    """Yield `count` mutated mails; the same ones for the same corpus and seed."""
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - a fixed series
        yield Trial(number, mutate(chance.choice(corpus), corpus, chance))


def mutate(raw: bytes, corpus: list[bytes], chance: random.Random) -> bytes:
    """Return `raw` after one to eight random injuries."""
    for _ in range(chance.randint(1, 8)):
        raw = chance.choice(INJURIES)(raw, corpus, chance)
    return raw


def _span(raw: bytes, chance: random.Random, longest: int = 400) -> slice:
    start = chance.randint(0, len(raw))
    return slice(start, start + chance.randint(0, longest))


def _flip(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    damaged = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    span = _span(raw, chance)
    return raw[: span.start] + raw[span.stop :]


def _end(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _repeat(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    span = _span(raw, chance)
    return raw[: span.stop] + raw[span] * chance.randint(1, 30) + raw[span.stop :]


def _mark(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(MARKS) * chance.choice((1, 1, 2, 50)) + raw[at:]


def _graft(raw: bytes, corpus: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(corpus)
    at = chance.randint(0, len(raw))
    return raw[:at] + other[_span(other, chance, 5000)] + raw[at:]


def _swap_lines(raw: bytes, _corpus: list[bytes], chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


INJURIES: tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...] = (
    _flip,
    _cut,
    _end,
    _repeat,
    _mark,
    _graft,
    _swap_lines,
)


def read_corpus(folder: Path) -> list[bytes]:
    """Return every mail of a corpus in a fixed order."""
    names = sorted(p for p in folder.rglob("*") if p.is_file() and p.parent != folder)
    return [path.read_bytes() for path in names]


def slowest(series: Iterable[Trial]) -> tuple[float, int]:
    """Parse every trial; return the longest time in seconds and whose it was."""
    worst = (0.0, -1)
    for trial in series:
        start = time.process_time()
        parse(trial.raw)
        worst = max(worst, (time.process_time() - start, trial.number))
    return worst


def main() -> int:
    """Run a series; exit 1 where a mail took too long or too much memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--only", type=int, default=-1)
    given = options.parse_args()
    home = os.environ.get("MAILBOT_SHARED", "../shared")  # noqa: TID251 - a tool
    corpus = read_corpus(Path(home, "corpus"))
    if not corpus:
        sys.stdout.write("no corpus at MAILBOT_SHARED: nothing was tried\n")
        return 0
    series = trials(corpus, given.count, given.seed)
    chosen = (t for t in series if given.only in {-1, t.number})
    seconds, number = slowest(chosen)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(
        f"{given.count} mails, no exception; slowest {seconds:.3f} s (number {number});"
        f" peak memory {memory >> 20} MiB, the corpus included\n"
    )
    return int(seconds > SLOWEST or memory > FATTEST)


if __name__ == "__main__":
    sys.exit(main())
