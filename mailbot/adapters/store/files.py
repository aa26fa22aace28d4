"""Every file that a row of the ledger speaks of, and what becomes of old ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, union_all, update

from mailbot.adapters.store import catalogue
from mailbot.adapters.store.columns import Instant
from mailbot.adapters.store.tables import copies, documents, figures, mails
from mailbot.core.record.records import KeptFile


class FileRoom:
    """The paths and digests in `mails`, `documents` and `copies`."""

    def __init__(self, connection: Connection, every: tuple[str, ...]) -> None:
        self._connection = connection
        self._every = every

    def kept(self) -> tuple[KeptFile, ...]:
        """Return every file that should be there, each path once."""
        query = union_all(
            select(mails.c.stored, mails.c.sha256).where(mails.c.stored != ""),
            select(documents.c.path, documents.c.sha256).where(documents.c.path != ""),
            select(copies.c.path, copies.c.sha256).where(copies.c.path != ""),
        )
        rows = self._connection.execute(query)
        return tuple(KeptFile(p, s) for p, s in sorted({(p, s) for p, s in rows}))

    def unrelated(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the raw copies of unrelated mails judged before that moment."""
        query = select(mails.c.stored, mails.c.sha256).where(
            mails.c.nature == "unrelated",
            mails.c.judged_at < before,
            mails.c.stored != "",
        )
        return tuple(KeptFile(p, s) for p, s in self._connection.execute(query))

    def received(self, before: datetime) -> tuple[KeptFile, ...]:
        """Return the files of everything received before that moment."""
        old = select(mails.c.id).where(mails.c.received_at < before)
        query = union_all(
            select(mails.c.stored, mails.c.sha256).where(mails.c.received_at < before),
            select(documents.c.path, documents.c.sha256).where(
                documents.c.mail.in_(old)
            ),
            select(copies.c.path, copies.c.sha256).where(copies.c.received_at < before),
        )
        rows = self._connection.execute(query)
        return tuple(KeptFile(p, s) for p, s in sorted({(p, s) for p, s in rows if p}))

    def forget(self, files: tuple[KeptFile, ...]) -> None:
        """Let rows speak no more of files that were deleted, nor of their words."""
        paths = [file.path for file in files]
        for start in range(0, len(paths), 500):
            some = paths[start : start + 500]
            gone = select(documents.c.id).where(documents.c.path.in_(some))
            catalogue.take(self._connection, self._connection.scalars(gone).all())
            for table, column in (
                (mails, mails.c.stored),
                (documents, documents.c.path),
                (copies, copies.c.path),
            ):
                blank = {column.name: ""} | ({"text": ""} if "text" in table.c else {})
                if table is documents:
                    self._forget_sentences(some)
                self._connection.execute(
                    update(table).where(column.in_(some)).values(blank)
                )

    def _forget_sentences(self, paths: list[str]) -> None:
        """Keep the figures of deleted files without the words around them."""
        gone = select(documents.c.id).where(documents.c.path.in_(paths))
        words = update(figures).where(figures.c.document.in_(gone))
        self._connection.execute(words.values(sentence=""))

    def newest(self) -> tuple[tuple[str, datetime], ...]:
        """Return per folder the newest moment of which a mail is recorded."""
        query = (
            select(mails.c.folder, func.max(mails.c.received_at, type_=Instant))
            .where(mails.c.notice.in_(self._every), mails.c.origin == "mailbox")
            .group_by(mails.c.folder)
            .order_by(mails.c.folder)
        )
        return tuple((f, moment) for f, moment in self._connection.execute(query))
