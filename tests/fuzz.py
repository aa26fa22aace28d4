"""Mails damaged at random: `python -m tests.fuzz --count 20000` (`make fuzz`).

Each is taken the whole way: parsed, its nature told, its files unpacked and read, and
given the names under which they would be filed. Every mutation is made from the
corpus and a seed, so that a failure can be played again: the report names the mail's
number, and `--only N` examines that one alone.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mailbot.core.record.filing import dated_name, doubt_name
from mailbot.wiring.examination import examine_mail
from tests.support.archives import rar4
from tests.support.real_mails import Enclosed, Letter, build, encrypted_zip

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
AT = datetime(2023, 6, 30, 9, tzinfo=UTC)
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


def with_archives() -> list[bytes]:
    """Return mails with archives, whose names try to leave their folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../报表.docx", "C:\\x\\二季度.pdf", "/etc/表.txt", "内/a.zip"):
            archive.writestr(name, b"%PDF-1.4 " + name.encode() * 9)
    files = (
        Enclosed("../报表.zip", out.getvalue()),
        Enclosed("锁.zip", encrypted_zip("..\\..\\x")),
        Enclosed("旧.rar", rar4({"..\\..\\表.txt".encode("gbk"): b"text"})),
    )
    plain = Letter("x", "a@b.example", "c@d.example", "报表", "见附件", AT)
    return [build(replace(plain, files=(file,))) for file in files]


class Yard:
    """A folder deep in another, so that a file that gets out of it is seen."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._room = top / "a" / "b" / "room"

    def examine(self, raw: bytes) -> float:
        """Read one mail to its last file; return the CPU seconds it took."""
        into = self._room / "files"
        into.mkdir(parents=True)
        mail = self._room / "mail.eml"
        mail.write_bytes(raw)
        start = time.process_time()
        found = examine_mail(str(mail), str(into), ())
        taken = time.process_time() - start
        names = [d.name for d in found.documents]
        filed = [n for x in names for n in (dated_name(AT, x), doubt_name("R1", x))]
        assert all((into / n).resolve().parent == into.resolve() for n in filed), names
        strays = [p for p in self._top.rglob("*") if p.is_file() and p.parent != into]
        assert strays == [mail], strays
        shutil.rmtree(self._room)
        return taken


def slowest(series: Iterable[Trial]) -> tuple[float, int]:
    """Examine every trial; return the longest time in seconds and whose it was."""
    worst = (0.0, -1)
    with tempfile.TemporaryDirectory() as top:
        yard = Yard(Path(top))
        for trial in series:
            worst = max(worst, (yard.examine(trial.raw), trial.number))
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
    series = trials([*corpus, *with_archives() * 20], given.count, given.seed)
    chosen = (t for t in series if given.only in {-1, t.number})
    seconds, number = slowest(chosen)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(
        f"{given.count} mails, no exception, no file outside;"
        f" slowest {seconds:.3f} s (number {number});"
        f" peak memory {memory >> 20} MiB, the corpus included\n"
    )
    return int(seconds > SLOWEST or memory > FATTEST)


if __name__ == "__main__":
    sys.exit(main())
