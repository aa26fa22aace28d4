"""An office at work in one process: mails arrive, rounds are made, staff answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from itertools import count
from pathlib import Path
from typing import cast

from mailbot.adapters.archive import DiskArchive
from mailbot.core.notice.policy import IntakePolicy, LettersMode, Policy
from mailbot.core.record.deaths import NO_DEATHS, Deaths
from mailbot.core.record.documents import Document
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import (
    LetterKind,
    LetterState,
    Origin,
    QueuedLetter,
    ServerPlace,
)
from mailbot.flows.intake.collect import collect
from mailbot.flows.intake.round import Round
from mailbot.flows.letters.codes import issue, issue_for_mail
from mailbot.ports import Cursor, Examiner
from mailbot.wiring.examination import examine_mail
from tests.support.office import MAILBOX, STAFF, at, make_office
from tests.support.real_mails import annex_docx

HOST = "mx.county.example"
STRANGER = "zhangsan@mail.example"
DOCX = "vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Arrived:
    """A mail as the inbox hands it over."""

    place: ServerPlace
    content: bytes
    received_at: datetime
    origin: Origin = Origin.MAILBOX
    refused: str = ""
    message_id: str = ""

    @property
    def size(self) -> int:
        return len(self.content)


class Letterbox:
    """An inbox that holds what the test put into it."""

    def __init__(self) -> None:
        self.mails: list[Arrived] = []

    def new_mails(self, after: Cursor) -> Iterator[Sequence[Arrived]]:
        del after
        batch, self.mails = self.mails, []
        if batch:
            yield batch

    def close(self) -> None:
        """Hold no connection."""


class OpenExaminer:
    """Reads mails in this process: the tests' own mails need no cage."""

    def mail(self, raw: Path, into: Path, deaths: Deaths = NO_DEATHS) -> ExaminedMail:
        del deaths  # nobody dies here
        return examine_mail(str(raw), str(into), (MAILBOX,))

    def headings(
        self, mail: ExaminedMail, into: Path, deaths: Deaths = NO_DEATHS
    ) -> ExaminedMail:
        del into, deaths
        return mail

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        raise NotImplementedError


class Desk:
    """The office with a real ledger and archive in a folder, and its mailbox."""

    def __init__(self, folder: Path, *, authserv_id: str = "") -> None:
        policy = Policy(
            letters=LettersMode.LIVE, intake=IntakePolicy(authserv_id=authserv_id)
        )
        office = make_office(folder, policy)
        bits = count(0x7A_2B3C_4D5E, 0x1_0101_0101)
        self.office = replace(
            office,
            archive=DiskArchive(folder / "state", office.notice.id),
            examiner=cast("Examiner", OpenExaminer()),
            chance=lambda width: next(bits) % (1 << width),
        )
        self.ledger_file = folder / "ledger.db"
        self.inbox = Letterbox()
        self.now = at("2023-07-03 09:00")
        self._uids = count(1)

    def receive(
        self, raw: bytes, *, junk: bool = False, origin: Origin = Origin.MAILBOX
    ) -> Round:
        """Let a mail arrive now, and make a round."""
        place = ServerPlace("test", "INBOX", 1, next(self._uids), junk)
        self.inbox.mails.append(Arrived(place, raw, self.now, origin))
        return collect(self.office, self.inbox, self.now)

    def doubtful(self, unit: str = "县民政局", sender: str = STRANGER) -> str:
        """Let a stranger's report arrive that names its unit once; return its id."""
        content = annex_docx(self.office.notice, unit, seed=f"{unit}{sender}{self.now}")
        subject = f"{unit}2023年第二季度进展情况"
        done = self.receive(
            letter(sender, "请查收。", subject, self.now, files={"报表.docx": content})
        )
        assert done.review == 1
        return self.waiting()[-1]

    def waiting(self) -> list[str]:
        """Return the names of what waits for staff."""
        with self.office.ledger.begin() as work:
            return [item.id for item in work.reviews.open()]

    def code(self, review_id: str) -> str:
        """Return the code that a mail to staff gives that item now."""
        with self.office.desk(self.now) as desk:
            item = desk.work.reviews.find(review_id)
            assert item is not None
            code = issue(desk, item)
            desk.work.commit()
        return code.ref.text

    def mail_code(self) -> str:
        """Return the code of a mail to staff written now."""
        with self.office.desk(self.now) as desk:
            code = issue_for_mail(desk)
            desk.work.commit()
        return code.ref.text

    def answer(self, text: str, subject: str = "", sender: str = STAFF[0]) -> str:
        """Let staff write; return the words of the bot's answer, "" if none."""
        self.now += timedelta(seconds=1)  # no two mails have the same bytes
        before = {q.id for q in self.letters(LetterKind.ANSWER)}
        self.receive(letter(sender, text, subject or "回复：待办", self.now))
        new = [q for q in self.letters(LetterKind.ANSWER) if q.id not in before]
        return text_of(new[0].letter.raw) if new else ""

    def letters(self, kind: LetterKind) -> list[QueuedLetter]:
        """Return the letters of that kind that were not taken back."""
        with self.office.ledger.begin() as work:
            every = work.outbox.every(frozenset())
        gone = LetterState.CANCELLED
        return [q for q in every if q.letter.kind is kind and q.state is not gone]

    def notices(self) -> list[str]:
        """Return what the units were told of staff's decisions: to whom, subject."""
        return [
            f"{q.letter.to} {q.letter.subject}" for q in self.letters(LetterKind.NOTICE)
        ]

    def filed(self) -> list[tuple[str, str, str]]:
        """Return what counts now: unit, period, copy."""
        with self.office.ledger.begin() as work:
            versions = [
                v for p in self.office.periods for v in work.copies.of_period(p.id)
            ]
        return [(v.unit, v.period, v.copy) for v in versions if v.state == "filed"]


def letter(
    sender: str,
    text: str,
    subject: str,
    when: datetime,
    *,
    files: dict[str, bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a mail as a mail program sends it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = f"<{abs(hash((sender, text, subject, when)))}@mail.example>"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(
            content, maintype="application", subtype=DOCX, filename=name
        )
    return mail.as_bytes(policy=SMTP)


def text_of(raw: bytes) -> str:
    """Return the plain text of a letter of ours."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
