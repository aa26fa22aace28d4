"""What waits for staff."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, bindparam, select, update

from mailbot.adapters.store import catalogue, codec
from mailbot.adapters.store.columns import insert_new
from mailbot.adapters.store.tables import copies, documents, mails, reviews
from mailbot.core.judge.seal_trust import SealRuling
from mailbot.core.letters.answers import ToldFile
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.matter import Action
from mailbot.core.record.records import (
    CopyState,
    FiledDocument,
    Origin,
    Proposal,
    ReviewItem,
    Ruled,
    Settled,
)

# Who ignores a thing says nothing of what is in it.
_ON_THE_FILE = {Ruled.CONFIRM, Ruled.REJECT}
_ID = re.compile(r"[Rr](\d{1,12})(?:\.(\d{1,6}))?")


class ReviewRoom:
    """The table `reviews`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def add(self, items: Iterable[ReviewItem]) -> None:
        """Put things before staff; what stands there already stays as it is."""
        rows = [_row(item) | {"notice": item.notice or self._notice} for item in items]
        if rows:
            insert_new(self._connection, reviews, rows)

    def open(self) -> tuple[ReviewItem, ...]:
        """Return what waits, oldest first."""
        query = _items().where(
            reviews.c.settled_at.is_(None), reviews.c.notice == self._notice
        )
        rows = self._connection.execute(query).mappings()
        return tuple(_item(row) for row in rows)

    def ignored(self, flag: str) -> tuple[ReviewItem, ...]:
        """Return files with that flag that were never put before staff, oldest first.

        What they would be filed as is left open, but for their unit.
        """
        rows = self._connection.execute(_IGNORED, {"notice": self._notice}).mappings()
        return tuple(
            _ignored_item(row)
            for row in rows
            if any(one["flag"] == flag for one in row["flags"])
        )

    def find(self, review_id: str) -> ReviewItem | None:
        """Return the waiting item called so (R12, R12.2), None if none waits."""
        parts = _ID.fullmatch(review_id.strip())
        if parts is None:
            return None
        wanted = (int(parts[1]), int(parts[2] or 0))
        found = (i for i in self.open() if (i.mail, i.number) == wanted)
        return next(found, None)

    def assign(self, item: ReviewItem, notice: str) -> None:
        """Give a waiting thing to another notice of the office."""
        self._connection.execute(
            update(reviews)
            .where(reviews.c.mail == item.mail, reviews.c.number == item.number)
            .values(notice=notice)
        )

    def settle(self, item: ReviewItem, decision: str, by: str, at: datetime) -> bool:
        """Record what staff decided; False if another was faster.

        Compare-and-set: two people at one thing are told apart by the database. What
        is laid aside is found no more.
        """
        result = self._connection.execute(
            update(reviews)
            .where(
                reviews.c.mail == item.mail,
                reviews.c.number == item.number,
                reviews.c.settled_at.is_(None),
            )
            .values(settled_at=at, settled_by=by, decision=decision)
        )
        if decision == Ruled.IGNORE:
            catalogue.take(self._connection, self._documents(item))
        return result.rowcount == 1

    def _documents(self, item: ReviewItem) -> tuple[int, ...]:
        query = select(documents.c.id).where(
            documents.c.mail == item.mail, documents.c.number == item.number
        )
        return tuple(self._connection.scalars(query))

    def settled(self, review_id: str) -> Settled | None:
        """Return the settled item called so, None if there is none."""
        parts = _ID.fullmatch(review_id.strip())
        if parts is None:
            return None
        query = _items().where(
            reviews.c.mail == int(parts[1]),
            reviews.c.number == int(parts[2] or 0),
            reviews.c.settled_at.is_not(None),
            reviews.c.notice == self._notice,
        )
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        ruled = Ruled(row["decision"].partition(":")[0])
        return Settled(_item(row), ruled, row["settled_by"], row["settled_at"])

    def reopen(self, item: ReviewItem) -> None:
        """Put a settled item before staff again."""
        self._connection.execute(
            update(reviews)
            .where(reviews.c.mail == item.mail, reviews.c.number == item.number)
            .values(settled_at=None, settled_by=None, decision=None)
        )
        catalogue.put_documents(self._connection, self._documents(item))

    def rulings(self, flag: FlagKind) -> tuple[SealRuling, ...]:
        """Return how files with that flag were confirmed or refused, newest first."""
        rows = self._connection.execute(_decisions(self._notice)).mappings()
        return tuple(
            SealRuling(Ruled(word), row["copy"] or "")
            for row in rows
            if (word := row["decision"].partition(":")[0]) in _ON_THE_FILE
            and any(one["flag"] == flag for one in row["flags"])
        )

    def document(self, item: ReviewItem) -> tuple[int, FiledDocument] | None:
        """Return the file the item is about, with its number in the ledger."""
        every = self.documents([item.mail])
        return next((d for d in every if d[1].number == item.number), None)

    def documents(
        self, mails: Collection[int]
    ) -> tuple[tuple[int, FiledDocument], ...]:
        """Return all files of some mails, with their numbers in the ledger."""
        query = select(documents).where(documents.c.mail.in_(mails))
        order = (documents.c.mail, documents.c.number)
        rows = self._connection.execute(query.order_by(*order)).mappings()
        return tuple((row["id"], codec.filed_document(row)) for row in rows)

    def told(self, mails: Collection[int]) -> tuple[ToldFile, ...]:
        """Return what the senders of some mails are told of their files, in order."""
        rows = self._connection.execute(_TOLD, {"mails": tuple(mails)})
        return tuple(codec.told_file(row) for row in rows.mappings())


# Without the words of the documents: a receipt may cover twenty mails.
_TOLD = (
    select(
        *(documents.c[name] for name in ("number", "name", "copy", "outcome")),
        *(documents.c[name] for name in ("flags", "problem", "seal", "kind")),
    )
    .where(documents.c.mail.in_(bindparam("mails", expanding=True)))
    .order_by(documents.c.mail, documents.c.number)
)


# A file that staff were once asked about has a row of its own in `reviews`.
_IGNORED = (
    select(
        mails.c.id.label("mail"),
        mails.c.message_id,
        mails.c.received_at,
        mails.c.sender_address,
        mails.c.subject,
        mails.c.origin,
        *(documents.c[name] for name in ("number", "name", "units", "flags", "path")),
        documents.c.reasons,
    )
    .join(mails, mails.c.id == documents.c.mail)
    .outerjoin(
        reviews,
        (documents.c.mail == reviews.c.mail) & (documents.c.number == reviews.c.number),
    )
    .where(
        mails.c.notice == bindparam("notice"),
        documents.c.outcome == Outcome.IGNORE,
        documents.c.path != "",
        reviews.c.id.is_(None),
    )
    .order_by(mails.c.received_at, mails.c.id, documents.c.number)
)


def _decisions(notice: str) -> Select[tuple[object, ...]]:
    """Select settled files, newest first, with the copy they were filed as by staff."""
    filed = (copies.c.document == documents.c.id) & (copies.c.state == CopyState.FILED)
    return (
        select(reviews.c.decision, documents.c.flags, copies.c["copy"])
        .select_from(reviews)
        .join(
            documents,
            (documents.c.mail == reviews.c.mail)
            & (documents.c.number == reviews.c.number),
        )
        .outerjoin(copies, filed)
        .where(reviews.c.settled_at.is_not(None), reviews.c.notice == notice)
        .order_by(reviews.c.settled_at.desc(), reviews.c.id.desc())
    )


def _items() -> Select[tuple[object, ...]]:
    return (
        select(
            reviews,
            mails.c.message_id,
            mails.c.received_at,
            mails.c.sender_address,
            mails.c.subject,
            mails.c.origin,
            mails.c.flags.label("mail_flags"),
            documents.c.name,
            documents.c.flags,
            documents.c.path,
        )
        .join(mails, mails.c.id == reviews.c.mail)
        .outerjoin(
            documents,
            (documents.c.mail == reviews.c.mail)
            & (documents.c.number == reviews.c.number),
        )
        .order_by(reviews.c.since, reviews.c.mail, reviews.c.number)
    )


def _row(item: ReviewItem) -> dict[str, object]:
    return {
        "mail": item.mail,
        "number": item.number,
        "proposal": {
            "units": list(item.proposal.units),
            "period": item.proposal.period,
            "copy": item.proposal.copy,
            "action": item.proposal.action,
            "reason": item.proposal.reason,
        },
        "reasons": list(item.reasons),
        "since": item.since,
    }


def _item(row: RowMapping) -> ReviewItem:
    proposal = row["proposal"]
    flags = codec.flags_from_json(
        row["flags"] if row["number"] else codec.of_whole_mail(row["mail_flags"])
    )
    return ReviewItem(
        mail=row["mail"],
        number=row["number"],
        message_id=row["message_id"],
        attachment=row["name"] or "",
        proposal=Proposal(
            tuple(proposal["units"]),
            proposal["period"],
            proposal["copy"],
            # ledgers of earlier versions knew no other
            Action(proposal.get("action", Action.FILE)),
            proposal.get("reason", ""),
        ),
        reasons=tuple(row["reasons"]),
        since=row["since"],
        received_at=row["received_at"],
        sender=row["sender_address"],
        subject=row["subject"],
        flags=tuple(flag.flag for flag in flags),
        path=row["path"] or "",
        origin=Origin(row["origin"]),
        notice=row["notice"],
    )


def _ignored_item(row: RowMapping) -> ReviewItem:
    return ReviewItem(
        mail=row["mail"],
        number=row["number"],
        message_id=row["message_id"],
        attachment=row["name"],
        proposal=Proposal(tuple(row["units"]), None, CopyKind.OTHER, Action.IGNORE),
        reasons=(),
        since=row["received_at"],
        received_at=row["received_at"],
        sender=row["sender_address"],
        subject=row["subject"],
        flags=tuple(flag["flag"] for flag in row["flags"]),
        path=row["path"],
        origin=Origin(row["origin"]),
        title=codec.other_title(row["reasons"]),
    )
