"""What runs inside the child that draws previews."""

from __future__ import annotations

from pathlib import Path

from mailbot.core.record.documents import Content, Kind, Problem
from mailbot.core.record.preview import DrawnPage, Preview

# As in wiring/sealing: named by the main process, loaded by the child only.


def size_file(path: str, kind: Kind) -> Preview:
    """Say how many pages a file has and how large they are."""
    from mailbot.adapters.previews.drawing import sizes  # noqa: PLC0415

    return sizes(kind, Path(path).read_bytes())


def draw_file(path: str, kind: Kind, first: int, most: int) -> tuple[DrawnPage, ...]:
    """Draw some pages."""
    from mailbot.adapters.previews.drawing import drawn  # noqa: PLC0415

    return drawn(kind, Path(path).read_bytes(), first, most)


def read_file(path: str, kind: Kind) -> Content | Problem:
    """Read the words and tables of a file that has no pages."""
    from mailbot.adapters.documents.reading import read  # noqa: PLC0415

    return read(kind, Path(path).read_bytes())


def read_letter(path: str) -> str:
    """Read the words of a mail."""
    from mailbot.adapters.mail.mime.reading import parse  # noqa: PLC0415

    return parse(Path(path).read_bytes()).message.text
