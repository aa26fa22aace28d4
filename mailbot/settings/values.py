"""What the settings are once they are read: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.core.notice.policy import Policy
from mailbot.ports.mailbox import Security


class Need(Flag):
    """Which parts of the settings a command cannot do without."""

    NOTHING = 0
    MAILBOX = auto()
    POSTMAN = auto()
    STAFF = auto()
    WEB = auto()


class Secret(str):
    """A text that never shows itself in a log or a traceback."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Hide the text."""
        return "Secret(…)"


@dataclass(frozen=True, slots=True)
class Server:
    """One server and our account there; host "" = not configured."""

    host: str
    port: int
    security: Security
    user: str
    password: Secret


@dataclass(frozen=True, slots=True)
class WebPlace:
    """Where the console is served and how it is reached.

    `cert` and `key` are files in PEM; `url` is the address that staff type where it is
    not this machine's own ("" = it is); `proxies` may say for whom they ask;
    `probe` is the port of this machine for watchers, 0 for none.
    """

    host: str
    port: int
    cert: str
    key: str
    url: str
    proxies: tuple[str, ...]
    probe: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a working folder and its environment say."""

    home: Path
    imap: Server
    smtp: Server
    address: str
    staff: tuple[str, ...]
    ca_file: str
    database_url: Secret
    timezone: ZoneInfo
    policy: Policy
    web: WebPlace
    fault: str = ""  # where a test wants this process to die, see faultpoints

    @property
    def config(self) -> Path:
        """The folder of notice.toml, roster.csv and mailbot.toml."""
        return self.home / "config"

    @property
    def state(self) -> Path:
        """The folder of database, archive and lock: the one to back up."""
        return self.home / "state"

    @property
    def templates(self) -> Path:
        """The folder of templates that staff may have changed."""
        return self.home / "templates"
