"""The outbox: letters of ours, from finished to sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    Connection,
    LargeBinary,
    RowMapping,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from mailbot.adapters.store.columns import insert_new
from mailbot.adapters.store.tables import letters
from mailbot.core.nature.gate import RecentLetter
from mailbot.core.record.history import SentLetter
from mailbot.core.record.records import (
    LetterKind,
    LetterPage,
    LetterState,
    NewLetter,
    QueuedLetter,
    ReminderKey,
)

# Receipts and answers overtake reminders: somebody waits for them.
_URGENCY = case(
    (letters.c.kind.in_([LetterKind.RECEIPT, LetterKind.ANSWER]), 0),
    (letters.c.kind.in_([LetterKind.ALERT, LetterKind.NOTICE]), 1),
    else_=2,
)


# Asked for each mail, so made once; see ix_letters_recipient_state.
_TO = (
    letters.c.notice == bindparam("notice"),
    letters.c.recipient == bindparam("address"),
)
_THIS_LETTER = update(letters).where(letters.c.id == bindparam("this"))
_RECENT = (
    select(
        letters.c.kind, letters.c.message_id, letters.c.subject, letters.c.created_at
    )
    .where(
        letters.c.notice.in_(bindparam("every", expanding=True)),
        letters.c.recipient == bindparam("address"),
        letters.c.state.in_(sorted(set(LetterState) - {LetterState.CANCELLED})),
        letters.c.created_at >= bindparam("since"),
    )
    .order_by(letters.c.id)
)
_UNSENT_RECEIPTS = (
    select(letters)
    .where(
        *_TO,
        letters.c.kind == LetterKind.RECEIPT,
        letters.c.state.in_([LetterState.WAITING, LetterState.HELD]),
        letters.c.tries == 0,
    )
    .order_by(letters.c.id)
)
_LINES = select(
    *(column for column in letters.c if column.name != "raw"),
    literal(b"", LargeBinary).label("raw"),
)
_BY_MESSAGE_ID = select(
    *(letters.c.kind, letters.c.message_id, letters.c.recipient),
    *(letters.c.unit, letters.c.period, letters.c.sent_at),
).where(
    letters.c.notice == bindparam("notice"),
    letters.c.message_id == bindparam("message_id"),
)


class OutboxRoom:
    """The table `letters`, inside one transaction."""

    def __init__(
        self, connection: Connection, notice: str, every: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._notice = notice
        self._every = every

    def add(self, letter: NewLetter) -> int | None:
        """Record a finished letter; None if the same reminder exists already."""
        row = _row(letter) | {"notice": self._notice}
        new = insert_new(self._connection, letters, [row])
        return next((key for key in new if isinstance(key, int)), None)

    def due(self, now: datetime) -> tuple[QueuedLetter, ...]:
        """Return letters to be sent now, receipts first, then by age."""
        ready = or_(letters.c.next_try_at.is_(None), letters.c.next_try_at <= now)
        query = self._mine().where(
            letters.c.state == LetterState.WAITING, letters.c.not_before <= now, ready
        )
        return self._letters(query.order_by(_URGENCY, letters.c.id))

    def claim(self, letter: int, now: datetime) -> bool:
        """Take a waiting letter for sending; False if another was faster.

        Compare-and-set: the database decides, not what was read before.
        """
        result = self._connection.execute(
            update(letters)
            .where(letters.c.id == letter, letters.c.state == LetterState.WAITING)
            .values(
                state=LetterState.CLAIMED, claimed_at=now, tries=letters.c.tries + 1
            )
        )
        return result.rowcount == 1

    def settle(self, letter: int, state: LetterState, error: str, at: datetime) -> None:
        """Record the end of a letter."""
        sent_at = at if state is LetterState.SENT else None
        values = {"state": state, "last_error": error, "sent_at": sent_at}
        self._change(letter, **values)

    def postpone(self, letter: int, until: datetime, error: str) -> None:
        """Give a claimed letter back, to be tried again at `until`."""
        self._change(
            letter, state=LetterState.WAITING, next_try_at=until, last_error=error
        )

    def doubt(self, letter: QueuedLetter, until: datetime, error: str) -> None:
        """Give back a letter that a server may have, to be repeated at `until`."""
        self._change(
            letter.id,
            state=LetterState.WAITING,
            next_try_at=until,
            last_error=error,
            unsure=letter.unsure + 1,
        )

    def answering(self, mail: int) -> int:
        """Count the letters that answered a mail, whatever became of them."""
        same = select(func.count()).where(letters.c.answers == mail)
        return self._connection.scalar(same) or 0

    def abandoned(self) -> tuple[QueuedLetter, ...]:
        """Return letters still claimed though no process is sending them.

        Only one process works on a state folder (its lock), so whatever is claimed
        when a round begins was left by one that died.
        """
        query = self._mine().where(letters.c.state == LetterState.CLAIMED)
        return self._letters(query.order_by(letters.c.id))

    def every(self, states: frozenset[LetterState]) -> tuple[QueuedLetter, ...]:
        """Return letters in one of the states (empty: all), oldest first."""
        query = self._mine().order_by(letters.c.id)
        if states:
            query = query.where(letters.c.state.in_(sorted(states)))
        return self._letters(query)

    def page(self, wanted: LetterPage) -> tuple[QueuedLetter, ...]:
        """Return a page of letters, newest first, their bytes left in the ledger."""
        query = _LINES.where(letters.c.notice == self._notice)
        if wanted.states:
            query = query.where(letters.c.state.in_(sorted(wanted.states)))
        if wanted.unit:
            query = query.where(letters.c.unit == wanted.unit)
        if wanted.before:
            query = query.where(letters.c.id < wanted.before)
        return self._letters(query.order_by(letters.c.id.desc()).limit(wanted.limit))

    def counts(self) -> Mapping[LetterState, int]:
        """Count the letters by state."""
        query = (
            select(letters.c.state, func.count())
            .where(letters.c.notice == self._notice)
            .group_by(letters.c.state)
        )
        rows = self._connection.execute(query)
        return {LetterState(state): count for state, count in rows}

    def get(self, letter: int) -> QueuedLetter | None:
        """Return one letter, None if there is none with that number."""
        found = self._letters(self._mine().where(letters.c.id == letter))
        return found[0] if found else None

    def by_message_id(self, message_id: str) -> SentLetter | None:
        """Return our letter with that Message-ID."""
        key = {"notice": self._notice, "message_id": message_id}
        row = self._connection.execute(_BY_MESSAGE_ID, key).mappings().first()
        return None if row is None else _sent(row)

    def recent(self, address: str, since: datetime) -> tuple[RecentLetter, ...]:
        """Return the letters made for an address since then and not taken back.

        Of all notices: an address has one cap of letters a day.
        """
        key = {"every": self._every, "address": address, "since": since}
        return tuple(
            RecentLetter(
                row.subject,
                row.created_at,
                row.message_id,
                reminder=row.kind == LetterKind.REMINDER,
            )
            for row in self._connection.execute(_RECENT, key)
        )

    def to_address(self, address: str, since: datetime) -> tuple[QueuedLetter, ...]:
        """Return the letters made for an address since then."""
        query = self._mine().where(
            letters.c.recipient == address, letters.c.created_at >= since
        )
        return self._letters(query.order_by(letters.c.id))

    def reminders(self, period: str, unit: str = "") -> tuple[QueuedLetter, ...]:
        """Return all reminders ever made for a period, or for one unit's."""
        query = self._mine().where(
            letters.c.kind == LetterKind.REMINDER, letters.c.period == period
        )
        if unit:
            query = query.where(letters.c.unit == unit)
        return self._letters(query.order_by(letters.c.id))

    def unsent_receipts(self, address: str) -> tuple[QueuedLetter, ...]:
        """Return the receipts for an address that nobody has begun to send."""
        key = {"notice": self._notice, "address": address}
        rows = self._connection.execute(_UNSENT_RECEIPTS, key).mappings()
        return tuple(_queued(row) for row in rows)

    def _mine(self) -> Select[tuple[object, ...]]:
        return select(letters).where(letters.c.notice == self._notice)

    def _letters(self, query: Select[tuple[object, ...]]) -> tuple[QueuedLetter, ...]:
        rows = self._connection.execute(query).mappings()
        return tuple(_queued(row) for row in rows)

    def _change(self, letter: int, **values: object) -> None:
        self._connection.execute(_THIS_LETTER, values | {"this": letter})


def _row(letter: NewLetter) -> dict[str, object]:
    key = letter.reminder
    return {
        "kind": letter.kind,
        "message_id": letter.message_id,
        "recipient": letter.to,
        "deliver_to": list(letter.deliver_to),
        "subject": letter.subject,
        "raw": letter.raw,
        "unit": letter.unit,
        "period": letter.period,
        "due": key.due if key else None,
        "stage": key.stage if key else None,
        "attempt": key.attempt if key else None,
        "answers": letter.answers,
        "covers": list(letter.covers),
        "reason": letter.reason,
        "created_at": letter.created_at,
        "not_before": letter.not_before,
        "expires_at": letter.expires_at,
        "state": LetterState.HELD if letter.held else LetterState.WAITING,
    }


def _queued(row: RowMapping) -> QueuedLetter:
    return QueuedLetter(
        id=row["id"],
        letter=_new(row),
        state=LetterState(row["state"]),
        tries=row["tries"],
        next_try_at=row["next_try_at"],
        sent_at=row["sent_at"],
        last_error=row["last_error"],
        unsure=row["unsure"],
    )


def _new(row: RowMapping) -> NewLetter:
    return NewLetter(
        kind=LetterKind(row["kind"]),
        message_id=row["message_id"],
        to=row["recipient"],
        deliver_to=tuple(row["deliver_to"]),
        subject=row["subject"],
        raw=row["raw"],
        created_at=row["created_at"],
        not_before=row["not_before"],
        expires_at=row["expires_at"],
        unit=row["unit"],
        period=row["period"],
        reminder=_key(row),
        answers=row["answers"],
        covers=tuple(row["covers"]),
        reason=row["reason"],
    )


def _key(row: RowMapping) -> ReminderKey | None:
    if row["stage"] is None:
        return None
    return ReminderKey(
        row["unit"], row["period"], row["due"], row["stage"], row["attempt"]
    )


def _sent(row: RowMapping) -> SentLetter:
    return SentLetter(
        message_id=row["message_id"],
        kind=row["kind"],
        unit=row["unit"],
        period=row["period"],
        to=row["recipient"],
        sent_at=row["sent_at"],
    )
