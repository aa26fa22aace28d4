"""What was learned of addresses, what staff decided, what the bot notes of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Text, bindparam, cast, delete, select, update

from mailbot.adapters.store.columns import insert_new, put_row
from mailbot.adapters.store.tables import (
    copies,
    decisions,
    documents,
    events,
    facts,
    learned,
    mails,
    suspended,
)
from mailbot.core.record.addresses import Learned, LearnedAddress, NewAddress
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import AddressState, CopyState, UnitDecision

# Made once: each judged mail asks them.
_LEARNED = (
    select(learned.c.unit)
    .where(
        learned.c.notice.in_(bindparam("every", expanding=True)),
        learned.c.address == bindparam("address"),
        learned.c.how != Learned.REFUSED,
    )
    .order_by(learned.c.id)
)
# Every copy that counts, with the mail that brought it, oldest first.
_BROUGHT = (
    select(
        *(copies.c[name] for name in ("unit", "sender", "flags", "received_at", "at")),
        *(documents.c[name] for name in ("mail", "number")),
        mails.c.sender_name,
    )
    .join(documents, documents.c.id == copies.c.document)
    .join(mails, mails.c.id == documents.c.mail)
    .where(copies.c.notice == bindparam("notice"), copies.c.state == CopyState.FILED)
    # few among many thousand: left to the database
    .where(cast(copies.c.flags, Text).contains(f'"{FlagKind.UNKNOWN_SENDER}"'))
    .order_by(copies.c.received_at, copies.c.id)
)
_IN_FORCE = (
    select(decisions)
    .where(decisions.c.notice == bindparam("notice"), decisions.c.undone_at.is_(None))
    .order_by(decisions.c.id)
)
_FACT = select(facts.c.value).where(facts.c.name == bindparam("name"))


class AddressRoom:
    """The tables `learned_addresses` and `suspended_addresses`.

    What is known of an address holds for all notices of the office.
    """

    def __init__(
        self, connection: Connection, notice: str, every: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._notice = notice
        self._every = every

    def learned(self, address: str) -> tuple[str, ...]:
        """Return the units for which staff confirmed the address."""
        key = {"every": self._every, "address": address.lower()}
        return tuple(dict.fromkeys(self._connection.scalars(_LEARNED, key)))

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """Return the confirmed addresses of a unit, newest first."""
        query = select(learned.c.address).where(
            learned.c.notice.in_(self._every),
            learned.c.unit == unit,
            learned.c.how != Learned.REFUSED,
        )
        return tuple(self._connection.scalars(query.order_by(learned.c.id.desc())))

    def learn(
        self,
        unit: str,
        address: str,
        by: str,
        at: datetime,
        how: Learned = Learned.CONFIRMED,
    ) -> None:
        """Record what staff said of an address; a refusal before it is forgotten."""
        key = {"notice": self._notice, "unit": unit, "address": address.lower()}
        self._connection.execute(
            delete(learned).where(
                learned.c.notice.in_(self._every),
                learned.c.unit == unit,
                learned.c.address == address.lower(),
                learned.c.how == Learned.REFUSED,
            )
        )
        insert_new(self._connection, learned, [key | {"by": by, "at": at, "how": how}])

    def said(self) -> tuple[LearnedAddress, ...]:
        """Return all that staff said of addresses, oldest first."""
        query = select(learned).where(learned.c.notice.in_(self._every))
        rows = self._connection.execute(query.order_by(learned.c.id)).mappings()
        return tuple(
            LearnedAddress(r["unit"], r["address"], Learned(r["how"]), r["by"], r["at"])
            for r in rows
        )

    def strangers(self) -> tuple[NewAddress, ...]:
        """Return the unknown addresses whose reports count, a row a unit, oldest first.

        An address is called forged only where every mail of it is.
        """
        rows = self._connection.execute(_BROUGHT, {"notice": self._notice}).mappings()
        found: dict[tuple[str, str], NewAddress] = {}
        for row in rows:
            if FlagKind.UNKNOWN_SENDER not in row["flags"] or not row["sender"]:
                continue
            forged = FlagKind.AUTHENTICATION_FAILED in row["flags"]
            known = found.get((row["unit"], row["sender"]))
            if known is None or (known.forged and not forged):
                found[row["unit"], row["sender"]] = NewAddress(
                    row["unit"],
                    row["sender"].lower(),
                    row["sender_name"],
                    row["mail"],
                    row["number"],
                    row["received_at"],
                    row["at"],
                    forged=forged,
                )
        return tuple(found.values())

    def unlearn(self, unit: str, address: str, learned_at: datetime) -> None:
        """Forget an address if it was learned at that very moment."""
        self._connection.execute(
            delete(learned).where(
                learned.c.notice.in_(self._every),
                learned.c.unit == unit,
                learned.c.address == address.lower(),
                learned.c.at == learned_at,
            )
        )

    def suspended(self) -> tuple[AddressState, ...]:
        """Return the addresses that do not work."""
        rows = self._connection.execute(select(suspended)).mappings()
        return tuple(AddressState(r["address"], r["reason"], r["since"]) for r in rows)

    def suspend(self, address: str, reason: str, at: datetime) -> None:
        """Write to this address no more."""
        row = {"address": address.lower(), "reason": reason, "since": at}
        insert_new(self._connection, suspended, [row])

    def resume(self, address: str) -> None:
        """Write to this address again."""
        self._connection.execute(
            delete(suspended).where(suspended.c.address == address.lower())
        )


class DecisionRoom:
    """The tables `unit_decisions`, `facts` and `events`."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def add(self, decision: UnitDecision) -> None:
        """Record a decision."""
        self._connection.execute(
            decisions.insert().values(
                notice=self._notice,
                unit=decision.unit,
                kind=decision.kind,
                period=decision.period,
                value=decision.value,
                by=decision.by,
                at=decision.at,
            )
        )

    def all(self) -> tuple[UnitDecision, ...]:
        """Return the decisions in force, oldest first."""
        rows = self._connection.execute(_IN_FORCE, {"notice": self._notice}).mappings()
        return tuple(
            UnitDecision(
                r["unit"], r["kind"], r["period"], r["value"], r["by"], r["at"]
            )
            for r in rows
        )

    def withdraw(
        self, kind: str, units: Sequence[str], at: datetime, made_at: datetime | None
    ) -> tuple[str, ...]:
        """Take back decisions in force of a kind for units; return whose they were.

        With `made_at` only those that were made at that moment.
        """
        mine = [
            decisions.c.notice == self._notice,
            decisions.c.kind == kind,
            decisions.c.unit.in_(units),
            decisions.c.undone_at.is_(None),
        ]
        if made_at is not None:
            mine.append(decisions.c.at == made_at)
        result = self._connection.execute(
            update(decisions)
            .where(*mine)
            .values(undone_at=at)
            .returning(decisions.c.unit)
        )
        return tuple(dict.fromkeys(result.scalars()))

    def fact(self, name: str) -> str:
        """Return a fact the bot keeps of itself, "" if it has none."""
        value = self._connection.scalar(_FACT, {"name": name})
        return str(value) if value is not None else ""

    def keep(self, name: str, value: str, at: datetime) -> None:
        """Keep a fact."""
        put_row(self._connection, facts, {"name": name, "value": value, "at": at})

    def mark(self, name: str) -> str:
        """Return a fact about this notice alone, "" if there is none."""
        return self.fact(f"{name} {self._notice}")

    def keep_mark(self, name: str, value: str, at: datetime) -> None:
        """Keep a fact about this notice alone."""
        self.keep(f"{name} {self._notice}", value, at)

    def log(self, what: str, who: str, at: datetime, **details: str) -> None:
        """Note an event that staff or an auditor may ask for later."""
        self._connection.execute(
            events.insert().values(at=at, what=what, who=who, details=details)
        )
