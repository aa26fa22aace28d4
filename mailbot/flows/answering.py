"""Which answer a judged mail gets, and to whom: DOMAIN §3, one gate for all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.core.answers import file_line, unit_line
from mailbot.core.clues import Outcome
from mailbot.core.gate import Allow, Incoming, Planned, RecentLetter, may_answer
from mailbot.core.letters import Letter, Thread
from mailbot.core.mail import Nature
from mailbot.core.nature import OwnSide
from mailbot.core.periods import from_id
from mailbot.core.records import LetterKind, LetterState, Origin
from mailbot.core.words import chinese_day
from mailbot.flows.standing import progress_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mailbot.core.answers import UnitLine
    from mailbot.core.mail import Message
    from mailbot.core.records import JudgedMail, NewLetter, QueuedLetter
    from mailbot.flows.office import Office
    from mailbot.ports import Work

KEEP_TRYING = timedelta(days=5)
_DAY = timedelta(days=1)


def answer_mail(
    office: Office, work: Work, message: Message, judged: JudgedMail, now: datetime
) -> Iterator[NewLetter]:
    """Yield the finished letters that answer a mail; often none.

    A known sender gets the full receipt. An unknown one hears only that the mail
    arrived; where its unit has an address we know, the full receipt goes there.
    """
    if not _is_answerable(office, judged, now):
        return
    verdict = judged.verdict
    sender = judged.sender_address
    if verdict.known_sender and verdict.units and verdict.period:
        yield from _receipt(office, work, message, judged, sender, now)
        return
    yield from _arrival(office, work, message, judged, now)
    if verdict.outcome is Outcome.FILE and verdict.period:
        for unit in verdict.units:
            for address in unit_addresses(office, work, unit)[:1]:
                yield from _receipt(office, work, message, judged, address, now)


def _is_answerable(office: Office, judged: JudgedMail, now: datetime) -> bool:
    """Tell whether this mail may be answered at all, whoever wrote it."""
    mail = judged.mail
    fresh = now - mail.saved.received_at <= office.policy.receipts.answer_within
    from_mailbox = mail.saved.origin is Origin.MAILBOX
    submitted = judged.verdict.nature is Nature.SUBMISSION
    return fresh and from_mailbox and submitted and not mail.repeated


def unit_addresses(office: Office, work: Work, unit: str) -> tuple[str, ...]:
    """Return a unit's addresses that work: the roster's first, then the learned."""
    dead = {state.address for state in work.addresses.suspended()}
    every = (*office.roster[unit].addresses, *work.addresses.of_unit(unit))
    return tuple(a for a in dict.fromkeys(every) if a not in dead)


def _receipt(
    office: Office,
    work: Work,
    message: Message,
    judged: JudgedMail,
    to: str,
    now: datetime,
) -> Iterator[NewLetter]:
    """Yield the receipt, in place of one that still waits for the quiet minutes."""
    merged = _merge(work, judged, to, now)
    covers = (*(m for old in merged for m in old.letter.covers), judged.mail.id)
    letter = Letter(
        kind=LetterKind.RECEIPT,
        template="receipt",
        to=to,
        facts=_receipt_facts(office, work, judged, covers, now),
        not_before=judged.mail.saved.received_at + office.policy.receipts.quiet,
        expires_at=now + KEEP_TRYING,
        unit="、".join(judged.verdict.units),
        period=judged.verdict.period,
        thread=_thread(message) if to == judged.sender_address else Thread(),
        answers=judged.mail.id,
        covers=covers,
        reason="收到来信",
    )
    finished = office.scribe.write(letter, now)
    if _passes(office, work, message, judged, finished, now):
        yield finished


def _merge(
    work: Work, judged: JudgedMail, to: str, now: datetime
) -> tuple[QueuedLetter, ...]:
    """Withdraw unsent receipts to the same address about the same units."""
    units = set(judged.verdict.units)
    merged = tuple(
        old
        for old in work.outbox.unsent_receipts(to)
        if units & set(old.letter.unit.split("、"))
        and old.letter.period == judged.verdict.period
    )
    for old in merged:
        work.outbox.settle(old.id, LetterState.CANCELLED, "并入后一封回执", now)
    return merged


def _receipt_facts(
    office: Office,
    work: Work,
    judged: JudgedMail,
    covers: tuple[int, ...],
    now: datetime,
) -> dict[str, object]:
    documents = [d for mail in covers for _, d in work.reviews.documents(mail)]
    check = office.policy.stamped_check
    return letterhead(office, now) | {
        "units": _unit_lines(office, work, judged),
        "files": [file_line(d, check) for d in documents],
        "links": judged.verdict.has("cloud_attachment"),
        "typed": judged.verdict.has("text_in_body"),
    }


def _unit_lines(office: Office, work: Work, judged: JudgedMail) -> list[UnitLine]:
    period = from_id(judged.verdict.period or office.notice.first_period)
    lines = []
    for unit in judged.verdict.units:
        progress = progress_of(office, work, unit, period)
        names = [
            f"{item.no}．{item.name}"
            for item in office.notice.items
            if item.no in progress.items_missing
        ]
        lines.append(unit_line(progress, period, names))
    return lines


def _arrival(
    office: Office, work: Work, message: Message, judged: JudgedMail, now: datetime
) -> Iterator[NewLetter]:
    """Yield the note that says only that a mail arrived: no unit, no names."""
    letter = Letter(
        kind=LetterKind.RECEIPT,
        template="arrival",
        to=judged.sender_address,
        facts=letterhead(office, now) | {"attachments": len(judged.documents)},
        not_before=judged.mail.saved.received_at + office.policy.receipts.quiet,
        expires_at=now + KEEP_TRYING,
        thread=Thread(message.message_id, message.references),
        answers=judged.mail.id,
        covers=(judged.mail.id,),
        reason="收到来信（发件地址未登记）",
    )
    finished = office.scribe.write(letter, now)
    if _passes(office, work, message, judged, finished, now):
        yield finished


def letterhead(office: Office, now: datetime) -> dict[str, object]:
    """Return what every letter may say: who writes, when, how to reach them."""
    return {
        "office": office.notice.office,
        "title": office.notice.title,
        "number": office.notice.id,
        "mailbox": office.notice.mailbox,
        "telephone": office.notice.telephone,
        "day": chinese_day(office.local(now)),
    }


def _thread(message: Message) -> Thread:
    return Thread(message.message_id, message.references, message.subject)


def _passes(
    office: Office,
    work: Work,
    message: Message,
    judged: JudgedMail,
    letter: NewLetter,
    now: datetime,
) -> bool:
    """Ask the one gate; a receipt to another address of the unit is asked alike."""
    recent = tuple(
        RecentLetter(q.letter.subject, q.letter.created_at, q.letter.message_id)
        for q in work.outbox.to_address(letter.to, now - _DAY)
        if q.state is not LetterState.CANCELLED
    )
    incoming = Incoming(
        message=message,
        nature=judged.verdict.nature,
        brings_file=bool(judged.documents),
        junk=judged.mail.saved.place.junk,
    )
    planned = Planned(judged.sender_address, letter.subject, now, recent)
    own = OwnSide(addresses=frozenset({office.address}))
    return isinstance(may_answer(incoming, planned, own), Allow)
