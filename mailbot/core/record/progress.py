"""Asked minus received = outstanding: where every unit stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.core.notice.notice import Copy, Notice
from mailbot.core.notice.periods import Period
from mailbot.core.record.flags import TALK, FlagKind
from mailbot.core.record.matter import Action
from mailbot.core.record.records import CopyState, CopyVersion, ReviewItem, UnitDecision


class Standing(StrEnum):
    """Where one copy, or a whole unit, stands."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FILED = "filed"
    PENDING = "pending"
    MISSING = "missing"
    REJECTED = "rejected"
    EXEMPT = "exempt"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """Where one copy stands: the version that counts now, or why there is none."""

    state: Standing
    version: int = 0
    received_at: datetime | None = None
    first_received_at: datetime | None = None
    sender: str = ""
    sha256: str = ""
    flags: tuple[FlagKind, ...] = ()
    items_missing: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """Where one unit stands in one period.

    `due` is the first moment that is too late; `late` tells whether a copy that
    completes the report first came after it; `received_at` is when the last copy
    still lacking came in.
    """

    unit: str
    period: str
    due: datetime
    state: Standing
    late: bool
    copies: tuple[tuple[Copy, CopyProgress], ...]
    items_missing: tuple[int, ...] = ()
    received_at: datetime | None = None

    def copy(self, copy: Copy) -> CopyProgress:
        """Return where that copy stands."""
        return dict(self.copies)[copy]

    @property
    def missing(self) -> tuple[Copy, ...]:
        """The copies that are asked for and neither filed nor waiting for staff."""
        open_states = {Standing.MISSING, Standing.REJECTED}
        return tuple(c for c, p in self.copies if p.state in open_states)


@dataclass(frozen=True, slots=True)
class PeriodRecords:
    """What the ledger knows of one period."""

    versions: Sequence[CopyVersion]
    reviews: Sequence[ReviewItem]
    decisions: Sequence[UnitDecision]


def period_progress(
    notice: Notice,
    period: Period,
    records: PeriodRecords,
    due: Callable[[str], datetime],
) -> tuple[UnitProgress, ...]:
    """Return where each unit of the notice stands, in the notice's order."""
    return tuple(
        unit_progress(notice, unit, period, records, due(unit)) for unit in notice.units
    )


def unit_progress(
    notice: Notice, unit: str, period: Period, records: PeriodRecords, due: datetime
) -> UnitProgress:
    """Return where one unit stands."""
    copies = tuple((copy, _copy_progress(notice, unit, copy, records)) for copy in Copy)
    asked = tuple(p for c, p in copies if c in notice.copies)
    filed = [p for p in asked if p.state is Standing.FILED]
    arrivals = [p.first_received_at for p in filed if p.first_received_at]
    return UnitProgress(
        unit=unit,
        period=period.id,
        due=due,
        state=_overall(asked, exempt=is_exempt(unit, period.id, records.decisions)),
        late=any(moment >= due for moment in arrivals),
        copies=copies,
        items_missing=filed[0].items_missing if filed else (),
        received_at=max(arrivals, default=None),
    )


def is_exempt(unit: str, period: str, decisions: Iterable[UnitDecision]) -> bool:
    """Tell whether staff excused the unit, for this period or for good."""
    return any(
        d.kind == "exempt" and d.unit == unit and d.period in {None, period}
        for d in decisions
    )


def _overall(asked: Sequence[CopyProgress], *, exempt: bool) -> Standing:
    """Sum up the copies in the contract's order."""
    states = [p.state for p in asked]
    if exempt:
        return Standing.EXEMPT
    if all(s is Standing.FILED for s in states):
        return Standing.COMPLETE
    if Standing.PENDING in states:
        return Standing.PENDING
    if Standing.FILED in states:
        return Standing.PARTIAL
    return Standing.REJECTED if Standing.REJECTED in states else Standing.MISSING


def _copy_progress(
    notice: Notice, unit: str, copy: Copy, records: PeriodRecords
) -> CopyProgress:
    if copy not in notice.copies:
        return CopyProgress(Standing.NOT_ASKED)
    mine = [v for v in records.versions if v.unit == unit and v.copy == copy]
    standing = [v for v in mine if v.state is CopyState.FILED]
    if standing:
        return _filed(standing)
    if any(_waits_for(item, unit, copy) for item in records.reviews):
        return CopyProgress(Standing.PENDING)
    rejected = [v for v in mine if v.state is CopyState.REJECTED]
    if rejected:
        last = rejected[-1]
        return CopyProgress(
            Standing.REJECTED, last.version, last.received_at, reason=last.reason
        )
    return CopyProgress(Standing.MISSING)


def _filed(standing: Sequence[CopyVersion]) -> CopyProgress:
    current = newest(standing)
    return CopyProgress(
        state=Standing.FILED,
        version=current.version,
        received_at=current.received_at,
        first_received_at=min(v.received_at for v in standing),
        sender=current.sender,
        sha256=current.sha256,
        flags=current.flags,
        items_missing=current.items_missing,
    )


def newest(versions: Iterable[CopyVersion]) -> CopyVersion:
    """Return the version that counts: the one received last, not the one filed last.

    An older mail that is imported, or confirmed, later displaces nothing.
    """
    return max(versions, key=lambda v: (v.received_at, v.version))


def _is_talk(item: ReviewItem) -> bool:
    """Tell whether a letter only talks: a question beside a file is about the file."""
    asks = item.number == 0 and not item.attachment and FlagKind.QUESTION in item.flags
    return asks or bool(TALK.intersection(item.flags))


def _waits_for(item: ReviewItem, unit: str, copy: Copy) -> bool:
    """Tell whether a thing in review may turn out to be this copy of this unit.

    A whole mail, or a file whose copy is open, may be either. What is proposed to be
    ignored is none, and talk touches no copy.
    """
    if item.proposal.action is Action.IGNORE or _is_talk(item):
        return False
    undecided = item.proposal.copy not in set(Copy)
    return unit in item.proposal.units and (undecided or item.proposal.copy == copy)
