"""Which answer a judged mail gets, and to whom: DOMAIN §3, one gate for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.core.judge.seal_trust import LACKS, NO_SEAL_FLAG, may_tell_unit
from mailbot.core.letters.answers import SealTelling, UnitLine, file_line, unit_line
from mailbot.core.letters.letters import Enclosure, Letter, Thread
from mailbot.core.letters.replies import (
    Circumstances,
    Reply,
    reply_to,
    talk_of,
    tells_units,
)
from mailbot.core.nature.gate import (
    Allow,
    AnsweredMail,
    GatePolicy,
    Planned,
    RecentLetter,
    may_answer,
    may_send,
)
from mailbot.core.nature.nature import OwnSide
from mailbot.core.notice.periods import Period, from_id
from mailbot.core.record.clues import Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Message
from mailbot.core.record.records import (
    JudgedMail,
    LetterKind,
    LetterState,
    NewLetter,
    QueuedLetter,
)
from mailbot.core.words.words import chinese_day, chinese_size
from mailbot.flows.facts import restored_at
from mailbot.flows.new_addresses import is_first_letter
from mailbot.flows.office import Desk, Office
from mailbot.flows.standing import progress_of

KEEP_TRYING = timedelta(days=5)
# A receipt that waits takes in the next ones; a list longer than this nobody reads.
MOST_COVERED = 20
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answering:
    """One judged mail in its transaction, at the moment of its answer."""

    desk: Desk
    message: Message
    judged: JudgedMail

    @property
    def sender(self) -> str:
        """The address that wrote."""
        return self.judged.sender_address

    @property
    def not_before(self) -> datetime:
        """The end of the quiet minutes in which a clerk may send the other copy."""
        quiet = self.desk.office.policy.receipts.quiet
        return self.judged.mail.saved.received_at + quiet


def answer_mail(
    desk: Desk, message: Message, judged: JudgedMail
) -> Iterator[NewLetter]:
    """Return the finished letters that answer a mail; often none.

    A known sender gets the full receipt. An unknown one hears only that the mail
    arrived; where its unit has an address we know, the full receipt goes there.
    """
    one = Answering(desk, message, judged)
    around = Circumstances(
        desk.now, restored_at(desk.work), is_first_letter(desk, one.sender)
    )
    reply = reply_to(judged, desk.office.policy.receipts, around)
    return _WRITTEN_BY[reply](one)


def _about_period(one: Answering) -> Answering:
    """Return the same letter about the period it names, else the one in hand."""
    verdict, office = one.judged.verdict, one.desk.office
    if verdict.period in {period.id for period in office.periods}:
        return one
    in_hand = office.period_at(one.desk.today).id
    judged = replace(one.judged, verdict=replace(verdict, period=in_hand))
    return replace(one, judged=judged)


def _too_large(one: Answering) -> Iterator[NewLetter]:
    size = chinese_size(one.judged.mail.saved.size)
    return _note(one, "too_large", {"size": size})


def _standing(one: Answering) -> Iterator[NewLetter]:
    return _receipt(_about_period(one), one.sender)


def _stranger(one: Answering) -> Iterator[NewLetter]:
    """Yield what a stranger hears, and the receipts of the units it wrote for."""
    yield from _arrival(one)
    for unit in tells_units(one.judged):
        for address in unit_addresses(one.desk, unit)[:1]:
            if address != one.sender and not is_first_letter(one.desk, address):
                yield from _receipt(one, address)


def _form(one: Answering) -> Iterator[NewLetter]:
    """Yield the note with the blank form of each unit that asked for it."""
    one = _about_period(one)
    form, verdict = one.desk.office.form, one.judged.verdict
    period = from_id(verdict.period or "")
    forms = tuple(f for unit in verdict.units for f in form(unit, period))
    return _note(one, "form", {"units": _unit_lines(one)}, forms)


def unit_addresses(desk: Desk, unit: str) -> tuple[str, ...]:
    """Return a unit's addresses that work: the roster's first, then the learned."""
    dead = {state.address for state in desk.work.addresses.suspended()}
    every = (*desk.office.roster[unit].addresses, *desk.work.addresses.of_unit(unit))
    return tuple(a for a in dict.fromkeys(every) if a not in dead)


def _receipt(one: Answering, to: str) -> Iterator[NewLetter]:
    """Yield the receipt, in place of one that still waits for the quiet minutes."""
    desk, replaced = one.desk, _replaced(one, to)
    recent = _recent(one, to, replaced)
    if not _passes(one, Planned(to, "", desk.now, recent)):
        return  # no subject would let it pass: it need not be written
    covers = (*(m for old in replaced for m in old.letter.covers), one.judged.mail.id)
    verdict = one.judged.verdict
    letter = Letter(
        kind=LetterKind.RECEIPT,
        template="receipt",
        to=to,
        facts=_receipt_facts(one, covers),
        not_before=one.not_before,
        expires_at=desk.now + KEEP_TRYING,
        unit="、".join(verdict.units),
        period=verdict.period,
        thread=_thread(one.message) if to == one.sender else Thread(),
        answers=one.judged.mail.id,
        covers=covers,
        reason="收到来信",
        occasion=_occasion(one),
    )
    finished = desk.office.scribe.write(letter, desk.now)
    if _passes(one, Planned(to, finished.subject, desk.now, recent)):
        for old in replaced:
            words = "并入后一封回执"
            desk.work.outbox.settle(old.id, LetterState.CANCELLED, words, desk.now)
        yield finished


def _replaced(one: Answering, to: str) -> tuple[QueuedLetter, ...]:
    """Return the unsent receipts to that address that say nothing the new one omits."""
    verdict = one.judged.verdict
    return tuple(
        old
        for old in one.desk.work.outbox.unsent_receipts(to)
        if old.letter.unit
        and set(old.letter.unit.split("、")) <= set(verdict.units)
        and old.letter.period == verdict.period
        and len(old.letter.covers) < MOST_COVERED
    )


def _receipt_facts(one: Answering, covers: tuple[int, ...]) -> dict[str, object]:
    files = one.desk.work.reviews.told(covers)
    lacking = any(LACKS & file.flags for file in files)
    seals = _seal_telling(one.desk, lacking=lacking)
    return letterhead(one.desk.office, one.desk.now) | {
        "units": _unit_lines(one),
        "files": [file_line(file, seals) for file in files],
        "links": one.judged.verdict.has(FlagKind.CLOUD_ATTACHMENT),
        "typed": one.judged.verdict.has(FlagKind.TEXT_IN_BODY),
    }


def _seal_telling(desk: Desk, *, lacking: bool) -> SealTelling:
    """Return what units may be told of seals, by the setting and by staff's rulings.

    All rulings are read only where a seal is lacking.
    """
    policy = desk.office.policy
    rulings = desk.work.reviews.rulings(NO_SEAL_FLAG) if lacking else ()
    return SealTelling(policy.stamped_check, may_tell_unit(policy.tell_unit, rulings))


def _unit_lines(one: Answering) -> list[UnitLine]:
    period = (
        from_id(one.judged.verdict.period)
        if one.judged.verdict.period
        else one.desk.office.schedule.first
    )
    units = one.judged.verdict.units
    return [line_of(one.desk, (unit, period)) for unit in units]


def line_of(desk: Desk, of: tuple[str, Period]) -> UnitLine:
    """Say where a unit stands, as a letter to it does."""
    unit, period = of
    progress = progress_of(desk, unit, period)
    names = [
        f"{item.no}．{item.name}"
        for item in desk.office.notice.items
        if item.no in progress.items_missing
    ]
    return unit_line(progress, period, names, desk.now)


def _arrival(one: Answering) -> Iterator[NewLetter]:
    """Yield the note that says only that a mail arrived: no unit, no names."""
    verdict = one.judged.verdict
    facts: dict[str, object] = {
        "attachments": len(one.judged.documents),
        "filed": verdict.outcome is Outcome.FILE,
        "waits": verdict.outcome is Outcome.REVIEW,
    }
    return _note(one, "arrival", facts)


def _note(
    one: Answering,
    template: str,
    facts: dict[str, object],
    enclosures: tuple[Enclosure, ...] = (),
) -> Iterator[NewLetter]:
    """Yield a note to whoever wrote, known or not; what was asked for goes at once."""
    letter = Letter(
        kind=LetterKind.RECEIPT,
        template=template,
        to=one.sender,
        facts=letterhead(one.desk.office, one.desk.now) | facts,
        not_before=one.desk.now if enclosures else one.not_before,
        expires_at=one.desk.now + KEEP_TRYING,
        thread=_thread(one.message),
        answers=one.judged.mail.id,
        covers=(one.judged.mail.id,),
        reason="收到来信（待核实）",
        enclosures=enclosures,
        occasion=_occasion(one),
    )
    finished = one.desk.office.scribe.write(letter, one.desk.now)
    recent = _recent(one, one.sender)
    if _passes(one, Planned(one.sender, finished.subject, one.desk.now, recent)):
        yield finished


def _occasion(one: Answering) -> str:
    """Name the mail by its bytes, and how many letters answered it before."""
    earlier = one.desk.work.outbox.answering(one.judged.mail.id)
    return f"{one.judged.mail.saved.sha256} {earlier}"


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


def _passes(one: Answering, planned: Planned) -> bool:
    """Ask the one gate whether the sender may be answered, and this letter go.

    A receipt may go to the unit's own address where a stranger wrote for it: then
    the mail must be answerable, and the letter admissible at that other address.
    """
    own = OwnSide(addresses=frozenset({one.desk.office.address}))
    caps = GatePolicy(answers_a_day=one.desk.office.policy.receipts.answers_a_day)
    incoming = AnsweredMail(
        message=one.message,
        nature=one.judged.verdict.nature,
        brings_file=bool(one.judged.documents),
        asks=bool(talk_of(one.judged)),
        junk=one.judged.mail.saved.place.junk,
    )
    if planned.to == one.sender:
        return isinstance(may_answer(incoming, planned, own, caps), Allow)
    to_sender = Planned(one.sender, planned.subject, one.desk.now)
    answerable = isinstance(may_answer(incoming, to_sender, own), Allow)
    return answerable and isinstance(may_send(planned, own, caps), Allow)


def _recent(
    one: Answering, to: str, replaced: tuple[QueuedLetter, ...] = ()
) -> tuple[RecentLetter, ...]:
    """Return what an address got before, without what the new letter replaces."""
    gone = {queued.letter.message_id for queued in replaced}
    every = one.desk.work.outbox.recent(to, one.desk.now - _DAY)
    return tuple(letter for letter in every if letter.message_id not in gone)


_WRITTEN_BY: dict[Reply, Callable[[Answering], Iterator[NewLetter]]] = {
    Reply.NOTHING: lambda _one: iter(()),
    Reply.TOO_LARGE: _too_large,
    Reply.FORM: _form,
    Reply.STANDING: _standing,
    Reply.TALK: lambda one: _note(one, "talk", {}),
    Reply.RECEIPT: lambda one: _receipt(one, one.sender),
    Reply.ARRIVAL: _stranger,
}
