"""Which unit has handed in what: every version of every copy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, Select, func, select, update

from mailbot.adapters.store.tables import copies
from mailbot.core.clues import CopyKind
from mailbot.core.history import FiledCopy
from mailbot.core.records import CopyState, CopyVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class CopyRoom:
    """The table `copies`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def add(self, copy: CopyVersion, by: str, at: datetime) -> CopyVersion:
        """Record a version, with the next free number; return it as recorded."""
        last = select(func.max(copies.c.version)).where(
            copies.c.notice == self._notice,
            copies.c.unit == copy.unit,
            copies.c.period == copy.period,
            copies.c.copy == copy.copy,
        )
        numbered = replace(copy, version=(self._connection.scalar(last) or 0) + 1)
        row = _row(numbered) | {"notice": self._notice, "by": by, "at": at}
        self._connection.execute(copies.insert().values(row))
        return numbered

    def of_period(self, period: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a period, oldest first."""
        return self._versions(self._mine().where(copies.c.period == period))

    def of_unit(self, unit: str, period: str | None = None) -> tuple[CopyVersion, ...]:
        """Return all versions of a unit, of one or all periods, oldest first."""
        query = self._mine().where(copies.c.unit == unit)
        if period is not None:
            query = query.where(copies.c.period == period)
        return self._versions(query)

    def filed(self, unit: str, period: str | None = None) -> tuple[FiledCopy, ...]:
        """Return the unit's filed versions, for matching."""
        return _filed(self.of_unit(unit, period))

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        """Return the filed versions with exactly these bytes."""
        return _filed(self._versions(self._mine().where(copies.c.sha256 == sha256)))

    def mark(self, document: int, state: CopyState, reason: str) -> None:
        """Change what the versions made from a document are worth."""
        self._connection.execute(
            update(copies)
            .where(copies.c.notice == self._notice, copies.c.document == document)
            .values(state=state, reason=reason)
        )

    def _mine(self) -> Select[tuple[object, ...]]:
        return (
            select(copies)
            .where(copies.c.notice == self._notice)
            .order_by(copies.c.received_at, copies.c.version)
        )

    def _versions(self, query: Select[tuple[object, ...]]) -> tuple[CopyVersion, ...]:
        rows = self._connection.execute(query).mappings()
        return tuple(_version(row) for row in rows)


def _row(copy: CopyVersion) -> dict[str, object]:
    return {
        "unit": copy.unit,
        "period": copy.period,
        "copy": copy.copy,
        "version": copy.version,
        "document": copy.document,
        "path": copy.path,
        "sha256": copy.sha256,
        "received_at": copy.received_at,
        "sender": copy.sender,
        "state": copy.state,
        "flags": list(copy.flags),
        "items_missing": list(copy.items_missing),
        "text": copy.text,
        "reason": copy.reason,
    }


def _version(row: RowMapping) -> CopyVersion:
    return CopyVersion(
        unit=row["unit"],
        period=row["period"],
        copy=row["copy"],
        version=row["version"],
        document=row["document"],
        path=row["path"],
        sha256=row["sha256"],
        received_at=row["received_at"],
        sender=row["sender"],
        state=CopyState(row["state"]),
        flags=tuple(row["flags"]),
        items_missing=tuple(row["items_missing"]),
        text=row["text"],
        reason=row["reason"],
    )


def _filed(versions: Iterable[CopyVersion]) -> tuple[FiledCopy, ...]:
    standing = [v for v in versions if v.state is CopyState.FILED]
    newest = {(v.unit, v.period, v.copy): v.version for v in standing}
    return tuple(
        FiledCopy(
            unit=v.unit,
            period=v.period,
            copy=CopyKind(v.copy),
            version=v.version,
            sha256=v.sha256,
            received_at=v.received_at,
            sender=v.sender,
            current=v.version == newest[v.unit, v.period, v.copy],
            text=v.text,
        )
        for v in standing
    )
