"""How near fetching comes to the wire: ours beside a raw socket and imap_tools.

    python bench/intake_fetch.py [--count 500] [--bytes 1200000] [--rounds 3]

Fills a private Dovecot on loopback, then fetches every mail in turn by each way,
interleaved; prints the median wall time, its ratio to the raw socket, and our peak
memory. Needs dovecot-imapd; imap_tools is compared where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import socket
import ssl
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Callable

from mailbot.adapters.mail.imap.mailbox import ImapInbox
from mailbot.adapters.mail.imap.values import ImapAccount, InMemory, OnDisk
from mailbot.adapters.mail.secure import Door
from tests.support.dovecot import Mailbox, running_dovecot

LINE = b"TWFpbGJvdCByZWFkcyBxdWFydGVybHkgcmVwb3J0cyBhbmQgbmV2ZXIgdGlyZXMgb2YgaXQu\r\n"


def fill(mailbox: Mailbox, count: int, size: int) -> None:
    head = b"From: a@example.org\r\nSubject: report\r\nMIME-Version: 1.0\r\n\r\n"
    body = head + LINE * max(1, size // len(LINE))
    for _ in range(count):
        mailbox.deliver(body)


def context(mailbox: Mailbox) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(mailbox.ca_file))


def raw(mailbox: Mailbox) -> int:
    """One FETCH of everything, thrown away: the limit."""
    total = 0
    with (
        socket.create_connection((mailbox.host, mailbox.port)) as plain,
        context(mailbox).wrap_socket(plain, server_hostname=mailbox.host) as sock,
    ):
        for command in (
            f"a LOGIN {mailbox.user} {mailbox.password}",
            "b EXAMINE INBOX",
            "c UID FETCH 1:* (BODY.PEEK[])",
        ):
            sock.sendall(f"{command}\r\n".encode())
            total += _drain(sock, f"\n{command[0]} OK ".encode())
    return total


def _drain(sock: ssl.SSLSocket, end: bytes) -> int:
    buffer, total, tail = bytearray(1 << 18), 0, b"\n"
    while end not in tail:
        got = sock.recv_into(buffer)
        if not got:
            sys.exit("the server hung up")
        total += got
        tail = tail[-len(end) :] + bytes(buffer[max(0, got - 4000) : got])
    return total


def ours(mailbox: Mailbox) -> int:
    account = ImapAccount(
        Door(mailbox.host, mailbox.port, ca_file=mailbox.ca_file),
        mailbox.user,
        mailbox.password,
    )
    total = 0
    with tempfile.TemporaryDirectory() as spill, ImapInbox(account) as inbox:
        folder = inbox.folders()[0]
        for arrival in inbox.fetch(folder, inbox.list_new(folder, 0), Path(spill)):
            match arrival:
                case InMemory(content=content):
                    total += len(content)
                case OnDisk(path=path):
                    total += path.stat().st_size
                    path.unlink()
                case other:
                    raise SystemExit(str(other))
    return total


def imap_tools_one_by_one(mailbox: Mailbox) -> int:
    import imap_tools  # noqa: PLC0415 - a guest of this bench alone

    box = imap_tools.MailBox(
        mailbox.host, mailbox.port, ssl_context=context(mailbox)
    ).login(mailbox.user, mailbox.password)
    with box:
        return sum(m.size for m in box.fetch(mark_seen=False, bulk=False))


def measure(
    mailbox: Mailbox, ways: dict[str, Callable[[Mailbox], int]], rounds: int
) -> dict[str, list[float]]:
    walls: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, fetch in ways.items():
            started = time.perf_counter()
            fetch(mailbox)
            walls[name].append(time.perf_counter() - started)
            if name == "mailbot" and number == 0:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                print(f"peak memory of the process after our first round: {peak} MB")
    return walls


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=500)
    arguments.add_argument("--bytes", type=int, default=1_200_000)
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    ways: dict[str, Callable[[Mailbox], int]] = {"raw socket": raw, "mailbot": ours}
    if importlib.util.find_spec("imap_tools"):
        ways["imap_tools, one by one"] = imap_tools_one_by_one
    with running_dovecot() as server:
        mailbox = server.mailbox()
        fill(mailbox, asked.count, asked.bytes)
        raw(mailbox)  # Dovecot builds its index
        walls = measure(mailbox, ways, asked.rounds)
    print(f"{asked.count} mails of {asked.bytes} bytes, {asked.rounds} rounds")
    limit = statistics.median(walls["raw socket"])
    for name, seconds in walls.items():
        median = statistics.median(seconds)
        print(f"{name:24} {median:7.2f} s   {median / limit:5.2f} x raw")


if __name__ == "__main__":
    main()
