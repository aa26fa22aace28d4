"""The archive by its words: an index of pairs of characters beside the ledger's rows.

SQLite keeps it in an FTS5 table, PostgreSQL as a tsvector under a GIN index; both hold
the same pieces (`core.words.bigrams`). It is written in the transaction that records a
file, and in the one that forgets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    column,
    func,
    or_,
    select,
    table,
    text,
)

from mailbot.adapters.store.tables import copies, documents, events, mails, reviews
from mailbot.core.record.catalogue import Event, Found, Search, Shelved
from mailbot.core.record.clues import Outcome
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import CopyState, KeptFile, Ruled
from mailbot.core.words.bigrams import pieces

MOST_TEXT = 200_000  # characters of one file that are indexed; a tsvector has its limit

_INDEX = table("catalogue", column("rowid"), column("words"), column("catalogue"))
_PUT = {
    "sqlite": "INSERT OR REPLACE INTO catalogue (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO catalogue (rowid, words) "
    "VALUES (:id, to_tsvector('simple', :words)) "
    "ON CONFLICT (rowid) DO UPDATE SET words = excluded.words",
}
_WORDS = (
    select(
        documents.c.id,
        documents.c.name,
        documents.c.text,
        mails.c.subject,
        mails.c.sender_name,
        mails.c.sender_address,
    )
    .outerjoin(mails, mails.c.id == documents.c.mail)
    .where(documents.c.path != "", documents.c.outcome != Outcome.IGNORE)
)


def put(connection: Connection, rows: Select[tuple[object, ...]] = _WORDS) -> None:
    """Put the files that a query over `documents` tells into the catalogue."""
    for row in connection.execute(rows).mappings().all():
        said = (row["name"], row["subject"], row["sender_name"], row["sender_address"])
        words = " ".join(part or "" for part in (*said, row["text"][:MOST_TEXT]))
        _write(connection, row["id"], words)


def put_documents(connection: Connection, numbers: Iterable[int]) -> None:
    """Put some files into the catalogue, by their numbers in the ledger."""
    put(connection, _WORDS.where(documents.c.id.in_(tuple(numbers))))


def take(connection: Connection, numbers: Iterable[int]) -> None:
    """Take files out of the catalogue."""
    for number in numbers:
        connection.execute(
            text("DELETE FROM catalogue WHERE rowid = :id"), {"id": number}
        )


def _write(connection: Connection, number: int, words: str) -> None:
    statement = text(_PUT[connection.dialect.name])
    connection.execute(statement, {"id": number, "words": pieces(words)})


class CatalogueRoom:
    """The catalogue, and the table `events`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def find(self, wanted: Search) -> Found:
        """Return a page of the files that fit, the newest first."""
        query = self._matching(wanted).order_by(documents.c.id.desc(), copies.c.id)
        rows = self._connection.execute(query.limit(wanted.limit + 1)).mappings().all()
        files = tuple(_shelved(row) for row in rows)
        return Found(files[: wanted.limit], more=len(files) > wanted.limit)

    def events(self, before: int, limit: int) -> Sequence[Event]:
        """Return what was done, newest first, from below that number on (0: all)."""
        query = select(events).order_by(events.c.id.desc()).limit(limit)
        if before:
            query = query.where(events.c.id < before)
        rows = self._connection.execute(query)
        return tuple(Event(r.id, r.at, r.what, r.who, r.details) for r in rows)

    def letter(self, mail: int) -> KeptFile | None:
        """Return where a mail of ours lies, None if it is not to be shown."""
        query = select(mails.c.stored, mails.c.sha256).where(
            mails.c.id == mail,
            mails.c.notice == self._notice,
            mails.c.nature != Nature.UNRELATED,
            mails.c.stored != "",
        )
        row = self._connection.execute(query).first()
        return row and KeptFile(row.stored, row.sha256)

    def _matching(self, wanted: Search) -> Select[tuple[object, ...]]:
        query = _rows().where(
            documents.c.path != "",
            or_(mails.c.notice == self._notice, copies.c.notice == self._notice),
            or_(documents.c.outcome != Outcome.IGNORE, copies.c.id.is_not(None)),
            *_asked(wanted),
        )
        if not wanted.words:
            return query
        return query.join(_INDEX, _INDEX.c.rowid == documents.c.id).where(
            _fits(self._connection.dialect.name, wanted.words)
        )


def _rows() -> Select[tuple[object, ...]]:
    counts = and_(copies.c.document == documents.c.id, copies.c.state != CopyState.VOID)
    review = select(reviews.c.id).where(
        reviews.c.mail == documents.c.mail, reviews.c.number == documents.c.number
    )
    laid_aside = review.where(reviews.c.decision == Ruled.IGNORE).exists()
    waits = review.where(reviews.c.settled_at.is_(None)).exists()
    return (
        select(
            documents,
            mails.c.subject,
            mails.c.sender_address,
            func.coalesce(copies.c.received_at, mails.c.received_at).label("came"),
            copies.c.unit,
            copies.c.period.label("filed_period"),
            copies.c["copy"].label("filed_copy"),
            copies.c.version,
            copies.c.state,
            waits.label("waits"),
        )
        .select_from(documents)
        .outerjoin(mails, mails.c.id == documents.c.mail)
        .outerjoin(copies, counts)
        .where(~laid_aside)
    )


def _asked(wanted: Search) -> list[ColumnElement[bool]]:
    same = (
        (copies.c.unit, wanted.unit),
        (copies.c.period, wanted.period),
        (copies.c["copy"], wanted.copy),
    )
    limits = [column == value for column, value in same if value]
    came = func.coalesce(copies.c.received_at, mails.c.received_at)
    if wanted.sender:
        limits.append(mails.c.sender_address.contains(wanted.sender, autoescape=True))
    if wanted.since:
        limits.append(came >= wanted.since)
    if wanted.until:
        limits.append(came < wanted.until)
    if wanted.document:
        limits.append(documents.c.id == wanted.document)
    if wanted.before:
        limits.append(documents.c.id < wanted.before)
    return limits


def _fits(dialect: str, words: tuple[tuple[str, ...], ...]) -> ColumnElement[bool]:
    """Return the condition that every word stands in a file.

    Pieces hold letters and digits only, so no operator of either language is in them.
    """
    if dialect == "postgresql":
        phrases = ("(" + " <-> ".join(_start(w, ":*")) + ")" for w in words)
        query = func.to_tsquery("simple", " & ".join(phrases))
        return _INDEX.c.words.op("@@")(query)
    quoted = ('"' + " ".join(w) + '"' + ("*" if _is_start(w) else "") for w in words)
    return _INDEX.c.catalogue.op("MATCH")(" AND ".join(quoted))


def _is_start(word: tuple[str, ...]) -> bool:
    """Tell whether a word is one character, which begins what is looked for."""
    return len(word) == 1 and len(word[0]) == 1


def _start(word: tuple[str, ...], sign: str) -> tuple[str, ...]:
    return (word[0] + sign,) if _is_start(word) else word


def _shelved(row: RowMapping) -> Shelved:
    return Shelved(
        document=row["id"],
        name=row["name"],
        kind=row["kind"],
        size=row["size"],
        sha256=row["sha256"],
        path=row["path"],
        received_at=row["came"],
        subject=row["subject"] or "",
        sender=row["sender_address"] or "",
        unit=row["unit"] or "、".join(row["units"]),
        period=row["filed_period"] or row["period"] or "",
        copy=row["filed_copy"] or row["copy"],
        version=row["version"] or 0,
        state=row["state"] or "",
        waits=row["waits"],
        text=row["text"],
    )
