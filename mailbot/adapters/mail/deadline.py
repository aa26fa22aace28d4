"""An end to waiting: a server that drips bytes never trips a socket's own timeout."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class TimeLimit:
    """Cuts one socket when a piece of work takes too long.

    A socket's timeout starts anew with each byte; a server that sends one byte a
    second would hold a command for days. The cut makes the blocked read end at
    once; `passed` then tells why.
    """

    def __init__(self) -> None:
        self.passed = False
        self._socket: socket.socket | None = None

    def watch(self, connected: socket.socket) -> None:
        """Name the socket that is to be cut."""
        self._socket = connected

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let the work inside take `seconds` at most."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.passed = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Unbound: SSLSocket.shutdown would tear the TLS object out of the
                # hands of the thread that is reading from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
