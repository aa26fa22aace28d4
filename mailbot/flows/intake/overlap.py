"""Two hands at once: fetching while saving, reading while filing; order is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import WaitingMail
from mailbot.errors import TryLater
from mailbot.fault_words import is_the_hosts, of_the_host
from mailbot.faultpoints import Point, reached
from mailbot.flows.intake.judging import Tables, tables_of
from mailbot.flows.office import Office

T = TypeVar("T")

# One batch under way while another is made durable: memory holds two.
_BATCHES_AHEAD = 1
# The examiner has two children; a third mail waits at their door.
_HANDS = 3


class _End:
    """Stands behind the last item."""


@contextmanager
def host_faults() -> Iterator[None]:
    """Say what the machine lacks for a round, and that it is tried again."""
    try:
        yield
    except (OSError, RuntimeError, MemoryError) as fault:
        if not is_the_hosts(fault):
            raise
        words = f"本机暂时无法处理来信（{of_the_host(fault)}），稍后自动重试"
        raise TryLater(words) from fault


def ahead(items: Iterable[T], depth: int = _BATCHES_AHEAD) -> Iterator[T]:
    """Take up to `depth` items in another thread before they are asked for.

    One thread alone walks `items`, for an IMAP connection is no two threads'. Its
    fault comes out where its item would have come.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as hand:
        try:
            with host_faults():
                coming = deque(hand.submit(next, source, _End) for _ in range(depth))
            while (item := coming.popleft().result()) is not _End:
                coming.append(hand.submit(next, source, _End))
                yield item  # type: ignore[misc]  # _End is no T, and not here
        finally:
            hand.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True)
class ReadMail:
    """A mail that was read: what its files say, and the room they lie in.

    A context manager; after its end the room is cleared by another hand, for a busy
    disk lets an emptied folder go late.
    """

    examined: ExaminedMail
    tables: Tables
    room: Path
    _lent: ExitStack
    _hands: Executor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._hands.submit(self._lent.close)
        except RuntimeError:  # no thread is to be had: then by this hand
            self._lent.close()


@dataclass(frozen=True, slots=True)
class Reader:
    """A mail whose reading may still go on in another thread."""

    mail: WaitingMail
    _coming: Future[ReadMail]

    def result(self) -> ReadMail:
        """Wait for the reading; return it."""
        read = self._coming.result()
        reached(Point.EXAMINED)
        return read

    def drop(self) -> None:
        """Clear up a reading that nobody will use."""
        if not self._coming.cancel() and self._coming.exception() is None:
            with self._coming.result():
                pass


def readings(office: Office, mails: Sequence[WaitingMail]) -> Iterator[Reader]:
    """Read several mails at once; yield each in the order given."""
    coming: deque[Reader] = deque()
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="read") as hands:
        try:
            for mail in mails:
                coming.append(Reader(mail, _begun(office, mail, hands)))
                if len(coming) > _HANDS:
                    yield coming.popleft()
            while coming:
                yield coming.popleft()
        finally:
            for left in coming:
                left.drop()


def _begun(office: Office, mail: WaitingMail, hands: Executor) -> Future[ReadMail]:
    """Begin to read a mail; where no thread is to be had, its reading fails."""
    try:
        return hands.submit(_read, office, mail, hands)
    except RuntimeError as fault:
        refused = Future[ReadMail]()
        refused.set_exception(fault)
        return refused


def _read(office: Office, mail: WaitingMail, hands: Executor) -> ReadMail:
    with ExitStack() as lent:
        room = lent.enter_context(office.archive.workroom())
        raw = office.archive.path(mail.saved.stored)
        examined = office.examiner.mail(raw, room, mail.deaths)
        tables = tables_of(office, examined)
        return ReadMail(examined, tables, room, lent.pop_all(), hands)
