"""What could not be read, and how it is given another try."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, exists, not_, null, or_, select, update

from mailbot.adapters.store.mail_rows import unread_mail
from mailbot.adapters.store.tables import documents, mails, reviews
from mailbot.core.record.documents import WORTH_A_NEW_TRY, Problem
from mailbot.core.record.records import MailState, UnreadMail
from mailbot.core.words.words import PROBLEM_WORDS


class UnreadRoom:
    """Failed mails, failed files that wait for staff, mails that were put back."""

    def __init__(self, connection: Connection, every: tuple[str, ...]) -> None:
        self._connection = connection
        self._every = every

    def every(self) -> tuple[UnreadMail, ...]:
        """Return what failed and nobody settled, and what was put back, by age."""
        found = (*self._mails(), *self._files())
        return tuple(sorted(found, key=lambda one: (one.received_at, one.id)))

    def _mails(self) -> Sequence[UnreadMail]:
        settled = exists().where(
            reviews.c.mail == mails.c.id, reviews.c.settled_at.is_not(None)
        )
        put_back = and_(mails.c.state == MailState.WAITING, mails.c.tries > 0)
        failed = and_(
            mails.c.state == MailState.FAILED, mails.c.stored != "", not_(settled)
        )
        query = select(mails).where(
            or_(put_back, failed), mails.c.notice.in_(self._every)
        )
        rows = self._connection.execute(query).mappings()
        return [unread_mail(row) for row in rows]

    def _files(self) -> Sequence[UnreadMail]:
        waits = and_(
            reviews.c.mail == documents.c.mail,
            reviews.c.number == documents.c.number,
            reviews.c.settled_at.is_(None),
        )
        query = (
            select(documents, mails.c.received_at)
            .join(mails, mails.c.id == documents.c.mail)
            .where(documents.c.problem.in_(WORTH_A_NEW_TRY), exists().where(waits))
            .where(mails.c.notice.in_(self._every), mails.c.state == MailState.JUDGED)
        )
        return [
            UnreadMail(
                mail=row["mail"],
                received_at=row["received_at"],
                fault=PROBLEM_WORDS[Problem(row["problem"])],
                number=row["number"],
                name=row["name"],
            )
            for row in self._connection.execute(query).mappings()
        ]

    def again(self, unread: Sequence[UnreadMail]) -> None:
        """Let what failed wait anew, as if nothing had been found of it.

        The file's own row stays, for its copy is kept, but stands under no mail: the
        next reading makes a new one.
        """
        for one in unread:
            this = (reviews.c.mail == one.mail, reviews.c.number.in_([0, one.number]))
            self._connection.execute(
                delete(reviews).where(*this, reviews.c.settled_at.is_(None))
            )
            if one.number:
                self._connection.execute(
                    update(documents)
                    .where(documents.c.mail == one.mail)
                    .where(documents.c.number == one.number)
                    .values(mail=None)
                )
            self._connection.execute(
                update(mails)
                .where(mails.c.id == one.mail)
                .values(
                    state=MailState.WAITING,
                    judged_at=None,
                    fault="",
                    tries=0,
                    next_try_at=None,
                    deaths=null(),
                )
            )

    def recorded(self, mail: int) -> tuple[tuple[int, str], ...]:
        """Return the files of a mail that are recorded: number and SHA-256."""
        query = select(documents.c.number, documents.c.sha256)
        rows = self._connection.execute(query.where(documents.c.mail == mail))
        return tuple((int(number), str(sha256)) for number, sha256 in rows)
