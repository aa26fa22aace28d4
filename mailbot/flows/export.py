"""A period's files with a list of what they are, and the ledger of its targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.notice.periods import Period
from mailbot.core.record.records import CopyVersion
from mailbot.core.summary.manifest import (
    ManifestRow,
    ledger_as_csv,
    manifest_rows,
    transfer_as_csv,
)
from mailbot.core.targets.words import target_row
from mailbot.flows.office import Office
from mailbot.flows.targets.table import targets_of

LEDGER_AS = "台账.csv"
TRANSFER_AS = "归档移交目录.csv"


@dataclass(frozen=True, slots=True)
class Export:
    """What is handed over of a period.

    `gone` are the versions whose file the archive no longer has; `beside` are tables
    by their names; `about` says in a bag's words what it is (RFC 8493 2.2.2).
    """

    rows: tuple[ManifestRow, ...]
    gone: tuple[CopyVersion, ...]
    beside: dict[str, bytes]
    about: dict[str, str]


def listed(office: Office, period: Period, now: datetime) -> Export:
    """Return a period's files as they are exported."""
    with office.desk(now) as desk:
        every = desk.work.copies.of_period(period.id)
        targets = targets_of(desk, (period,))
    versions = tuple(v for v in every if v.path)  # purged ones have none
    paths = {v.path: office.archive.path(v.path) for v in versions}
    sizes = {s: path.stat().st_size for s, path in paths.items() if path.is_file()}
    rows = manifest_rows(versions, sizes, office.zone)
    ledger = ledger_as_csv(target_row(line, office.local) for line in targets)
    transfer = transfer_as_csv(rows, period.chinese, office.notice.annex_title)
    return Export(
        rows=rows,
        gone=tuple(v for v in versions if v.path not in sizes),
        beside={LEDGER_AS: ledger.encode(), TRANSFER_AS: transfer.encode()},
        about={
            "Source-Organization": office.notice.office,
            "Bagging-Date": f"{office.local(now):%Y-%m-%d}",
            "External-Description": f"{office.notice.annex_title}，{period.chinese}",
            "External-Identifier": f"{office.notice.id} {period.id}",
        },
    )
