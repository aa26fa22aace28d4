"""Names of members as text: charset, junk, and names that lead out of the folder."""

from __future__ import annotations

import re
from typing import Final

_JUNK_NAMES: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_DRIVE: Final = re.compile(r"[A-Za-z]:")
# Private use, and the boxes and half-width forms that no name is made of.
_OF_NO_SCRIPT: Final = re.compile("[\ue000-\uf8ff\u2500-\u259f\ufe50-\ufe6b]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
# Windows code pages that a mail program may state, by their Python names.
_CODE_PAGES: Final = {
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "big5",
    20127: "ascii",
    20936: "gb18030",
    28591: "latin-1",
    52936: "gb18030",
    54936: "gb18030",
    65001: "utf-8",
}


def decoded(raw: bytes, code_page: int = 0) -> str:
    """Decode a name or text without a sure charset.

    Valid UTF-8 is UTF-8 (macOS writes it unmarked); else the stated code page, if
    any; else GB18030, which holds GB2312 and GBK, unless that gives characters of
    no script, as Big5 read so does; what fits nothing, Latin-1.
    """
    stated = _CODE_PAGES.get(code_page, f"cp{code_page}" if code_page else "gb18030")
    readings = [_read(raw, name) for name in ("utf-8", stated, "gb18030", "cp950")]
    sure = next((r for r in readings if r and not _OF_NO_SCRIPT.search(r)), None)
    return sure or next((r for r in readings if r), None) or raw.decode("latin-1")


def _read(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return ""


def last_part(entry: str) -> str:
    """Return the last component of a member's name, by either kind of slash."""
    parts = [part for part in re.split(r"[/\\]", entry) if part not in {"", ".", ".."}]
    return _CONTROL.sub("", parts[-1]) if parts else entry


def is_junk(entry: str) -> bool:
    """Tell what systems leave in archives: no person meant to send these.

    Folders, macOS resource forks, Windows thumbnails, and Office's `~$` lock files.
    """
    name = last_part(entry).lower()
    return (
        entry.endswith(("/", "\\"))
        or re.match(r"(?:.*[/\\])?__MACOSX[/\\]", entry) is not None
        or name in _JUNK_NAMES
        or name.startswith(("._", "~$"))
    )


def is_unsafe(entry: str) -> bool:
    """Tell a name that would leave the folder, or that no honest file bears."""
    return (
        entry.startswith(("/", "\\"))
        or _DRIVE.match(entry) is not None
        or ".." in re.split(r"[/\\]", entry)
        or _CONTROL.search(entry) is not None
    )
