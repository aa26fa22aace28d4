"""Names of members as text: charset, junk, and names that lead out of the folder."""

from __future__ import annotations

import re
from typing import Final

_DRIVE: Final = re.compile(r"^[A-Za-z]:")
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


# Outlook states these on any machine whose system is not set to Chinese.
_WESTERN: Final = frozenset((437, 850, 1250, 1252, 1254, 20127, 28591, 28605))


def decoded(raw: bytes, code_page: int = 0) -> str:
    """Decode a name or text without a sure charset.

    Valid UTF-8 is UTF-8 (macOS writes it unmarked); else the stated code page, if
    any; else GB18030, which holds GB2312 and GBK, unless that gives characters of
    no script, as Big5 read so does; what fits nothing, Latin-1.
    """
    if code_page in _WESTERN and _is_chinese(raw):
        code_page = 936
    stated = _CODE_PAGES.get(code_page, f"cp{code_page}" if code_page else "gb18030")
    readings = [_read(raw, name) for name in ("utf-8", stated, "gb18030", "cp950")]
    sure = next((r for r in readings if r and not _OF_NO_SCRIPT.search(r)), None)
    return sure or next((r for r in readings if r), None) or raw.decode("latin-1")


def _is_chinese(raw: bytes) -> bool:
    """Tell GBK under a Western label: nearly all its characters are everyday ones.

    An accented Latin name read so gives rare characters, if any at all.
    """
    han = [c for c in _read(raw, "gb18030") if not c.isascii()]
    everyday = sum(1 for c in han if _read_back(c))
    return bool(han) and everyday * 4 >= len(han) * 3


def _read_back(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) > 1
    except UnicodeEncodeError:
        return False


def _read(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return ""


def last_part(entry: str) -> str:
    """Return the last component of a member's name, by either kind of slash."""
    plain = _DRIVE.sub("", entry)
    parts = [part for part in re.split(r"[/\\]", plain) if part not in {"", ".", ".."}]
    return _CONTROL.sub("", parts[-1]) if parts else entry


def is_junk(entry: str) -> bool:
    """Tell entries that are no files of anybody's: folders, and macOS's shadow folder.

    What else systems leave in archives is known by its bytes, not its name
    (`mailbot.core.mail.companions`).
    """
    parts = re.split(r"[/\\]", entry)
    return parts[-1] == "" or "__MACOSX" in parts[:-1]


def is_unsafe(entry: str) -> bool:
    r"""Tell a name that would leave the folder, or that no honest file bears.

    Some packers write a file's whole path, `C:\Users\…`: its last name is read.
    """
    return (
        entry.startswith(("/", "\\"))
        or ".." in re.split(r"[/\\]", entry)
        or _CONTROL.search(entry) is not None
    )
