"""The servers of the demo: the office's mailbox, and one that gets all its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.demo.house import Post
from mailbot.demo.imap_server import EmbeddedImap, running_imap
from mailbot.demo.smtp_server import running_smtp
from mailbot.demo.speaking import arrival, departure

UNITS = "units"  # the account in which the letters to everybody lie


@dataclass(slots=True)
class Theatre:
    """Both servers, up and running; `now` stamps what comes in by SMTP."""

    imap: EmbeddedImap
    now: Callable[[], datetime]
    office: str = "yyxfl@zb.shandong.cn"
    smtp_port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    tell: Callable[[str], None] | None = None  # who hears of each mail carried

    @property
    def post(self) -> Post:
        """Where the bot finds them."""
        imap = self.imap
        return Post(imap.host, imap.port, self.smtp_port, imap.user, imap.password)

    def arrive(self, raw: bytes, at: datetime) -> None:
        """Put a mail into the office's inbox."""
        self.imap.deliver(raw, internaldate=at)

    def take(self, recipient: str, raw: bytes) -> None:
        """Carry what was sent by SMTP: to the office, or to the units' account."""
        if recipient.lower() == self.office:
            if self.tell:
                self.tell(arrival(raw))
            self.arrive(raw, self.now())
            return
        self.letters.append((recipient, raw))
        self.imap.deliver(raw, internaldate=self.now(), user=UNITS)
        if self.tell:
            self.tell(departure(recipient, raw))


@contextmanager
def running_theatre(now: Callable[[], datetime]) -> Iterator[Theatre]:
    """Start both servers on loopback and end them afterwards."""
    with running_imap(others=(UNITS,)) as imap:
        theatre = Theatre(imap, now)
        with running_smtp(theatre.take) as port:
            theatre.smtp_port = port
            yield theatre
