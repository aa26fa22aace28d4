"""Which unit has handed in what: every version of every copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    func,
    or_,
    select,
    update,
)

from mailbot.adapters.store import codec
from mailbot.adapters.store.tables import copies, documents
from mailbot.core.notice.notice import Copy
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.history import FiledCopy
from mailbot.core.record.records import CopyState, CopyVersion


class CopyRoom:
    """The table `copies`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def add(self, copy: CopyVersion, by: str, at: datetime) -> CopyVersion:
        """Record a version, with the next free number; return it as recorded."""
        mine = {"notice": self._notice, "unit": copy.unit}
        last = {"period": copy.period, "copy": copy.copy}
        version = (self._connection.scalar(_LAST_VERSION, mine | last) or 0) + 1
        numbered = replace(copy, version=version)
        row = _row(numbered) | {"notice": self._notice, "by": by, "at": at}
        self._connection.execute(_COPY, row)
        return numbered

    def of_period(self, period: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a period, oldest first."""
        return self._versions(self._mine().where(copies.c.period == period))

    def of_unit(self, unit: str) -> tuple[CopyVersion, ...]:
        """Return all versions of a unit, oldest first."""
        return self._versions(self._mine().where(copies.c.unit == unit))

    def ends(self, unit: str, period: str) -> tuple[CopyVersion, ...]:
        """Return the versions that tell where a unit stands, oldest first.

        Of each copy the first and the last filed, and the last refused: at most six
        rows by index, where hundreds of versions may have come.
        """
        key = {"notice": self._notice, "unit": unit, "period": period}
        rows = self._connection.execute(_ENDS, key).mappings()
        return tuple(_version(row) for row in rows)

    def current(self, unit: str, period: str) -> tuple[FiledCopy, ...]:
        """Return the unit's copies that count now, one of each kind, for matching."""
        return tuple(c for c in _filed(self.ends(unit, period)) if c.current)

    def elsewhere(self, unit: str, period: str | None) -> tuple[tuple[str, str], ...]:
        """Return (period, text) of what was filed for other periods, oldest first."""
        key = {"notice": self._notice, "unit": unit, "period": period or ""}
        rows = self._connection.execute(_ELSEWHERE, key)
        return tuple((row.period, row.text) for row in rows)

    def same_bytes(self, sha256: str) -> tuple[FiledCopy, ...]:
        """Return the filed versions with exactly these bytes."""
        key = {"notice": self._notice, "sha256": sha256}
        rows = self._connection.execute(_SAME_BYTES, key).mappings()
        return _filed(_version(row) for row in rows)

    def accepted(self, unit: str, period: str) -> tuple[str, ...]:
        """Return the titles of other business that staff called the unit's report."""
        key = {"notice": self._notice, "unit": unit, "period": period}
        rows = self._connection.scalars(_ACCEPTED, key)
        return tuple(title for reasons in rows if (title := codec.other_title(reasons)))

    def said(self, period: str, flag: str) -> dict[int, str]:
        """Return what a flag of the period's documents says besides, by document."""
        mine = copies.c.notice == self._notice, copies.c.period == period
        query = select(documents.c.id, documents.c.flags).join(
            copies, copies.c.document == documents.c.id
        )
        rows = self._connection.execute(query.where(*mine))
        return {
            row.id: "；".join(v for k, v in found.items() if k != "flag")
            for row in rows
            for found in row.flags
            if found["flag"] == flag
        }

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


# Made once: building a statement costs more than SQLite takes to answer it.
_COPY = copies.insert()
_LAST_VERSION = select(func.max(copies.c.version)).where(
    copies.c.notice == bindparam("notice"),
    copies.c.unit == bindparam("unit"),
    copies.c.period == bindparam("period"),
    copies.c.copy == bindparam("copy"),
)
_AGE = (copies.c.received_at, copies.c.version)


def _end(copy: Copy, state: CopyState, *, last: bool) -> ColumnElement[int]:
    """Return the number of the first or last version of a copy in that state."""
    order = (column.desc() if last else column.asc() for column in _AGE)
    return (
        select(copies.c.id)
        .where(
            copies.c.notice == bindparam("notice"),
            copies.c.unit == bindparam("unit"),
            copies.c.period == bindparam("period"),
            copies.c.copy == copy,
            copies.c.state == state,
        )
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )


_ENDS = (
    select(copies)
    .where(
        or_(
            *(
                copies.c.id == end
                for copy in Copy
                for end in (
                    _end(copy, CopyState.FILED, last=False),
                    _end(copy, CopyState.FILED, last=True),
                    _end(copy, CopyState.REJECTED, last=True),
                )
            )
        )
    )
    .order_by(*_AGE)
)
_ELSEWHERE = (
    select(copies.c.period, copies.c.text)
    .where(
        copies.c.notice == bindparam("notice"),
        copies.c.unit == bindparam("unit"),
        # two ranges of the index; `!=` would walk all versions of this period
        or_(
            copies.c.period < bindparam("period"), copies.c.period > bindparam("period")
        ),
        copies.c.state == CopyState.FILED,
        copies.c.text != "",
    )
    .order_by(*_AGE)
)
_SAME_BYTES = (
    select(copies)
    .where(
        copies.c.notice == bindparam("notice"),
        copies.c.sha256 == bindparam("sha256"),
        copies.c.state == CopyState.FILED,
    )
    .order_by(*_AGE)
)


# What was other business when it came, and counts all the same: staff said so.
_ACCEPTED = (
    select(documents.c.reasons)
    .join(copies, copies.c.document == documents.c.id)
    .where(
        copies.c.notice == bindparam("notice"),
        copies.c.unit == bindparam("unit"),
        copies.c.period == bindparam("period"),
        copies.c.state == CopyState.FILED,
        documents.c.outcome == Outcome.IGNORE,
    )
    .order_by(documents.c.id)
)


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
        "pages": copy.pages,
        "sealed": copy.sealed,
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
        flags=codec.kinds_from_json(row["flags"]),
        items_missing=tuple(row["items_missing"]),
        text=row["text"],
        pages=row["pages"],
        sealed=row["sealed"],
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
            pages=v.pages,
            sealed=v.sealed,
        )
        for v in standing
    )
