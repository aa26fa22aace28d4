"""The list that lies in an exported period: which files, how large, which digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.filing import COPY_FOLDERS, safe_part
from mailbot.core.record.records import CopyState, CopyVersion
from mailbot.core.targets.words import HEADINGS as HEADINGS_OF_LEDGER
from mailbot.core.targets.words import TargetRow

HEADINGS = (
    "文件", "单位", "报告期", "类别", "版本", "状态", "收到时间", "字节数", "SHA-256",
)  # fmt: skip
# As DA/T 22-2015 lists what is filed; 责任者 is who wrote it.
TRANSFER_HEADINGS = (
    "序号", "责任者", "题名", "日期", "页数", "备注", "文件",
)  # fmt: skip
STATES = {
    CopyState.FILED: "已归档",
    CopyState.PENDING: "待核实",
    CopyState.REJECTED: "已退回",
    CopyState.VOID: "已作废",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file of the export: its name in the zip and what it is.

    `stored` is its path under the state folder; `size` is in bytes; `received`
    an ISO time with offset.
    """

    name: str
    stored: str
    unit: str
    period: str
    copy: str
    version: int
    state: str
    received: str
    size: int
    sha256: str


def manifest_rows(
    copies: Iterable[CopyVersion], sizes: Mapping[str, int], zone: tzinfo
) -> tuple[ManifestRow, ...]:
    """Return the files of an export, sorted by name; `sizes` by stored path.

    `zone` is where the office reads its clock.

    A file lies in 单位/类别/; two of the same name are told apart by a number. One
    whose size is not known (its file is gone) is left out: `absent` names it.
    """
    taken: set[str] = set()
    rows = []
    for copy in sorted(copies, key=lambda c: (c.unit, c.copy, c.version, c.path)):
        if copy.path not in sizes:
            continue
        rows.append(
            ManifestRow(
                name=_free(_name(copy), taken),
                stored=copy.path,
                unit=copy.unit,
                period=copy.period,
                copy=copy.copy,
                version=copy.version,
                state=STATES[copy.state],
                received=copy.received_at.astimezone(zone).isoformat(
                    timespec="seconds"
                ),
                size=sizes[copy.path],
                sha256=copy.sha256,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.name))


def absent(
    copies: Iterable[CopyVersion], sizes: Mapping[str, int]
) -> tuple[CopyVersion, ...]:
    """Return the copies whose file the archive no longer has."""
    return tuple(copy for copy in copies if copy.path not in sizes)


def _name(copy: CopyVersion) -> str:
    """Return where a copy lies in the zip."""
    folder = COPY_FOLDERS[CopyKind(copy.copy)]
    return "/".join((safe_part(copy.unit), folder, safe_part(copy.path)))


def _free(name: str, taken: set[str]) -> str:
    """Return `name`, or it with a number, so that no two are the same on Windows."""
    stem, dot, extension = name.rpartition(".")
    stem, extension = (stem, extension) if dot and "/" not in extension else (name, "")
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        tail = f".{extension}" if extension else ""
        candidate = f"{stem}({number}){tail}"
    taken.add(candidate.casefold())
    return candidate


def as_csv(rows: Iterable[ManifestRow]) -> str:
    """Return the manifest as CSV (RFC 4180) for Excel: BOM, CRLF, no formula."""
    return _table((HEADINGS, *(_cells(row) for row in rows)))


def _table(lines: Iterable[Sequence[str]]) -> str:
    return "\ufeff" + "".join(",".join(map(_quoted, line)) + "\r\n" for line in lines)


def transfer_rows(
    rows: Iterable[ManifestRow], period: str, title: str
) -> tuple[tuple[str, ...], ...]:
    """Return the transfer list for the archive, a file a line, in export's order.

    Pages are counted, and numbers given, by the archive; `title` is the annex's.
    """
    return tuple(
        (
            str(number),
            row.unit,
            f"{title}（{period}，{COPY_FOLDERS[CopyKind(row.copy)]}）",
            row.received[:10],
            "",
            f"第{row.version}版，{row.state}",
            row.name,
        )
        for number, row in enumerate(rows, start=1)
    )


def transfer_as_csv(rows: Iterable[ManifestRow], period: str, title: str) -> str:
    """Return the transfer list as CSV for Excel."""
    return _table((TRANSFER_HEADINGS, *transfer_rows(rows, period, title)))


def ledger_as_csv(rows: Iterable[TargetRow]) -> str:
    """Return the ledger of targets as CSV for Excel, as `as_csv` writes it."""
    return _table(
        (HEADINGS_OF_LEDGER, *(tuple(map(_words, row.cells)) for row in rows))
    )


def _words(cell: object) -> str:
    return "" if cell is None else str(cell)


def _cells(row: ManifestRow) -> tuple[str, ...]:
    """Return a row's cells in the order of the headings."""
    kind = COPY_FOLDERS[CopyKind(row.copy)]
    facts = (row.name, row.unit, row.period, kind, str(row.version), row.state)
    return (*facts, row.received, str(row.size), row.sha256)


def _quoted(cell: str) -> str:
    """Return a quoted cell; an apostrophe keeps Excel from reading a formula."""
    safe = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return '"' + safe.replace('"', '""') + '"'


def as_sha256sums(rows: Iterable[ManifestRow]) -> str:
    """Return the manifest as `sha256sum --check` reads it."""
    return "".join(f"{row.sha256}  {row.name}\n" for row in rows)
