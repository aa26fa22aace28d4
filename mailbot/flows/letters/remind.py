"""Who is due a reminder now → outbox, once.

May be asked at any moment and any number of times: what is due follows from the
clock and the ledger, and the database admits each reminder once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from mailbot.core.letters.letters import Letter, Thread
from mailbot.core.nature.gate import Allow, GateVerdict, Planned, Refuse, may_send
from mailbot.core.nature.nature import OwnSide
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.records import LetterKind, LetterState, NewLetter
from mailbot.core.reminders.case import Reminding, Skipped, Why
from mailbot.core.reminders.reminders import due
from mailbot.core.words.words import COPY_WORDS, chinese_deadline
from mailbot.flows.facts import RELEASED, why_stale
from mailbot.flows.letters.answering import letterhead
from mailbot.flows.letters.cases import cases_of, is_open, rules_of
from mailbot.flows.new_addresses import is_first_letter
from mailbot.flows.office import Desk, Office

_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=366)
# Of periods not in hand these say nothing that staff do not know.
_SILENT = {Why.COMPLETE, Why.EXEMPT, Why.NOT_YET, Why.CLOSED}
SUPERSEDED = "未及发出，由后一次提醒代替"

Decision = Reminding | Skipped


@dataclass(frozen=True, slots=True)
class RemindRound:
    """What a round of reminders decided.

    `refused` is why nothing was written at all, "" if the round took place.
    """

    decisions: tuple[Decision, ...] = ()
    refused: str = ""

    @property
    def written(self) -> tuple[Reminding, ...]:
        """The reminders that lie in the outbox now."""
        return tuple(d for d in self.decisions if isinstance(d, Reminding))


def plan(desk: Desk) -> tuple[Decision, ...]:
    """Return who is written to at `now` and who is not, each with the reason.

    Every unit for the period in hand; of other periods only units that still owe.
    """
    office, local = desk.office, desk.office.local(desk.now)
    in_hand, rules = office.period_at(local.date()), rules_of(office)
    decisions, decided = [], desk.work.decisions.all()
    for period in office.periods:
        if period != in_hand and not is_open(office, period, decided, local.date()):
            continue
        for case in cases_of(desk, period):
            decision = due(case, local, rules)
            settled = isinstance(decision, Skipped) and decision.why in _SILENT
            if period == in_hand or not settled:
                decisions.append(decision)
    return tuple(decisions)


def remind(office: Office, now: datetime) -> RemindRound:
    """Write the reminders that are due and put them into the outbox.

    Nothing is written on an old picture of the mailbox (`refused` says so). In live
    mode the letters of the first round wait for staff's word.
    """
    with office.desk(now) as desk:
        stale = why_stale(desk.work, now)
        if stale:
            return RemindRound(refused=stale)
        decisions = tuple(
            _queued(desk, decision) if isinstance(decision, Reminding) else decision
            for decision in plan(desk)
        )
        desk.work.commit()
    return RemindRound(decisions)


def _queued(desk: Desk, reminding: Reminding) -> Decision:
    """Render one reminder and record it, if the gate lets it pass."""
    letter = written(desk, reminding)
    match _gate(desk, letter):
        case Refuse(reason):
            return Skipped(reminding.unit, reminding.period, Why.GATE, reason)
        case Allow():
            _supersede(desk, reminding)
            desk.work.outbox.add(letter)
            return reminding


def written(desk: Desk, reminding: Reminding) -> NewLetter:
    """Return the reminder as a finished letter; it is moot after today's hours."""
    _, closes = desk.office.policy.reminders.hours
    first = is_first_letter(desk, reminding.to)
    letter = Letter(
        kind=LetterKind.REMINDER,
        template="reminder_first" if first else reminding.tone,
        to=reminding.to,
        facts=letterhead(desk.office, desk.now)
        | reminder_facts(desk.office, reminding),
        not_before=desk.now,
        expires_at=datetime.combine(desk.today, time(closes), desk.office.zone),
        unit=reminding.unit,
        period=reminding.period.id,
        thread=_thread(desk, reminding),
        reminder=reminding.key,
        reason=reminding.reason,
        enclosures=() if first else desk.office.form(reminding.unit, reminding.period),
        cc=() if first else reminding.cc,
    )
    finished = desk.office.scribe.write(letter, desk.now)
    return replace(finished, held=finished.held or _first_round(desk))


def subject_of(office: Office, reminding: Reminding, now: datetime) -> str:
    """Return the subject under which a reminder goes out."""
    facts = letterhead(office, now) | reminder_facts(office, reminding)
    return office.scribe.render(reminding.tone, facts | {"trial": ""}).subject


def reminder_facts(office: Office, reminding: Reminding) -> dict[str, object]:
    """Return what a reminder says of its unit."""
    too_late = office.too_late(reminding.period, reminding.key.due)
    return {
        "tone": reminding.tone,
        "unit": reminding.unit,
        "period": reminding.period.chinese,
        "deadline": chinese_deadline(too_late),
        "stage": reminding.stage.words,
        "missing": reminding.missing,
        "asked": tuple(COPY_WORDS[CopyKind(c)] for c in office.notice.copies),
        "items": tuple(
            f"{i.no}．{i.name}" for i in office.notice.items_of(reminding.unit)
        ),
    }


def _first_round(desk: Desk) -> bool:
    """Tell whether real letters go out for the first time, so staff must say yes."""
    live = desk.office.policy.letters is LettersMode.LIVE
    return live and not desk.work.decisions.mark(RELEASED)


def _thread(desk: Desk, reminding: Reminding) -> Thread:
    """Hang the reminder on the last letter that address got about the unit."""
    earlier = [
        q
        for q in desk.work.outbox.to_address(reminding.to, desk.now - _A_YEAR)
        if q.state is LetterState.SENT and q.letter.unit == reminding.unit
    ]
    return Thread(earlier[-1].letter.message_id) if earlier else Thread()


def _gate(desk: Desk, letter: NewLetter) -> GateVerdict:
    """Ask the one gate."""
    recent = desk.work.outbox.recent(letter.to, desk.now - _DAY)
    planned = Planned(letter.to, letter.subject, desk.now, recent, reminder=True)
    own = OwnSide(addresses=frozenset({desk.office.address}))
    return may_send(planned, own)


def _supersede(desk: Desk, reminding: Reminding) -> None:
    """Take back the unit's earlier reminders that still wait or are held."""
    for queued in desk.work.outbox.reminders(reminding.period.id, reminding.unit):
        open_states = {LetterState.WAITING, LetterState.HELD}
        if queued.state in open_states:
            desk.work.outbox.settle(
                queued.id, LetterState.CANCELLED, SUPERSEDED, desk.now
            )
