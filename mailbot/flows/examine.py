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
from mailbot.core.record.deaths import NO_DEATHS, Deaths, ReaderDied
from mailbot.core.record.documents import Document, Problem
from mailbot.core.record.history import Past
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.fault_words import why
from mailbot.flows.intake.contending import judge_for_all
from mailbot.flows.intake.judging import Arrived, tables_of
from mailbot.flows.office import Office

MAIL_ENDINGS = {".eml", ".msg", ".mail"}


@dataclass(frozen=True, slots=True)
class Explained:
    """How a mail or a file was understood; `problem` if it could not be read.

    `why` is what the system said of a path that it would not open, in Chinese.
    `notice` is the key of the notice that won among several, `rivals` the verdicts of
    the others that had evidence.
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
    notice: str = ""
    rivals: tuple[tuple[str, Verdict], ...] = ()


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
    history: Past
    draw: bool = False


def explain(office: Office, path: Path, asked: Asked) -> Explained:
    """Read and judge one path; a path that cannot be read is a problem, no error."""
    now = asked.now
    is_mail = path.suffix.lower() in MAIL_ENDINGS
    try:
        with tempfile.TemporaryDirectory() as rooms:
            judged, room = _insisted(office, path, asked, Path(rooms))
            drawings = _drawings(office, judged, room) if asked.draw else ()
    except OSError as fault:
        return Explained(
            str(path), is_mail, Message(), now, problem=Problem.CORRUPT, why=why(fault)
        )
    message = judged.mail.message
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
        notice=judged.notice,
        rivals=judged.rivals,
    )


def _insisted(
    office: Office, path: Path, asked: Asked, rooms: Path
) -> tuple[Judgement, Path]:
    """Read and judge a path, again where a process died at it; return its room, too.

    Each try has an empty room. Nobody dies for ever: see `core.record.deaths`.
    """
    deaths = NO_DEATHS
    while True:
        room = Path(tempfile.mkdtemp(dir=rooms))
        try:
            return _read_and_judged(office, path, asked, room, deaths), room
        except ReaderDied as died:
            deaths = died.deaths


def _read_and_judged(
    office: Office, path: Path, asked: Asked, room: Path, deaths: Deaths
) -> Judgement:
    is_mail = path.suffix.lower() in MAIL_ENDINGS
    with path.open("rb"):  # a folder, or a file that is not ours, fails here
        pass
    if is_mail:
        examined = office.examiner.mail(path, room, deaths)
    else:
        files = office.examiner.file(path, path.name, room)
        examined = ExaminedMail(Message(), files)
    judged = _judged(office, examined, asked, is_mail=is_mail)
    if not wants_headings(judged):
        return judged
    headed = office.examiner.headings(examined, room, deaths)
    return _judged(office, headed, asked, is_mail=is_mail)


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
    tables = tables_of(office, examined)
    return judge_for_all(office, examined, tables, arrived, asked.history)
