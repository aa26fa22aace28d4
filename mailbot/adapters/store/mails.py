"""The mails the ledger knows, and the documents that came with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
    update,
)

from mailbot.adapters.store import catalogue
from mailbot.adapters.store.columns import insert_new
from mailbot.adapters.store.figures import insert_figures
from mailbot.adapters.store.mail_rows import (
    document_row,
    flagged_mail,
    in_folder,
    older,
    resting,
    unjudged,
    verdict_row,
    waiting_mail,
)
from mailbot.adapters.store.tables import documents, letters, mails
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    FiledDocument,
    FlaggedMail,
    JudgedMail,
    LetterState,
    MailState,
    SavedMail,
    ServerPlace,
    WaitingMail,
)

# Made once: each judged mail needs them.
_THIS_MAIL = update(mails).where(mails.c.id == bindparam("this"))
_DOCUMENT = documents.insert()
_ANSWERS = and_(
    letters.c.answers == mails.c.id, letters.c.state != LetterState.CANCELLED
)


class MailRoom:
    """The tables `mails` and `documents`, inside one transaction."""

    def __init__(
        self, connection: Connection, notice: str, every: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._notice = notice
        self._every = every

    def newest_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """Return the highest UID recorded there, 0 if none."""
        query = select(func.max(mails.c.uid)).where(
            *in_folder(account, folder, uidvalidity)
        )
        return self._connection.scalar(query) or 0

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return every UID recorded there."""
        query = select(mails.c.uid).where(*in_folder(account, folder, uidvalidity))
        return frozenset(self._connection.scalars(query))

    def renumber(self, saved: Sequence[SavedMail]) -> frozenset[ServerPlace]:
        """Give mails known under an earlier UIDVALIDITY their new place; return it.

        The same mail is one of the same folder, size, Message-ID and SHA-256.
        """
        numbered = cache(self._was_numbered)  # once a folder, not once a mail
        return frozenset(
            mail.place
            for mail in saved
            if mail.sha256
            and numbered(mail.place.account, mail.place.folder, mail.place.uidvalidity)
            and self._moved(mail)
        )

    def _was_numbered(self, account: str, folder: str, uidvalidity: int) -> bool:
        """Tell whether the folder has rows of another epoch; quick if it has none."""
        here = (mails.c.account == account, mails.c.folder == folder)
        epochs = (
            mails.c.uidvalidity < uidvalidity,
            mails.c.uidvalidity > uidvalidity,
        )
        return any(
            self._connection.scalar(select(mails.c.id).where(*here, epoch).limit(1))
            for epoch in epochs
        )

    def _moved(self, mail: SavedMail) -> bool:
        place = mail.place
        same = select(func.min(mails.c.id)).where(
            mails.c.sha256 == mail.sha256,
            mails.c.size == mail.size,
            # of an unrelated mail no Message-ID is kept
            mails.c.message_id.in_([mail.message_id, ""]),
            mails.c.account == place.account,
            mails.c.folder == place.folder,
            mails.c.uidvalidity != place.uidvalidity,
        )
        result = self._connection.execute(
            update(mails)
            .where(mails.c.id == same.scalar_subquery())
            .values(uidvalidity=place.uidvalidity, uid=place.uid)
        )
        return result.rowcount == 1

    def save(self, saved: Iterable[SavedMail]) -> int:
        """Record mails as seen; one seen before stays as it is."""
        rows = [self._seen_row(mail) for mail in saved]
        return len(insert_new(self._connection, mails, rows)) if rows else 0

    def waiting(self, limit: int) -> tuple[WaitingMail, ...]:
        """Return mails saved and not yet judged, oldest first."""
        return self._waiting(limit, true())

    def ready(self, limit: int, now: datetime) -> tuple[WaitingMail, ...]:
        """Return those of them whose turn it is, oldest first.

        A twin waits for its elder: else each would take the other for the first.
        """
        elder = mails.alias("elder")
        # Twins are found by their hash: found by their state, as SQLite would, each
        # waiting mail is compared with every other (20,000 of them: never done).
        waits = func.coalesce(elder.c.state, "") == MailState.WAITING
        twin_rests = exists().where(
            elder.c.sha256 == mails.c.sha256,
            elder.c.notice.in_(self._every),
            waits,
            older(elder, mails),
            resting(elder, now),
        )
        return self._waiting(limit, not_(or_(resting(mails, now), twin_rests)))

    def _waiting(
        self, limit: int, whose: ColumnElement[bool]
    ) -> tuple[WaitingMail, ...]:
        earlier = mails.alias("earlier")
        before = or_(
            earlier.c.state == MailState.JUDGED,
            and_(earlier.c.state == MailState.WAITING, older(earlier, mails)),
        )
        repeated = exists().where(
            earlier.c.sha256 == mails.c.sha256,
            earlier.c.notice.in_(self._every),
            before,
        )
        # chosen first: thousands may wait, and only these few are looked into
        age = (mails.c.received_at, mails.c.id)
        chosen = (
            select(mails.c.id)
            .where(unjudged(), mails.c.notice.in_(self._every), whose)
            .order_by(*age)
            .limit(limit)
        )
        # judged a second time at staff's word: nobody is answered twice
        answered = and_(mails.c.nature != "", exists().where(_ANSWERS))
        whether = or_(repeated, answered).label("repeated")
        query = select(mails, whether).where(mails.c.id.in_(chosen))
        rows = self._connection.execute(query.order_by(*age)).mappings()
        return tuple(waiting_mail(row) for row in rows)

    def refused(self) -> tuple[WaitingMail, ...]:
        """Return mails that could not be fetched and that nobody was told of."""
        states = [MailState.TOO_LARGE, MailState.VANISHED, MailState.FAILED]
        query = select(mails, false().label("repeated")).where(
            mails.c.state.in_(states),
            mails.c.judged_at.is_(None),
            mails.c.stored == "",
            mails.c.notice.in_(self._every),
        )
        rows = self._connection.execute(query.order_by(mails.c.id)).mappings()
        return tuple(waiting_mail(row) for row in rows)

    def record(self, judged: JudgedMail, at: datetime) -> tuple[int, ...]:
        """Record a verdict and its documents; return the documents' row numbers.

        Of an unrelated mail only its key and hash stay: DOMAIN §3.
        """
        shown = judged.verdict.nature is not Nature.UNRELATED
        verdict = verdict_row(judged, at, shown=shown)
        self._connection.execute(_THIS_MAIL, verdict | {"this": judged.mail.id})
        if not shown:
            return ()
        return tuple(self.add(judged.mail.id, d) for d in judged.documents)

    def add(self, mail: int | None, filed: FiledDocument) -> int:
        """Record one document, with or without a mail; return its row number."""
        row = document_row(filed) | {"mail": mail}
        result = self._connection.execute(_DOCUMENT, row)
        key = result.inserted_primary_key
        number = int(key[0]) if key else 0
        insert_figures(self._connection, number, filed)
        catalogue.put_documents(self._connection, [number])
        return number

    def close(self, mail: int, state: MailState, fault: str, at: datetime) -> None:
        """End a mail that could not be judged, with the reason."""
        self._connection.execute(
            update(mails)
            .where(mails.c.id == mail, mails.c.judged_at.is_(None))
            .values(state=state, fault=fault, judged_at=at)
        )

    def put_back(self, mail: WaitingMail, fault: str, until: datetime) -> None:
        """Let a mail wait till then: a fault of ours, not its own, kept it unread."""
        self._connection.execute(
            update(mails)
            .where(mails.c.id == mail.id, unjudged())
            .values(
                fault=fault,
                tries=mail.tries,
                next_try_at=until,
                deaths={file: list(died) for file, died in mail.deaths.items()},
            )
        )

    def unsee(self, numbers: Sequence[int]) -> None:
        """Forget mails that were never judged, as if they had not been fetched."""
        self._connection.execute(
            delete(mails).where(
                mails.c.id.in_(numbers), mails.c.state == MailState.WAITING
            )
        )

    def count(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Count mails judged in that span by outcome, `unrelated` apart."""
        query = (
            select(mails.c.nature, mails.c.outcome, func.count())
            .where(mails.c.judged_at >= since, mails.c.judged_at < until)
            .where(mails.c.notice == self._notice)
            .group_by(mails.c.nature, mails.c.outcome)
        )
        counts: dict[str, int] = {}
        for nature, outcome, number in self._connection.execute(query):
            word = "unrelated" if nature == Nature.UNRELATED else outcome or "failed"
            counts[word] = counts.get(word, 0) + number
        return counts

    def flagged(self, flag: FlagKind, since: datetime) -> tuple[FlaggedMail, ...]:
        """Return mails received since then that carry a flag, oldest first."""
        query = (
            select(mails)
            .where(mails.c.notice == self._notice, mails.c.received_at >= since)
            .where(mails.c.flags.is_not(None), mails.c.nature != Nature.UNRELATED)
            .where(cast(mails.c.flags, Text).contains(f'"{flag}"'))
            .order_by(mails.c.received_at, mails.c.id)
        )
        rows = self._connection.execute(query).mappings()
        return tuple(
            flagged_mail(row, found)
            for row in rows
            for found in row["flags"] or ()
            if found["flag"] == flag
        )

    def _seen_row(self, mail: SavedMail) -> dict[str, object]:
        return {
            "notice": self._notice,
            "account": mail.place.account,
            "folder": mail.place.folder,
            "uidvalidity": mail.place.uidvalidity,
            "uid": mail.place.uid,
            "junk": mail.place.junk,
            "origin": mail.origin,
            "message_id": mail.message_id,
            "sha256": mail.sha256,
            "size": mail.size,
            "received_at": mail.received_at,
            "stored": mail.stored,
            "state": mail.state,
        }
