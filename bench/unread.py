"""mailbot without reading forms, for bench/intake.py alone.

    python -m bench.unread poll --no-send --json …

Every mail is fetched, parsed, taken apart, judged by its sender, subject and names,
filed, recorded and answered as ever; but no document is opened for its text and
tables, neither electronic copy nor PDF. So the bench can tell what filing costs by
itself. Whoever imports this module reads no document any more: the confined children
do, because they are told to load it first.
"""

from __future__ import annotations

import sys

from mailbot.core.record.documents import Content, Kind
from mailbot.wiring import examination


def _unread(_kind: Kind, _content: bytes) -> Content:
    """Say nothing of a document."""
    return Content()


examination.read = _unread


def main() -> int:
    # a confined child loads this module too, and needs neither of these
    from mailbot.cli.main import main as mailbot  # noqa: PLC0415
    from mailbot.wiring import examiner  # noqa: PLC0415

    examiner.PRELOAD = ("bench.unread", *examiner.PRELOAD)
    return mailbot()


if __name__ == "__main__":
    sys.exit(main())
