"""The ledger's rooms for what the bot and staff did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from mailbot.core.nature.gate import RecentLetter
from mailbot.core.orders.codes import Code, CodeRef
from mailbot.core.orders.orders import StaffAct
from mailbot.core.record.addresses import Learned, LearnedAddress, NewAddress
from mailbot.core.record.history import SentLetter
from mailbot.core.record.records import (
    AddressState,
    LetterPage,
    LetterState,
    NewLetter,
    QueuedLetter,
    UnitDecision,
)


class Outbox(Protocol):
    """Letters of ours: waiting, sent, failed, unknown."""

    def add(self, letter: NewLetter) -> int | None:
        """Record a finished letter; None if the same reminder exists already."""
        ...

    def due(self, now: datetime) -> tuple[QueuedLetter, ...]:
        """Return letters to be sent now, receipts first, then by age."""
        ...

    def claim(self, letter: int, now: datetime) -> bool:
        """Take a waiting letter for sending; False if another was faster."""
        ...

    def settle(self, letter: int, state: LetterState, error: str, at: datetime) -> None:
        """Record the end of a letter."""
        ...

    def postpone(self, letter: int, until: datetime, error: str) -> None:
        """Give a claimed letter back, to be tried again at `until`."""
        ...

    def doubt(self, letter: QueuedLetter, until: datetime, error: str) -> None:
        """Give back a letter that a server may have, to be repeated at `until`."""
        ...

    def answering(self, mail: int) -> int:
        """Count the letters that answered a mail, whatever became of them."""
        ...

    def abandoned(self) -> tuple[QueuedLetter, ...]:
        """Return letters still claimed though no process is sending them."""
        ...

    def every(self, states: frozenset[LetterState]) -> tuple[QueuedLetter, ...]:
        """Return letters in one of the states (empty: all), oldest first."""
        ...

    def page(self, wanted: LetterPage) -> tuple[QueuedLetter, ...]:
        """Return a page of letters, newest first, their bytes left in the ledger."""
        ...

    def counts(self) -> Mapping[LetterState, int]:
        """Count the letters by state."""
        ...

    def get(self, letter: int) -> QueuedLetter | None:
        """Return one letter, None if there is none with that number."""
        ...

    def by_message_id(self, message_id: str) -> SentLetter | None:
        """Return our letter with that Message-ID."""
        ...

    def to_address(self, address: str, since: datetime) -> tuple[QueuedLetter, ...]:
        """Return the letters made for an address since then."""
        ...

    def recent(self, address: str, since: datetime) -> tuple[RecentLetter, ...]:
        """Return the letters made for an address since then and not taken back."""
        ...

    def unsent_receipts(self, address: str) -> tuple[QueuedLetter, ...]:
        """Return the receipts for an address that nobody has begun to send."""
        ...

    def reminders(self, period: str, unit: str = "") -> tuple[QueuedLetter, ...]:
        """Return all reminders ever made for a period, or for one unit's."""
        ...


class Addresses(Protocol):
    """What was learned of addresses."""

    def learned(self, address: str) -> tuple[str, ...]:
        """Return the units for which staff confirmed the address."""
        ...

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """Return the confirmed addresses of a unit, newest first."""
        ...

    def learn(
        self,
        unit: str,
        address: str,
        by: str,
        at: datetime,
        how: Learned = Learned.CONFIRMED,
    ) -> None:
        """Record what staff said of an address; a refusal before it is forgotten."""
        ...

    def said(self) -> tuple[LearnedAddress, ...]:
        """Return all that staff said of addresses, oldest first."""
        ...

    def strangers(self) -> tuple[NewAddress, ...]:
        """Return the unknown addresses whose reports count, a row a unit, oldest first.

        An address is called forged only where every mail of it is.
        """
        ...

    def unlearn(self, unit: str, address: str, learned_at: datetime) -> None:
        """Forget an address if it was learned at that very moment."""
        ...

    def suspended(self) -> tuple[AddressState, ...]:
        """Return the addresses that do not work."""
        ...

    def suspend(self, address: str, reason: str, at: datetime) -> None:
        """Write to this address no more."""
        ...

    def resume(self, address: str) -> None:
        """Write to this address again."""
        ...


class Decisions(Protocol):
    """What staff decided for single units, and facts the bot keeps of itself."""

    def add(self, decision: UnitDecision) -> None:
        """Record a decision."""
        ...

    def all(self) -> tuple[UnitDecision, ...]:
        """Return the decisions in force, oldest first."""
        ...

    def withdraw(
        self, kind: str, units: Sequence[str], at: datetime, made_at: datetime | None
    ) -> tuple[str, ...]:
        """Take back decisions in force of a kind for units; return whose they were.

        With `made_at` only those that were made at that moment.
        """
        ...

    def fact(self, name: str) -> str:
        """Return a fact the bot keeps of itself, "" if it has none."""
        ...

    def keep(self, name: str, value: str, at: datetime) -> None:
        """Keep a fact."""
        ...

    def mark(self, name: str) -> str:
        """Return a fact about this notice alone, "" if there is none."""
        ...

    def keep_mark(self, name: str, value: str, at: datetime) -> None:
        """Keep a fact about this notice alone."""
        ...

    def log(self, what: str, who: str, at: datetime, **details: str) -> None:
        """Note an event that staff or an auditor may ask for later."""
        ...


class Codes(Protocol):
    """The codes staff were given, and what they ordered with them."""

    def give(self, ref: CodeRef, at: datetime, until: datetime) -> Code:
        """Record a new code; one for a mail (M0) gets its own number as its name."""
        ...

    def given(self, ref: CodeRef, until: datetime) -> Code | None:
        """Return a code for the same thing that is good until then, None if none is."""
        ...

    def find(self, secret: str) -> Code | None:
        """Return the code with that secret, None if it was never given."""
        ...

    def note(self, act: StaffAct) -> None:
        """Keep what was done under a code, so that it can be taken back."""
        ...

    def acts(self, code: Code) -> tuple[StaffAct, ...]:
        """Return what was done under a code and not taken back, oldest first."""
        ...

    def strike(self, act: StaffAct, at: datetime) -> None:
        """Note that an act was taken back."""
        ...
