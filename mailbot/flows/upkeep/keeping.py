"""Keeping what was taken in: verify it, and delete what may be kept no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mailbot.flows.office import Office

_ABANDONED = timedelta(days=1)
TIDIED_ON = "tidied_on"  # a fact: the day on which `tidy` last cleared up


class Fault(StrEnum):
    """What may be wrong with a kept file."""

    MISSING = "missing"  # the ledger knows it, the disk does not
    CHANGED = "changed"  # its bytes are not those it was filed with
    ORPHAN = "orphan"  # the disk has it, the ledger does not


FAULT_WORDS = {
    Fault.MISSING: "文件缺失，请从备份恢复",
    Fault.CHANGED: "内容与归档时不同，请从备份恢复",
    Fault.ORPHAN: "台账中没有登记，可核对后移走",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as the ledger says."""

    path: str
    fault: Fault


def verify(
    office: Office, progress: Callable[[int], None] = lambda _done: None
) -> tuple[Finding, ...]:
    """Hold every file against its SHA-256 and every row against its file."""
    with office.ledger.begin() as work:
        kept = work.files.kept()
    return tuple(_findings(office, {f.path: f.sha256 for f in kept}, progress))


def _findings(
    office: Office, kept: dict[str, str], progress: Callable[[int], None]
) -> Iterator[Finding]:
    for done, (path, sha256) in enumerate(kept.items(), start=1):
        found = office.archive.digest(path)
        if not found:
            yield Finding(path, Fault.MISSING)
        elif found != sha256:
            yield Finding(path, Fault.CHANGED)
        progress(done)
    for path in office.archive.present():
        if path not in kept:
            yield Finding(path, Fault.ORPHAN)


def tidy(office: Office, now: datetime) -> None:
    """Clear up once a day: what was left behind, and what was kept long enough.

    It reads the whole ledger, so a round with nothing new must not wait for it.
    """
    today = office.local(now).date().isoformat()
    with office.ledger.begin() as work:
        if work.decisions.fact(TIDIED_ON) == today:
            return
    sweep(office, now)
    forget_unrelated(office, now)
    with office.ledger.begin() as work:
        work.decisions.keep(TIDIED_ON, today, now)
        work.commit()


def sweep(office: Office, now: datetime) -> int:
    """Remove what a process that died left in the spool; count it."""
    with office.ledger.begin() as work:
        spoken_of = {file.path for file in work.files.kept()}
    return office.archive.sweep(spoken_of, now - _ABANDONED)


def forget_unrelated(office: Office, now: datetime) -> int:
    """Delete the raw copies of unrelated mails that were kept long enough.

    The ledger keeps where they lay and their hash; the server's copies are
    untouched.
    """
    with office.ledger.begin() as work:
        old = work.files.unrelated(now - office.policy.intake.unrelated_keep)
        for file in old:
            office.archive.discard(file.path)
        work.files.forget(old)
        work.commit()
    return len(old)


def purge(office: Office, before: datetime, by: str, now: datetime) -> int:
    """Delete for good what was received before that moment; count the files.

    The ledger keeps who reported what and when; the words and files are gone.
    """
    with office.ledger.begin() as work:
        old = work.files.received(before)
        for file in old:
            office.archive.destroy(file.path)
        work.files.forget(old)
        work.decisions.log("purge", by, now, before=before.isoformat())
        work.commit()
    return len(old)
