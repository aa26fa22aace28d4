"""Read → judged where several notices share a mailbox: each judges, one wins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from mailbot.core.judge.judgement import Judgement, header_only, wants_headings
from mailbot.core.mail.quoting import own_words
from mailbot.core.matter.contest import Contender, Decided, FileTexts, decide
from mailbot.core.record.history import Past
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import WaitingMail
from mailbot.core.words.wording import plain
from mailbot.flows.intake.judging import (
    Arrived,
    Tables,
    WorkHistory,
    judge_tables,
    tables_of,
)
from mailbot.flows.office import Office


class MailAsRead(Protocol):
    """A mail that was read, and its tables as the first notice reads them."""

    @property
    def examined(self) -> ExaminedMail:
        """The mail and its documents."""
        ...

    @property
    def tables(self) -> Tables:
        """The tables in its documents."""
        ...


_MOST_WORDS = 2_000  # letters of a mail's text that may name a notice


def judge_for_all(
    office: Office,
    examined: ExaminedMail,
    tables: Tables,
    arrived: Arrived,
    history: Past,
) -> Judgement:
    """Judge a mail for every live notice; `tables` are read for the first already."""
    if not office.peers:
        return judge_tables(office, tables, arrived, history)
    read = [tables, *(tables_of(peer, examined) for peer in office.peers)]
    judged = [
        judge_tables(one, of_one, arrived, history.of(one.notice.scope))
        for one, of_one in zip(office.every, read, strict=True)
    ]
    decided = decide(
        [
            _contender(one, of_one, verdict)
            for one, of_one, verdict in zip(office.every, read, judged, strict=True)
        ]
    )
    return _judgement(office, judged, decided)


def judge_waiting(
    office: Office, mail: WaitingMail, read: MailAsRead, room: Path
) -> Judgement:
    """Judge a mail of the ledger beside all that the ledger knows.

    Where that leaves it open, the headings of its scans are read, and it is judged
    again.
    """
    arrived = Arrived(mail.saved.received_at, mail.saved.place.junk)
    with office.ledger.begin() as work:
        history = WorkHistory(work)
        judged = judge_for_all(office, read.examined, read.tables, arrived, history)
    if not wants_headings(judged):
        return replace(judged, verdict=header_only(mail, judged.verdict))
    examined = office.examiner.headings(read.examined, room, mail.deaths)
    tables = tables_of(office, examined)
    with office.ledger.begin() as work:
        return judge_for_all(office, examined, tables, arrived, WorkHistory(work))


def _contender(office: Office, tables: Tables, judged: Judgement) -> Contender:
    message = tables.mail.message
    letter = own_words(message.text)[:_MOST_WORDS]
    pairs = zip(tables.mail.documents, tables.facts, strict=True)
    return Contender(
        notice=office.notice,
        verdict=judged.verdict,
        files=tuple(
            FileTexts(plain("\n".join((d.name, *fact.heading))), fact.own_rows)
            for d, fact in pairs
        ),
        around=plain(f"{message.subject}\n{letter}"),
    )


def _judgement(office: Office, judged: list[Judgement], decided: Decided) -> Judgement:
    keys = [one.notice.scope for one in office.every]
    return Judgement(
        mail=judged[decided.winner].mail,
        verdict=decided.verdict,
        forms=tuple(judged[n].forms[at] for at, n in enumerate(decided.owners)),
        notice=keys[decided.winner],
        owners=tuple(keys[n] for n in decided.owners),
        rivals=tuple((keys[n], judged[n].verdict) for n in decided.rivals),
    )
