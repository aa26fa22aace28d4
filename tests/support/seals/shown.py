"""What every generator of pages hands out: the file, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.record.documents import Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """One file with one page on it.

    `truth` holds the verdicts that a careful person would give, any of them right;
    `what` is the kind of scene, `text` the name on its seal, `emblem` that seal's.
    """

    content: bytes
    kind: Kind
    truth: tuple[str, ...]
    what: str
    grade: str = "easy"
    text: str = ""
    emblem: str = ""
