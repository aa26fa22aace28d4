"""Judged → filed: each document to the place where people look for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from mailbot.core.form.reading import Form
from mailbot.core.judge.judgement import Judgement
from mailbot.core.notice.periods import from_id
from mailbot.core.record import filing
from mailbot.core.record.clues import FileVerdict, Outcome
from mailbot.core.record.documents import Document
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import FiledDocument, JudgedMail, WaitingMail
from mailbot.core.targets.reading import told_by
from mailbot.faultpoints import Point, reached
from mailbot.flows.office import Office

log = logging.getLogger(__name__)


def filed_mail(
    office: Office, mail: WaitingMail, judged: Judgement, room: Path
) -> JudgedMail:
    """Put a judged mail's files where they belong; return what is to be recorded.

    An unrelated mail stays in the spool, unread by people, until it is deleted.
    """
    message, verdict = judged.mail.message, judged.verdict
    related = verdict.nature is not Nature.UNRELATED
    raw_path = mail.saved.stored
    documents: tuple[FiledDocument, ...] = ()
    if related:
        documents = _documents(office, mail, judged, room)
        raw_path = _raw_path(office.of(judged.notice), mail)
    return JudgedMail(
        mail=mail,
        verdict=verdict,
        documents=documents,
        sender_name=message.sender.name,
        sender_address=message.sender.address,
        subject=message.subject,
        message_id=message.message_id,
        raw_path=raw_path,
        notice=judged.notice,
    )


def let_go(office: Office, judged: JudgedMail) -> None:
    """Let go of the spooled copy of a recorded mail that lies in the archive now."""
    stored = judged.mail.saved.stored
    if judged.raw_path != stored:
        try:
            office.archive.discard(stored)
        except OSError as fault:  # the mail is recorded; the next sweep clears up
            log.warning("%s stays in the spool: %s", stored, fault)
    reached(Point.LET_GO)


def _raw_path(office: Office, mail: WaitingMail) -> str:
    received = office.local(mail.saved.received_at)
    name = filing.raw_name(received, mail.saved.sha256)
    kept = office.archive.keep_raw(mail.saved.stored, name)
    reached(Point.RAW_KEPT)
    return kept


def _documents(
    office: Office, mail: WaitingMail, judged: Judgement, room: Path
) -> tuple[FiledDocument, ...]:
    received = office.local(mail.saved.received_at)
    files = judged.verdict.files
    owners = judged.owners or ("",) * len(files)
    each = zip(judged.mail.documents, files, owners, judged.forms, strict=True)
    numbered = _not_recorded(office, mail, tuple(each))
    return tuple(
        FiledDocument(
            number,
            document,
            file,
            place_document(
                office.of(owner),
                document,
                _place(mail.id, number, file, received),
                room,
            ),
            owner if owner != judged.notice else "",
            told_by(
                form,
                office.of(owner).notice,
                file.period,
                scanned=not document.content.text_layer,
            ),
        )
        for number, (document, file, owner, form) in numbered
    )


# with the key of its notice, and its table
_Owned = tuple[Document, FileVerdict, str, Form | None]


def _not_recorded(
    office: Office, mail: WaitingMail, files: tuple[_Owned, ...]
) -> Iterator[tuple[int, _Owned]]:
    """Give a mail's files their numbers; of one that is read again only the new."""
    recorded: tuple[tuple[int, str], ...] = ()
    if mail.again:
        with office.ledger.begin() as work:
            recorded = work.unread.recorded(mail.id)
    taken = {number for number, _ in recorded}
    known = {sha256 for _, sha256 in recorded}
    free = (number for number in count(1) if number not in taken)
    new = [file for file in files if file[0].sha256 not in known]
    return zip(free, new, strict=False)


def place_document(
    office: Office,
    document: Document,
    place: Callable[[Document], tuple[tuple[str, ...], str]],
    room: Path,
) -> str:
    """Copy one document into the archive; "" for one that has no bytes."""
    if not document.stored:
        return ""
    folder, name = place(document)
    return office.archive.file(room / document.stored, folder, name)


def _place(
    mail: int, number: int, verdict: FileVerdict, received: datetime
) -> Callable[[Document], tuple[tuple[str, ...], str]]:
    """Return where a document with that verdict goes: folders and name."""

    def place(document: Document) -> tuple[tuple[str, ...], str]:
        if verdict.outcome is Outcome.FILE and verdict.units and verdict.period:
            folder = filing.copy_folder(
                from_id(verdict.period), verdict.units[0], verdict.copy
            )
            return folder, filing.dated_name(received, document.name)
        review = f"R{mail}.{number}"
        waits = verdict.outcome is Outcome.REVIEW
        root = filing.IN_DOUBT if waits else filing.OTHERS
        folder = filing.month_folder(root, received)
        return folder, filing.doubt_name(review, document.name)

    return place
