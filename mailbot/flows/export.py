"""A period's files with a list of what they are."""

from __future__ import annotations

from mailbot.core.notice.periods import Period
from mailbot.core.record.records import CopyVersion
from mailbot.core.summary.manifest import ManifestRow, manifest_rows
from mailbot.flows.office import Office


def listed(
    office: Office, period: Period
) -> tuple[tuple[ManifestRow, ...], tuple[CopyVersion, ...]]:
    """Return the rows of a period's export, and the versions whose file is gone."""
    with office.ledger.begin() as work:
        every = work.copies.of_period(period.id)
    versions = tuple(v for v in every if v.path)  # purged ones have none
    paths = {v.path: office.archive.path(v.path) for v in versions}
    sizes = {s: path.stat().st_size for s, path in paths.items() if path.is_file()}
    gone = tuple(v for v in versions if v.path not in sizes)
    return manifest_rows(versions, sizes, office.zone), gone
