"""Taking in a full mailbox: mailbot beside mbsync, getmail6 and imap_tools.

    python bench/intake.py [--set 1.2M|20K|15M|all] [--scale 1.0] [--rounds 5]

Fills a private Dovecot on loopback with reports (electronic copy and text PDF, no
OCR), then lets each program take the whole mailbox in turn, interleaved, each into
an empty folder. Prints wall, CPU (children included), the main process's peak
memory, and the ratio of medians to mbsync's. mailbot's own wall is told twice: until
every mail is durable and recorded (`intake`), and until it is judged and filed.
What is not installed is left out. Needs dovecot-imapd.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import real_mails as mails
from tests.support.dovecot import running_dovecot
from tests.support.outpost import ARRIVED, NOW, Outpost, report
from tests.support.smtp_server import SmtpScript

if TYPE_CHECKING:
    from collections.abc import Callable

SETS = {"1.2M": (1000, 1_200_000), "20K": (10_000, 20_000), "15M": (50, 15_000_000)}
MIB = 1 << 20


@dataclass
class Run:
    """What one run of one program cost."""

    wall: float
    cpu: float
    peak: int
    out: str = ""


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
        pdf = mails.text_pdf(str(number))
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


def measured(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run a program to its end; its CPU counts its children, its peak does not."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    peak = [0]
    watch = threading.Thread(target=_watch_peak, args=(process.pid, peak))
    watch.start()
    out: list[bytes] = []
    reader = threading.Thread(target=lambda: out.append(process.stdout.read()))  # type: ignore[union-attr]
    reader.start()
    error = process.stderr.read()  # type: ignore[union-attr]
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    watch.join()
    good = {0, 1} if "mailbot" in command else {0}
    if process.returncode not in good:
        sys.exit(f"{command[0]} ended with {process.returncode}: {error.decode()}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak[0], out[0].decode())


def _watch_peak(pid: int, peak: list[int]) -> None:
    """Note the highest resident size the kernel tells of the process (VmHWM)."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            lines = status.read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            return
        kib = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
        if not kib:
            return
        peak[0] = max(peak[0], kib[0] // 1024)
        time.sleep(0.02)


def mailbot(outpost: Outpost) -> Run:
    shutil.rmtree(outpost.home / "state", ignore_errors=True)
    command = [sys.executable, "-m", "mailbot", "poll", "--no-send", "--json"]
    return measured([*command, "--at", NOW.isoformat()], outpost.environment)


def mbsync(outpost: Outpost) -> Run:
    box, home = outpost.mailbox, fresh(outpost.home / "mbsync")
    config = home / "rc"
    config.write_text(
        f"IMAPAccount a\nHost localhost\nPort {box.port}\nUser {box.user}\n"
        f"Pass {box.password}\nSSLType IMAPS\nCertificateFile {box.ca_file}\n\n"
        f"IMAPStore far\nAccount a\n\nMaildirStore near\nPath {home}/\n"
        f"Inbox {home}/INBOX\n\nChannel c\nFar :far:INBOX\nNear :near:INBOX\n"
        "Sync Pull\nCreate Near\nSyncState *\n"
    )
    return measured(["mbsync", "-q", "-c", str(config), "c"])


def getmail(outpost: Outpost) -> Run:
    box, home = outpost.mailbox, fresh(outpost.home / "getmail")
    for part in ("cur", "new", "tmp"):
        (home / "box" / part).mkdir(parents=True)
    # As root getmail6 delivers in another's name only.
    user = "user = nobody\n" if os.geteuid() == 0 else ""
    if user:
        outpost.home.chmod(0o711)
        home.chmod(0o711)
        for path in (home / "box", *(home / "box").iterdir()):
            shutil.chown(path, "nobody")
    (home / "getmailrc").write_text(
        f"[retriever]\ntype = SimpleIMAPSSLRetriever\nserver = {box.host}\n"
        f"port = {box.port}\nusername = {box.user}\npassword = {box.password}\n"
        f"ca_certs = {box.ca_file}\nmailboxes = ('INBOX',)\n\n"
        f"[destination]\ntype = Maildir\npath = {home}/box/\n{user}\n"
        "[options]\nread_all = true\ndelete = false\nverbose = 0\n"
    )
    return measured(["getmail", f"--getmaildir={home}", "--rcfile=getmailrc"])


def imap_tools(outpost: Outpost) -> Run:
    box, home = outpost.mailbox, fresh(outpost.home / "imap_tools")
    code = (
        "import ssl, sys, imap_tools\n"
        "host, port, ca, user, password, out = sys.argv[1:]\n"
        "context = ssl.create_default_context(cafile=ca)\n"
        "box = imap_tools.MailBox(host, int(port), ssl_context=context)\n"
        "with box.login(user, password):\n"
        "    for m in box.fetch(mark_seen=False):\n"
        "        with open(f'{out}/{m.uid}.eml', 'wb') as file:\n"
        "            file.write(m.obj.as_bytes())\n"
    )
    words = (box.host, str(box.port), str(box.ca_file), box.user, box.password)
    return measured([sys.executable, "-c", code, *words, str(home)])


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def ways() -> dict[str, Callable[[Outpost], Run]]:
    """Return the programs that are there, mbsync first: the others' measure."""
    found: dict[str, Callable[[Outpost], Run]] = {}
    if shutil.which("mbsync"):
        found["mbsync"] = mbsync
    found["mailbot"] = mailbot
    if shutil.which("getmail"):
        found["getmail6"] = getmail
    if importlib.util.find_spec("imap_tools"):
        found["imap_tools"] = imap_tools
    return found


def compare(outpost: Outpost, rounds: int, count: int) -> dict[str, Costs]:
    costs: dict[str, Costs] = {}
    for _ in range(rounds):
        for name, run in ways().items():
            done = run(outpost)
            if name == "mailbot":
                told = json.loads(done.out)
                if told["new"] != count:
                    sys.exit(f"mailbot took {told['new']} of {count} mails")
                seconds = told["seconds"]
                intake = seconds["fetch"] + seconds["save"]
                costs.setdefault("mailbot, intake", Costs()).add(intake, done)
                costs.setdefault("mailbot, filed", Costs()).add(done.wall, done)
            else:
                costs.setdefault(name, Costs()).add(done.wall, done)
    return costs


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
    polls = [measured([*poll, far], outpost.environment) for _ in range(9)]
    starts = [measured([*base, "outbox", "--json"], outpost.environment) for _ in polls]
    cpu = statistics.median(r.cpu for r in polls)
    start = statistics.median(r.cpu for r in starts)
    print(f"\nnothing new among {count} mails, medians of {len(polls)} runs")
    print("| poll, CPU s | start-up (`mailbot outbox`), CPU s | the poll itself, ms |")
    print("|---|---|---|")
    print(f"| {cpu:.3f} | {start:.3f} | {1000 * (cpu - start):.0f} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=[*SETS, "idle", "all"], default="all")
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--rounds", type=int, default=5)
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
            show(title, compare(outpost, asked.rounds, count))


if __name__ == "__main__":
    main()
