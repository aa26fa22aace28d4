"""One answer to staff: what was done, what was not understood, how to write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mailbot.core.letters.letters import Letter, Thread
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
from mailbot.core.orders.orders import Unclear
from mailbot.core.orders.statements import HOW_ITEM, HOW_MAIL
from mailbot.core.record.mail import Message
from mailbot.core.record.records import JudgedMail, LetterKind, LetterState, NewLetter
from mailbot.core.summary.words import mailto
from mailbot.flows.letters.answering import KEEP_TRYING, letterhead
from mailbot.flows.office import Desk

_DAY = timedelta(days=1)
# Staff may settle thirty things a day, each by a link of its own; a machine that
# answers our answers is stopped all the same.
_CAPS = GatePolicy(answers_a_day=60, same_subject_a_day=60)


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done; `undo` is the code that takes it back, "" if none."""

    words: str
    undo: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What became of an answer of staff; `notes` say who could not be told."""

    done: tuple[Done, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    notes: tuple[str, ...] = ()


def report_back(
    desk: Desk, message: Message, judged: JudgedMail, report: OrderReport
) -> None:
    """Put the answer into the outbox, if the gate lets it pass."""
    office, now = desk.office, desk.now
    letter = Letter(
        kind=LetterKind.ANSWER,
        template="answer",
        to=message.sender.address,
        facts=letterhead(office, now) | report_facts(report, office.address),
        not_before=now,
        expires_at=now + KEEP_TRYING,
        thread=Thread(message.message_id, message.references, message.subject),
        answers=judged.mail.id,
        reason="答复工作人员的处理意见",
    )
    finished = office.scribe.write(letter, now)
    if _passes(desk, message, judged, finished):
        desk.work.outbox.add(finished)


def report_facts(report: OrderReport, mailbox: str) -> dict[str, object]:
    """Return what the template `answer` may say."""
    return {
        "done": [
            {
                "words": done.words,
                "undo": f"{done.undo} 撤销" if done.undo else "",
                "link": mailto(mailbox, f"{done.undo} 撤销") if done.undo else "",
            }
            for done in report.done
        ],
        "unclear": [
            {"line": one.line, "why": one.why, "how": one.how} for one in report.unclear
        ],
        "notes": list(report.notes),
        "ways": [HOW_ITEM, HOW_MAIL],
    }


def _passes(
    desk: Desk, message: Message, judged: JudgedMail, letter: NewLetter
) -> bool:
    """Ask the one gate: the mail must be answerable, and the address not flooded.

    That staff answer a mail of ours is the very point, so earlier letters count
    towards the cap only, not as an answer sent back and forth.
    """
    own = OwnSide(addresses=frozenset({desk.office.address}))
    incoming = AnsweredMail(message, judged.verdict.nature)
    recent = tuple(
        RecentLetter(q.letter.subject, q.letter.created_at, q.letter.message_id)
        for q in desk.work.outbox.to_address(letter.to, desk.now - _DAY)
        if q.state is not LetterState.CANCELLED and q.letter.kind is LetterKind.ANSWER
    )
    alone = Planned(letter.to, letter.subject, desk.now)
    among = Planned(letter.to, letter.subject, desk.now, recent)
    answerable = may_answer(incoming, alone, own, _CAPS)
    verdicts = (answerable, may_send(among, own, _CAPS))
    return all(isinstance(verdict, Allow) for verdict in verdicts)
