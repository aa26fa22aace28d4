"""An IMAP server on loopback that misbehaves on command.

It knows just the commands mailbot sends, over mails held in memory; a test replaces the
answer to one command by a function of its own. What a client said is kept in `heard`.
"""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any

GREETING = b"* OK scripted server ready\r\n"
DATE = "02-Jul-2023 09:30:00 +0800"
_LINE = re.compile(rb"(\S+) (UID )?(\w+) ?(.*)", re.DOTALL)
_PARTIAL = re.compile(r"BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?")


@dataclass
class Exchange:
    """One command of a client and the means to answer it."""

    server: ScriptedImap
    connection: socket.socket
    tag: str
    name: str
    arguments: str
    by_uid: bool = False

    def send(self, *lines: str | bytes) -> None:
        """Send lines, each ended by CRLF."""
        for line in lines:
            raw = line if isinstance(line, bytes) else line.encode()
            self.connection.sendall(raw + b"\r\n")

    def done(self, text: str = "OK done") -> None:
        """Send the tagged answer."""
        self.send(f"{self.tag} {text}")

    def hang_up(self) -> None:
        """Cut the connection without a word, unless the client was faster."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


Answer = Callable[[Exchange], None]


@dataclass
class ScriptedImap:
    """The server's state: mails by UID, and answers that replace the usual ones."""

    port: int = 0
    mails: dict[int, bytes] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    capabilities: str = "IMAP4rev1"
    uidvalidity: int = 7
    tells_uidnext: bool = True
    folders: tuple[str, ...] = ('* LIST () "/" INBOX',)
    greeting: bytes = GREETING
    answers: dict[str, Answer] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    descending_is_bad: bool = True

    def uids(self) -> list[int]:
        return sorted(self.mails)

    def words(self) -> set[str]:
        """Return every command word any client sent."""
        return {line.split()[0] for line in self.heard}


def usual(exchange: Exchange) -> None:
    """Answer one command as a decent server would."""
    _USUAL.get(exchange.name, _unknown)(exchange)


def _unknown(exchange: Exchange) -> None:
    exchange.done("BAD unknown command")


def _capability(exchange: Exchange) -> None:
    exchange.send(f"* CAPABILITY {exchange.server.capabilities}")
    exchange.done()


def _ok(exchange: Exchange) -> None:
    exchange.done()


def _list(exchange: Exchange) -> None:
    exchange.send(*exchange.server.folders)
    exchange.done()


def _examine(exchange: Exchange) -> None:
    server = exchange.server
    uids = server.uids()
    exchange.send(
        "* FLAGS (\\Seen)",
        f"* {len(uids)} EXISTS",
        f"* OK [UIDVALIDITY {server.uidvalidity}] epoch",
    )
    if server.tells_uidnext:
        exchange.send(f"* OK [UIDNEXT {(uids[-1] if uids else 0) + 1}] next")
    exchange.done("OK [READ-ONLY] done")


def _search(exchange: Exchange) -> None:
    server = exchange.server
    uids = server.uids()
    words = exchange.arguments.split()
    if words[0][0].isdigit():
        low, high = _range(words.pop(0))
        uids = uids[low - 1 : high]
    if words[0] == "UID":
        low, high = _range(words[1])
        if low > high and server.descending_is_bad:
            exchange.done("BAD invalid range")
            return
        uids = [uid for uid in uids if low <= uid <= high]
    exchange.send(" ".join(["* SEARCH", *map(str, uids)]))
    exchange.done()


def _range(text: str) -> tuple[int, int]:
    low, _, high = text.partition(":")
    return int(low), int(high or low)


def _fetch(exchange: Exchange) -> None:
    server = exchange.server
    numbers, _, items = exchange.arguments.partition(" ")
    positions = {uid: n for n, uid in enumerate(server.uids(), 1)}
    for number in map(int, numbers.split(",")):
        uid = number if exchange.by_uid else server.uids()[number - 1]
        if uid in positions:
            exchange.send(fetch_line(server, positions[uid], uid, items))
    exchange.done()


def fetch_line(server: ScriptedImap, position: int, uid: int, items: str) -> bytes:
    """Return one FETCH response, literal and all."""
    body = server.mails[uid]
    asked = _PARTIAL.search(items)
    if asked is None:
        size = server.sizes.get(uid, len(body))
        facts = f'UID {uid} RFC822.SIZE {size} INTERNALDATE "{DATE}" FLAGS ()'
        return f"* {position} FETCH ({facts})".encode()
    name = "BODY[]"
    if asked.group(1):
        start = int(asked.group(1))
        body = body[start : start + int(asked.group(2))]
        name = f"BODY[]<{start}>"
    head = f"* {position} FETCH (UID {uid} {name} {{{len(body)}}}\r\n"
    return head.encode() + body + b")"


def _idle(exchange: Exchange) -> None:
    exchange.send("+ idling")


def _logout(exchange: Exchange) -> None:
    exchange.send("* BYE see you")
    exchange.done()


_USUAL: dict[str, Answer] = {
    "CAPABILITY": _capability,
    "LOGIN": _ok,
    "ID": _ok,
    "LIST": _list,
    "EXAMINE": _examine,
    "SEARCH": _search,
    "FETCH": _fetch,
    "IDLE": _idle,
    "LOGOUT": _logout,
}


@contextlib.contextmanager
def scripted_imap(**state: Any) -> Iterator[ScriptedImap]:
    """Run a scripted server while the block lasts."""
    server = ScriptedImap(**state)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                _serve(server, self.connection, self.rfile)

    with _Server(("127.0.0.1", 0), Handler) as listener:
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown()
            listener.hang_up()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    """Keeps its connections, to cut those a test left open."""

    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True

    def __init__(self, *arguments: Any) -> None:
        self._open: list[socket.socket] = []
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _serve(
    server: ScriptedImap, connection: socket.socket, lines: BufferedIOBase
) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(server.greeting)
    tag = ""
    for line in iter(lines.readline, b""):
        if line.strip().upper() == b"DONE":
            server.heard.append("DONE")
            connection.sendall(f"{tag} OK idle ended\r\n".encode())
            continue
        found = _LINE.match(line.rstrip(b"\r\n"))
        assert found is not None, line
        tag = found.group(1).decode()
        name = found.group(3).decode().upper()
        arguments = found.group(4).decode("utf-8", "replace")
        uid = bool(found.group(2))
        server.heard.append(f"{name} {arguments}")
        exchange = Exchange(server, connection, tag, name, arguments, uid)
        server.answers.get(name, usual)(exchange)


def on_bodies(answer: Answer) -> dict[str, Answer]:
    """Replace the answer to FETCH of bodies alone."""

    def fetch(exchange: Exchange) -> None:
        if "BODY" in exchange.arguments:
            answer(exchange)
        else:
            usual(exchange)

    return {"FETCH": fetch}
