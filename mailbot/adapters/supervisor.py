"""Tells systemd how the service is doing, by sd_notify(3): a datagram, no library."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NotifySocket:
    """See `mailbot.ports.Supervisor`; without an address nobody is told anything.

    `address` is a path, or begins with @ (Linux' abstract names).
    """

    address: str = ""
    patience: float = 0.0

    def ready(self) -> None:
        """Say that the service has begun."""
        self._say("READY=1")

    def alive(self) -> None:
        """Say that the service is not stuck."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that the service was asked to end and finishes what it has in hand."""
        self._say("STOPPING=1")

    def _say(self, state: str) -> None:
        if not self.address or not hasattr(socket, "AF_UNIX"):
            return
        name = f"\0{self.address[1:]}" if self.address[0] == "@" else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
                to.connect(name)
                to.sendall(state.encode("ascii"))
        except OSError as fault:  # the work goes on; a watchdog will notice
            log.warning("the supervisor could not be told %s: %s", state, fault)
