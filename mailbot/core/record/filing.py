"""Where a document goes: folders and names that are safe everywhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import CopyKind

LETTERS_IN = "来信"
IN_DOUBT = "待核实"
OTHERS = "其他来件"
NAMELESS = "未命名"
COPY_FOLDERS = {
    CopyKind.ELECTRONIC: "电子版",
    CopyKind.STAMPED_PDF: "盖章PDF",
    CopyKind.PHOTO: "照片",
    CopyKind.OTHER: "其他",
}

# ext4 and NTFS allow 255 (bytes, UTF-16 units); Windows programs stop at paths of
# 260. What remains for one name under a deep folder is about this much.
_MAX_CHARS = 80
_MAX_BYTES = 200
_MAX_EXTENSION = 10
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names of devices on Windows, whatever their extension.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def safe_part(name: str) -> str:
    """Return `name` as one path part that Windows and Linux both take.

    Only the last part of what looks like a path is kept. Control characters,
    right-to-left and zero-width marks vanish; an empty rest becomes 未命名.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if _is_printable(c))
    plain = unicodedata.normalize("NFC", visible)
    clean = _FORBIDDEN.sub("_", plain).strip(" .")
    if _DEVICES.match(clean):
        clean = f"_{clean}"
    return _shortened(clean) or NAMELESS


def legible(name: str) -> str:
    """Return a name as a letter may show it: one short line, nothing hidden in it."""
    visible = " ".join("".join(c if _is_printable(c) else " " for c in name).split())
    if len(visible) <= _MAX_CHARS:
        return visible
    half = _MAX_CHARS // 2
    return f"{visible[:half]}…{visible[-half + 1 :]}"


def _is_printable(char: str) -> bool:
    # Cc control, Cf format (bidi and zero-width marks), Cs lone surrogates,
    # Co private use, Cn unassigned: none of them is part of a name people read.
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _shortened(name: str) -> str:
    """Cut a long name in its middle so that the extension stays."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _MAX_EXTENSION:
        stem, extension = name, ""
    tail = f".{extension}" if extension else ""
    stem = stem[: _MAX_CHARS - len(tail)]
    while len((stem + tail).encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + tail if stem.strip(" .") else tail.lstrip(".")


def copy_folder(period: Period, unit: str, copy: CopyKind) -> tuple[str, ...]:
    """Return the folders of one unit's copy, below the notice's own."""
    return (period.folder, safe_part(unit), COPY_FOLDERS[copy])


def dated_name(received_at: datetime, name: str) -> str:
    """Return a filed document's name: the day first, so that versions sort."""
    return safe_part(f"{received_at:%Y%m%d-%H%M}_{safe_part(name)}")


def month_folder(root: str, received_at: datetime) -> tuple[str, ...]:
    """Return this month's folder under one of the roots above."""
    return (root, f"{received_at:%Y-%m}")


def doubt_name(review_id: str, name: str) -> str:
    """Return the name under which staff find what a review speaks of."""
    return safe_part(f"{review_id}_{safe_part(name)}")


def raw_name(received_at: datetime, sha256: str) -> tuple[str, ...]:
    """Return the path of a raw mail below the notice's folder."""
    month = f"{received_at:%Y-%m}"
    return (LETTERS_IN, month, f"{received_at:%d-%H%M}_{sha256[:8]}.eml")
