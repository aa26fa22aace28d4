"""What runs inside the child that looks at seals: a file's pages, their seals."""

from __future__ import annotations

from pathlib import Path

from mailbot.core.record.documents import Kind, Problem, SealNames, SealReport

# The main process names these functions without loading what they need: eyes and
# reader take hundreds of megabytes, and only the child shall.


def look_at_file(
    path: str,
    kind: Kind,
    names: tuple[SealNames, ...],
    heading: bool,  # noqa: FBT001
) -> SealReport | Problem:
    """Say which seals a file bears, and with `heading` what stands at its top."""
    from mailbot.adapters.seals.document import look  # noqa: PLC0415

    return look(kind, Path(path).read_bytes(), names, want_heading=heading)


def draw_on_file(
    path: str, kind: Kind, report: SealReport
) -> tuple[tuple[int, bytes], ...]:
    """Return (page, PNG) for every page on which something was seen."""
    from mailbot.adapters.seals.see.annotate import annotate  # noqa: PLC0415

    return annotate(kind, Path(path).read_bytes(), report)
