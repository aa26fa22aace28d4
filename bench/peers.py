"""The programs that mailbot is measured beside, and the measuring itself.

Each takes a whole mailbox into an empty folder: mbsync (isync), getmail6, and a plain
loop over imap_tools.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.outpost import Outpost


@dataclass
class Run:
    """What one run of one program cost."""

    wall: float
    cpu: float
    peak: int
    out: str = ""


def measured(
    command: list[str],
    environment: dict[str, str] | None = None,
    good: tuple[int, ...] = (0,),
) -> Run:
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


def peers() -> dict[str, Callable[[Outpost], Run]]:
    """Return the programs that are there, mbsync first: the others' measure."""
    found: dict[str, Callable[[Outpost], Run]] = {}
    if shutil.which("mbsync"):
        found["mbsync"] = mbsync
    if shutil.which("getmail"):
        found["getmail6"] = getmail
    if importlib.util.find_spec("imap_tools"):
        found["imap_tools"] = imap_tools
    return found
