"""What the demo leaves in its folder for people to open: letters and the summary."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mailbot.core.record.filing import safe_part
from mailbot.core.record.records import LetterState, QueuedLetter
from mailbot.flows.letters.summarize import summary, write_summary
from mailbot.flows.office import Office

LETTERS, SUMMARY = "letters", "summary"


def write_keepsakes(
    office: Office, letters: Iterable[QueuedLetter], now: datetime, folder: Path
) -> None:
    """Write every letter sent as .eml, .html and .txt, and the summary of `now`."""
    (folder / LETTERS).mkdir(exist_ok=True)
    for queued in letters:
        if queued.state is LetterState.SENT and queued.sent_at:
            _write_letter(office, queued, queued.sent_at, folder / LETTERS)
    write_summary(office, summary(office, now), folder / SUMMARY)


def _write_letter(
    office: Office, queued: QueuedLetter, sent_at: datetime, folder: Path
) -> None:
    letter = queued.letter
    to = letter.unit or letter.to
    name = safe_part(f"{queued.id:03} {office.local(sent_at):%m-%d} {letter.kind} {to}")
    (folder / f"{name}.eml").write_bytes(letter.raw)
    mail = email.message_from_bytes(letter.raw, policy=email.policy.default)
    for kind, ending in (("html", "html"), ("plain", "txt")):
        body = mail.get_body((kind,))
        if body is not None:
            (folder / f"{name}.{ending}").write_text(body.get_content(), "utf-8")
