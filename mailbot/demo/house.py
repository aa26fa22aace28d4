"""The demo's working folder: laid out as any other, with its own roster and .env."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailbot.demo.script import CAST, STAFF
from mailbot.wiring.beginning import begin_in

_COLUMNS = {"addresses": "address", "contact": "contact", "telephone": "telephone"}
_WALLED, _RISKED = "unconfined = false", "unconfined = true"


@dataclass(frozen=True, slots=True)
class Post:
    """Where the demo's servers listen and who logs in there."""

    imap_host: str
    imap_port: int
    smtp_port: int
    user: str
    password: str
    ca_file: str = ""  # "" = plain IMAP on loopback

    def settings(self) -> Mapping[str, str]:
        """Return the settings of a working folder for these servers."""
        return {
            "MAILBOT_IMAP_HOST": self.imap_host,
            "MAILBOT_IMAP_PORT": str(self.imap_port),
            "MAILBOT_IMAP_SECURITY": "tls" if self.ca_file else "plain",
            "MAILBOT_IMAP_USER": self.user,
            "MAILBOT_IMAP_PASSWORD": self.password,
            "MAILBOT_CA_FILE": self.ca_file,
            "MAILBOT_SMTP_HOST": "127.0.0.1",
            "MAILBOT_SMTP_PORT": str(self.smtp_port),
            "MAILBOT_SMTP_SECURITY": "plain",
            "MAILBOT_STAFF": STAFF,
            "MAILBOT_LETTERS": "live",
        }


def furnish(folder: Path, post: Post) -> None:
    """Lay out the folder, put the cast into its roster, and write its settings."""
    begin_in(folder)
    roster = folder / "config" / "roster.csv"
    text = roster.read_text(encoding="utf-8-sig")
    roster.write_text(_cast(text), encoding="utf-8-sig")
    # Where no wall can be had (Windows), its own mails may be parsed beside a password
    # that opens nothing but its own server.
    behaviour = folder / "config" / "mailbot.toml"
    said = behaviour.read_text(encoding="utf-8")
    behaviour.write_text(said.replace(_WALLED, _RISKED, 1), encoding="utf-8")
    env = folder / ".env"
    env.touch(mode=0o600)
    lines = (f"{name}={value}\n" for name, value in post.settings().items())
    env.write_text("".join(lines), encoding="utf-8")


def _cast(text: str) -> str:
    """Return the roster with the cast's addresses, names and telephones."""
    heading, *rows = csv.reader(text.splitlines())
    clerks = {clerk.unit: clerk for clerk in CAST}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    for row in rows:
        for column, name in _COLUMNS.items() if row[0] in clerks else ():
            row[heading.index(column)] = getattr(clerks[row[0]], name)
        writer.writerow(row)
    return out.getvalue()
