"""Explains a mail or a file: read and judged, and nothing else touched."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from mailbot.core.form.reading import Form
from mailbot.core.judge.judgement import Judgement, wants_headings
from mailbot.core.mail.arrival import Plausible
from mailbot.core.record.clues import Verdict
from mailbot.core.record.documents import Document, Problem
from mailbot.core.record.history import History
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.fault_words import why
from mailbot.flows.intake.judging import Arrived, judge_mail
from mailbot.flows.office import Office

MAIL_ENDINGS = {".eml", ".msg", ".mail"}


@dataclass(frozen=True, slots=True)
class Explained:
    """How a mail or a file was understood; `problem` if it could not be read.

    `why` is what the system said of a path that it would not open, in Chinese.
    """

    path: str
    is_mail: bool
    message: Message
    received_at: datetime
    documents: tuple[Document, ...] = ()
    verdict: Verdict | None = None
    forms: tuple[Form | None, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    problem: Problem | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of a document with its seals framed: its place, and the picture (PNG)."""

    document: int
    page: int
    picture: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What an explanation rests on, and whether pages with seals are drawn."""

    now: datetime
    history: History
    draw: bool = False


def explain(office: Office, path: Path, asked: Asked) -> Explained:
    """Read and judge one path; a path that cannot be read is a problem, no error."""
    now = asked.now
    is_mail = path.suffix.lower() in MAIL_ENDINGS
    try:
        with tempfile.TemporaryDirectory() as room:
            examined = _examined(office, path, Path(room), is_mail=is_mail)
            judged = _judged(office, examined, asked, is_mail=is_mail)
            if wants_headings(judged):
                examined = office.examiner.headings(examined, Path(room))
                judged = _judged(office, examined, asked, is_mail=is_mail)
            drawings = _drawings(office, judged, Path(room)) if asked.draw else ()
    except OSError as fault:
        return Explained(
            str(path), is_mail, Message(), now, problem=Problem.CORRUPT, why=why(fault)
        )
    message = examined.message
    received = received_at(office, message, now)
    return Explained(
        path=str(path),
        is_mail=is_mail,
        message=message,
        received_at=received,
        documents=judged.mail.documents,
        verdict=judged.verdict,
        forms=judged.forms,
        drawings=drawings,
        problem=message.problem,
    )


def _drawings(office: Office, judged: Judgement, room: Path) -> tuple[Drawing, ...]:
    return tuple(
        Drawing(place, page, picture)
        for place, document in enumerate(judged.mail.documents, start=1)
        for page, picture in office.examiner.drawn(document, room)
    )


def received_at(office: Office, message: Message, now: datetime) -> datetime:
    """Return when a mail came, as far as it tells itself (DOMAIN §3)."""
    issued = datetime.combine(office.notice.issued, time.min, office.zone)
    plausible = Plausible.about(issued, now)
    return plausible.first((message.received_at, message.date)) or now


def _judged(
    office: Office, examined: ExaminedMail, asked: Asked, *, is_mail: bool
) -> Judgement:
    received = received_at(office, examined.message, asked.now)
    arrived = Arrived(received, by_hand=not is_mail)
    return judge_mail(office, examined, arrived, asked.history)


def _examined(office: Office, path: Path, room: Path, *, is_mail: bool) -> ExaminedMail:
    with path.open("rb"):  # a folder, or a file that is not ours, fails here
        pass
    if is_mail:
        return office.examiner.mail(path, room)
    return ExaminedMail(Message(), office.examiner.file(path, path.name, room))
