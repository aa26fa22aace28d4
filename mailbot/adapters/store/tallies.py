"""How many rows of which sort the ledger holds: numbers and our own words, no others.

For the support bundle, which leaves the house: only columns that hold words of a closed
list are looked at, and a value that is none of them is counted as "other".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Column, Connection, func, inspect, select

from mailbot.adapters.store.tables import copies, documents, letters, mails, metadata
from mailbot.adapters.store.tables import reviews as waiting
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.documents import Kind, Problem
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    CopyState,
    LetterKind,
    LetterState,
    MailState,
    Origin,
)

_CLOSED: Mapping[str, tuple[Column[str], frozenset[str]]] = {
    "mails by state": (mails.c.state, frozenset(MailState)),
    "mails by origin": (mails.c.origin, frozenset(Origin)),
    "mails by nature": (mails.c.nature, frozenset(Nature)),
    "mails by outcome": (mails.c.outcome, frozenset(Outcome)),
    "files by kind": (documents.c.kind, frozenset(Kind)),
    "files by problem": (documents.c.problem, frozenset(Problem)),
    "files by outcome": (documents.c.outcome, frozenset(Outcome)),
    "files by copy": (documents.c.copy, frozenset(CopyKind)),
    "copies by state": (copies.c.state, frozenset(CopyState)),
    "letters by kind": (letters.c.kind, frozenset(LetterKind)),
    "letters by state": (letters.c.state, frozenset(LetterState)),
}
_FLAGS = frozenset(FlagKind)
OTHER = "other"


def tallies(connection: Connection) -> dict[str, dict[str, int]]:
    """Return counts under fixed headings; of tables, of sorts, of flags."""
    counted = {"rows": _rows(connection)}
    for heading, (column, words) in _CLOSED.items():
        found = connection.execute(select(column, func.count()).group_by(column))
        counted[heading] = _closed(((w, n) for w, n in found), words)
    flags = connection.scalars(select(documents.c.flags))
    raised = Counter(str(flag.get("flag")) for row in flags for flag in row or ())
    counted["files by flag"] = _closed(raised.items(), _FLAGS)
    open_ones = select(func.count()).where(waiting.c.settled_at.is_(None))
    counted["reviews"] = {"open": connection.scalar(open_ones) or 0}
    return counted


def _rows(connection: Connection) -> dict[str, int]:
    present = set(inspect(connection).get_table_names())
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name in present
    }


def _closed(
    found: Iterable[tuple[str | None, int]], words: frozenset[str]
) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for word, count in found:
        known = word in words or not word
        counted[(word or "-") if known else OTHER] += count
    return dict(counted)
