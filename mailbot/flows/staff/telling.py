"""Tells units what staff decided about their files: settled, or returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from mailbot.core.letters.letters import Letter, Thread
from mailbot.core.nature.gate import GatePolicy, Planned, Refuse, may_send
from mailbot.core.nature.nature import OwnSide
from mailbot.core.notice.periods import from_id
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.records import (
    LetterKind,
    LetterState,
    Origin,
    Proposal,
    ReviewItem,
)
from mailbot.core.words.words import COPY_WORDS, chinese_deadline, listed
from mailbot.flows.letters.answering import (
    KEEP_TRYING,
    letterhead,
    line_of,
    unit_addresses,
)
from mailbot.flows.office import Desk

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A file that staff filed: what it waited as, what it became.

    `corrected` tells that it had been filed otherwise before.
    """

    item: ReviewItem
    proposal: Proposal
    corrected: bool = False


def tell_settled(desk: Desk, settled: Sequence[Settlement]) -> tuple[str, ...]:
    """Write one letter a unit, period and mail; return who could not be told, why."""
    letters: dict[tuple[int, str, str], list[Settlement]] = {}
    for one in settled:
        for unit in one.proposal.units:
            key = (one.item.mail, unit, one.proposal.period or "")
            letters.setdefault(key, []).append(one)
    problems = (
        _tell(desk, key[1], group[0].item, _settled_facts(desk, key[1], group))
        for key, group in letters.items()
    )
    return tuple(problem for problem in problems if problem)


def tell_returned(
    desk: Desk, items: Sequence[ReviewItem], reason: str
) -> tuple[str, ...]:
    """Write to each unit proposed why its file was refused; return who was not told."""
    problems = []
    for item in items:
        if not item.proposal.units:
            problems.append(f"{item.id} 未认定单位，退回的理由请另行转告")
        for unit in item.proposal.units:
            facts = _returned_facts(desk, unit, item, reason)
            problems.append(_tell(desk, unit, item, facts))
    return tuple(problem for problem in problems if problem)


@dataclass(frozen=True, slots=True)
class _Facts:
    template: str
    period: str | None
    reason: str
    facts: dict[str, object]


def _settled_facts(desk: Desk, unit: str, group: list[Settlement]) -> _Facts:
    period = group[0].proposal.period or ""
    line = line_of(desk, (unit, from_id(period)))
    files = tuple(dict.fromkeys(_file(one.item) for one in group))
    copies = dict.fromkeys(COPY_WORDS[CopyKind(o.proposal.copy)] for o in group)
    facts: dict[str, object] = {
        "line": line,
        "file": listed(files),
        "copy": listed(tuple(copies)),
        "corrected": any(one.corrected for one in group),
    }
    return _Facts("settled", period, "工作人员核实", facts)


def _returned_facts(desk: Desk, unit: str, item: ReviewItem, reason: str) -> _Facts:
    office, proposal = desk.office, item.proposal
    today = desk.today
    period = from_id(proposal.period) if proposal.period else office.period_at(today)
    due = office.due(period, unit, desk.work.decisions.all())
    copy = CopyKind(proposal.copy)
    facts: dict[str, object] = {
        "unit": unit,
        "period": period.chinese,
        "copy": "" if copy is CopyKind.OTHER else COPY_WORDS[copy],
        "file": _file(item),
        "reason": reason,
        "deadline": chinese_deadline(due),
        "overdue": desk.now >= due,
    }
    return _Facts("returned", period.id, "工作人员退回", facts)


def _file(item: ReviewItem) -> str:
    return f"“{item.attachment}”" if item.attachment else "附件"


def _tell(desk: Desk, unit: str, item: ReviewItem, said: _Facts) -> str:
    """Put a letter to the unit into the outbox; return why not, "" if it went."""
    office = desk.office
    if item.origin is not Origin.MAILBOX:
        return ""  # what was imported is long past: nobody waits for an answer
    known = unit_addresses(desk, unit)
    addresses = tuple(a for a in known if a not in {office.address, *office.staff})
    if not addresses:
        return f"{unit}没有可用的邮箱地址，结果请电话告知"
    to = item.sender if item.sender in addresses else addresses[0]
    thread = Thread(item.message_id) if to == item.sender else Thread()
    return _send(desk, _To(unit, to, item.mail, thread), said)


@dataclass(frozen=True, slots=True)
class _To:
    """Whom a letter tells of a mail, in which thread."""

    unit: str
    address: str
    mail: int
    thread: Thread = field(default_factory=Thread)


def _send(desk: Desk, to: _To, said: _Facts) -> str:
    """Write a letter and ask the gate; return why it did not go, "" if it went."""
    office, now = desk.office, desk.now
    letter = Letter(
        kind=LetterKind.NOTICE,
        template=said.template,
        to=to.address,
        facts=letterhead(office, now) | said.facts,
        not_before=now,
        expires_at=now + KEEP_TRYING,
        unit=to.unit,
        period=said.period,
        thread=to.thread,
        answers=to.mail,
        reason=said.reason,
    )
    finished = office.scribe.write(letter, now)
    recent = desk.work.outbox.recent(to.address, now - _DAY)
    planned = Planned(to.address, finished.subject, now, recent)
    caps = GatePolicy(answers_a_day=office.policy.receipts.answers_a_day)
    verdict = may_send(planned, OwnSide(frozenset({office.address})), caps)
    if isinstance(verdict, Refuse):
        return f"给{to.unit}的信未发出：{verdict.reason}"
    desk.work.outbox.add(finished)
    return ""


def tell_adopted(desk: Desk, new: NewAddress, known: Sequence[str]) -> tuple[str, ...]:
    """Tell a unit at an address known before that a new one is held to be its own."""
    ours = {desk.office.address, *desk.office.staff, new.address}
    to = next((address for address in known if address not in ours), "")
    if not to:
        return ()
    facts: dict[str, object] = {"unit": new.unit, "address": new.address}
    said = _Facts("adopted", None, "认可新的报送邮箱", facts)
    problem = _send(desk, _To(new.unit, to, new.mail), said)
    return (problem,) if problem else (f"已向{new.unit}原有邮箱 {to} 发信说明",)


def withhold(desk: Desk, mail: int) -> None:
    """Take back the letters about a mail that nobody has begun to send."""
    unsent = frozenset({LetterState.WAITING, LetterState.HELD})
    for queued in desk.work.outbox.every(unsent):
        letter = queued.letter
        if letter.kind is LetterKind.NOTICE and letter.answers == mail:
            words = "工作人员撤销了处理意见"
            desk.work.outbox.settle(queued.id, LetterState.CANCELLED, words, desk.now)
