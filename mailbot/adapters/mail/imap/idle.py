"""Waiting for mail: IDLE where it is offered (RFC 2177), plain waiting elsewhere."""

from __future__ import annotations

import threading
import time
from typing import Any

from mailbot.adapters.mail.imap.connection import Connection
from mailbot.errors import TryLater

# Servers may drop a client after 29 minutes of silence, middle boxes after 10.
RENEW_SECONDS = 540.0
# The server's answer to IDLE may share a packet with the first news, which then sits
# in a buffer where no poll sees it: the first round ends soon and reads it. What came
# between two rounds is told in the same way, so each lasts but twice the one before.
_FIRST_ROUND = 1.0
_TICK = 0.5
_DEAD_AFTER = 2


def idle_for_news(
    connection: Connection, seconds: float, stop: threading.Event
) -> bool:
    """Idle in the open folder until a mail arrives; False if none did, or on `stop`.

    Raises TryLater when the connection proves dead.
    """
    end = time.monotonic() + seconds
    round_seconds = _FIRST_ROUND
    while (left := end - time.monotonic()) > 0 and not stop.is_set():
        if _idle_once(connection, min(left, round_seconds), stop):
            return True
        round_seconds = min(2 * round_seconds, RENEW_SECONDS)
    return False


def _idle_once(connection: Connection, seconds: float, stop: threading.Event) -> bool:
    """Enter IDLE, wait, leave it; tell whether a mail arrived."""
    connection.idle()
    arrived = _watch(connection, time.monotonic() + seconds, stop)
    return _tells_arrival(connection.idle_done()) or arrived


def _watch(connection: Connection, end: float, stop: threading.Event) -> bool:
    empty_rounds = 0
    while (left := end - time.monotonic()) > 0 and not stop.is_set():
        news = connection.idle_news(min(left, _TICK))
        if _tells_arrival(news):
            return True
        # A readable socket with nothing to read has come to its end. Once may be a
        # TLS record without data; twice is not.
        empty_rounds = 0 if news or not connection.readable() else empty_rounds + 1
        if empty_rounds == _DEAD_AFTER:
            connection.alive = False
            words = "邮件服务器在等待新邮件时断开了连接，稍后自动重新连接。"
            raise TryLater(words)
    return False


def _tells_arrival(news: tuple[tuple[Any, ...], ...]) -> bool:
    return any(len(told) > 1 and told[1] == b"EXISTS" for told in news)
